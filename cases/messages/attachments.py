"""Files that go along with messages: images and PDFs, stored by their hash in a folder."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from cases.db import Connection, Database, insert_sql, moment_text, placeholder, run
from cases.errors import NazorgError, ShapeInvalid
from cases.ids import new_id
from workflows.fields.base import FieldError
from workflows.refusals import FieldsInvalid

DOCUMENTS = ("invoice", "credit_note", "guarantee", "label", "manual", "repair_report", "photo", "other")
LARGEST = 10 * 1024 * 1024
_SIGNATURES = {
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"GIF87a": "image/gif",
    b"GIF89a": "image/gif",
    b"%PDF-": "application/pdf",
}


class TooLarge(NazorgError):
    """The file is too large: at most 10 MB."""


class UnsupportedType(NazorgError):
    """Only images (PNG, JPEG, GIF, WebP) and PDF files can be attached."""


@dataclass(frozen=True, slots=True)
class AttachmentRef:
    """A stored file as a message names it."""

    id: str
    sha256: str
    content_type: str
    size: int


def content_type_of(data: bytes) -> str:
    """What the bytes are, by their signature and whatever the sender says. Raises ``UnsupportedType``."""
    for signature, content_type in _SIGNATURES.items():
        if data.startswith(signature):
            return content_type
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    raise UnsupportedType


def store(
    database: Database, folder: Path, data: bytes, *, name: str, document: str, person: str, real_now: datetime
) -> AttachmentRef:
    """Keep a file by its hash (the same bytes once) and note whose it is. Raises TooLarge, UnsupportedType."""
    if len(data) > LARGEST:
        raise TooLarge
    content_type, digest = content_type_of(data), hashlib.sha256(data).hexdigest()
    path = folder / digest[:2] / digest
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        half = path.with_suffix(f".{new_id()}")
        half.write_bytes(data)
        half.replace(path)
    row = {
        "id": f"att_{new_id()}",
        "sha256": digest,
        "content_type": content_type,
        "size": len(data),
        "document": document,
        "name": name[:200],
        "person": person,
        "uploaded_at": moment_text(real_now),
    }
    with database.write() as connection:
        run(connection, insert_sql(connection.dialect, "attachment", row), row)
    return AttachmentRef(str(row["id"]), digest, content_type, len(data))


def find_attachments(connection: Connection, names: Sequence[str], realm: str, sub: str) -> list[AttachmentRef]:
    """The files that somebody uploaded, by id. Raises ``ShapeInvalid`` for one that is unknown or not theirs."""
    found, errors = [], []
    mark = {name: placeholder(connection.dialect, name) for name in ("id", "realm", "sub")}
    sql = (
        "SELECT a.id, a.sha256, a.content_type, a.size FROM attachment a JOIN person p ON p.id = a.person"
        f" WHERE a.id = {mark['id']} AND p.realm = {mark['realm']}"
        f" AND p.external_id = {mark['sub']}"
    )
    for number, name in enumerate(names):
        rows = run(connection, sql, {"id": name, "realm": realm, "sub": sub})
        if rows:
            found.append(AttachmentRef(*rows[0]))
        else:
            errors.append(FieldError(f"/attachments/{number}", "field.unknown_attachment"))
    if errors:
        raise ShapeInvalid(errors)
    return found


def find_photos(connection: Connection, fields: Mapping[str, Any], realm: str, sub: str) -> None:
    """Photos that the fields of an event name are files of who names them. Raises ``FieldsInvalid``."""
    try:
        find_attachments(connection, fields.get("photos", ()), realm, sub)
    except ShapeInvalid as unknown:
        errors = [FieldError(e.pointer.replace("/attachments", "/photos"), e.reason) for e in unknown.errors]
        raise FieldsInvalid(errors) from None

"""Files that go along with messages: images and PDFs, their bytes by hash, and in which messages they were named."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cases.db import Connection, Database, insert_sql, moment_text, placeholder, run
from cases.errors import ShapeInvalid
from cases.ids import new_id
from cases.messages.cleaning import Clean
from cases.messages.file_names import safe_name
from cases.messages.files import Files
from workflows.fields.base import FieldError
from workflows.refusals import FieldsInvalid

DOCUMENTS = ("invoice", "credit_note", "guarantee", "label", "manual", "repair_report", "photo", "other")


@dataclass(frozen=True, slots=True)
class AttachmentRef:
    """A stored file as a message names it; its name and text are read where they are judged."""

    id: str
    sha256: str
    content_type: str
    size: int
    document: str = ""
    name: str = ""
    text: str = ""

    @property
    def as_hashed(self) -> dict[str, str]:
        """What the leaf of the message that names it says of it."""
        return {"id": self.id, "sha256": self.sha256}


def store(
    database: Database, files: Files, clean: Clean, *, name: str, document: str, person: str, real_now: datetime
) -> AttachmentRef:
    """Keep a clean file by its hash (the same bytes once) and note whose it is."""
    digest = hashlib.sha256(clean.data).hexdigest()
    files.put(digest, clean.data)
    row = {
        "id": f"att_{new_id()}",
        "sha256": digest,
        "content_type": clean.content_type,
        "size": len(clean.data),
        "document": document,
        "name": safe_name(name, clean.content_type, document),
        "person": person,
        "uploaded_at": moment_text(real_now),
        "text": clean.text,
    }
    with database.write() as connection:
        run(connection, insert_sql(connection.dialect, "attachment", row), row)
    return AttachmentRef(str(row["id"]), digest, clean.content_type, len(clean.data))


@dataclass(frozen=True, slots=True)
class Label:
    """What a stored file is called, and what it is."""

    name: str
    content_type: str
    size: int

    @property
    def is_picture(self) -> bool:
        """Whether a browser can show it in a page."""
        return self.content_type.startswith("image/")


def labels_of(connection: Connection, names: Sequence[str]) -> dict[str, Label]:
    """What these files are called, by their ids; whether they are the asker's to see is for the caller to know."""
    if not names:
        return {}
    marks = {f"v{number}": name for number, name in enumerate(dict.fromkeys(names))}
    places = ", ".join(placeholder(connection.dialect, mark) for mark in marks)
    rows = run(connection, f"SELECT id, name, content_type, size FROM attachment WHERE id IN ({places})", marks)
    return {str(name): Label(str(called), str(kind), int(size)) for name, called, kind, size in rows}


def find_attachments(connection: Connection, names: Sequence[str], realm: str, sub: str) -> list[AttachmentRef]:
    """The files that somebody uploaded, by id. Raises ``ShapeInvalid`` for one that is unknown or not theirs."""
    found, errors = [], []
    mark = {name: placeholder(connection.dialect, name) for name in ("id", "realm", "sub")}
    sql = (
        "SELECT a.id, a.sha256, a.content_type, a.size, a.document, a.name, a.text"
        " FROM attachment a JOIN person p ON p.id = a.person"
        f" WHERE a.id = {mark['id']} AND a.destroyed_at IS NULL AND p.realm = {mark['realm']}"
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


def find_photos(connection: Connection, fields: Mapping[str, Any], realm: str, sub: str) -> list[AttachmentRef]:
    """The photos that the fields of an event name, which are files of who names them. Raises ``FieldsInvalid``."""
    try:
        return find_attachments(connection, fields.get("photos", ()), realm, sub)
    except ShapeInvalid as unknown:
        errors = [FieldError(e.pointer.replace("/attachments", "/photos"), e.reason) for e in unknown.errors]
        raise FieldsInvalid(errors) from None


def used_rows(
    case_id: str, seq: int, attachments: Iterable[Mapping[str, str]], fields: Mapping[str, Any]
) -> list[dict[str, Any]]:
    """Which files a message names, beside its words or in the fields of its event."""
    named = dict.fromkeys([*(attachment["id"] for attachment in attachments), *fields.get("photos", ())])
    return [{"attachment": name, "case_id": case_id, "seq": seq} for name in named]


def cases_naming(connection: Connection, attachment: str) -> list[str]:
    """The cases in which a message names the file."""
    mark = placeholder(connection.dialect, "id")
    sql = f"SELECT DISTINCT case_id FROM attachment_use WHERE attachment = {mark} ORDER BY case_id"
    return [str(case_id) for (case_id,) in run(connection, sql, {"id": attachment})]

"""Attachments: files that go along with messages, images and PDFs."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncGenerator
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote

import anyio.from_thread
from fastapi import APIRouter, Request, Response
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser

from api import shapes
from api.documentation import OF_WRITING, documented
from api.door import Call, answer
from api.looks import remember_file
from cases.clock import real_now
from cases.errors import ShapeInvalid
from cases.messages.attachments import DOCUMENTS
from cases.messages.cleaning import LARGEST, TYPES
from cases.verbs.read_attachment import read_attachment
from cases.verbs.upload_attachment import upload_attachment
from workflows.fields.base import FieldError

router = APIRouter(prefix="/v1/attachments", tags=["attachments"])
FORM = "multipart/form-data"
AROUND_A_FILE = 64 * 1024
_SCHEMA: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["file", "document"],
    "properties": {
        "file": {"type": "string", "format": "binary", "description": "PNG, JPEG, GIF, WebP or PDF, at most 10 MB"},
        "document": {"type": "string", "enum": list(DOCUMENTS)},
    },
}


_FILE: dict[str, Any] = {kind: {"schema": {"type": "string", "format": "binary"}, "example": "…"} for kind in TYPES}
HARMLESS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "private, no-store",
}
"""What keeps a browser from running a file, should one slip through that can run."""


@dataclass(frozen=True, slots=True)
class Form:
    """One file, and what kind of document it is."""

    data: bytes
    name: str
    document: str | None

    @property
    def fingerprint(self) -> str:
        """What makes two uploads the same; the text between the parts is a new one each time."""
        said = f"{self.document}\x00{self.name}\x00{hashlib.sha256(self.data).hexdigest()}"
        return hashlib.sha256(said.encode(errors="replace")).hexdigest()


@router.post(
    "",
    operation_id="upload_attachment",
    **documented(
        shapes.Attachment,
        status=201,
        takes={FORM: {"schema": _SCHEMA, "example": {"file": "…", "document": "photo"}}},
        keyed=True,
        problems=("too_large", "unsupported_media_type", "fields_invalid", *OF_WRITING),
    ),
)
async def upload(request: Request) -> Response:
    """Upload a file with its kind of ``document``; its id can then be named in a message of the same sender."""
    return await answer(request, _upload, takes=FORM, largest=LARGEST + AROUND_A_FILE)


@router.get(
    "/{attachment}",
    operation_id="read_attachment",
    **documented(
        _FILE,
        path=("attachment",),
        looks=True,
        problems=("not_found", "busy"),
        headers={"Content-Disposition": "always `attachment`, with the name of the file (RFC 6266)"},
    ),
)
async def read(request: Request) -> Response:
    """The file, to be saved: for who uploaded it, for the parties of a case in which it was named, and for admins."""
    return await answer(request, _read_one)


def _read_one(call: Call) -> Response:
    name = call.named("attachment")
    found = read_attachment(call.database, call.door.settings.files, call.asker, name)
    remember_file(call, name)
    return Response(found.data, 200, HARMLESS | {"Content-Disposition": saved_as(found.name)}, found.content_type)


def saved_as(name: str) -> str:
    """The name for a browser, and in ASCII for what does not know RFC 8187."""
    plain = "".join(character if character.isascii() and character not in '"\\%' else "_" for character in name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def _upload(call: Call) -> Response:
    form = anyio.from_thread.run(_form, call)
    if call.key is not None:
        call.key = replace(call.key, request=form.fingerprint)
    return call.once(lambda: _stored(call, form), status=201)


def _stored(call: Call, form: Form) -> dict[str, Any]:
    kept = upload_attachment(
        call.database,
        call.door.settings.files,
        call.asker,
        form.data,
        name=form.name,
        document=form.document,
        real_now=real_now(),
    )
    return {"id": kept.id, "sha256": kept.sha256, "content_type": kept.content_type, "size": kept.size}


async def _form(call: Call) -> Form:
    """The form that was sent. Raises ``ShapeInvalid``."""
    faults = [call.key_fault] if call.key_fault else []
    try:
        parts = await MultiPartParser(call.request.headers, _whole(call.raw), max_files=2, max_fields=10).parse()
    except (MultiPartException, ValueError, KeyError) as error:
        raise ShapeInvalid([FieldError("/file", "field.missing"), *faults]) from error
    try:
        return await _understood(parts.multi_items(), faults)
    finally:
        await parts.close()


async def _understood(parts: list[tuple[str, UploadFile | str]], faults: list[FieldError]) -> Form:
    files = [part for name, part in parts if isinstance(part, UploadFile) and name == "file"]
    texts = [(name, part) for name, part in parts if isinstance(part, str)]
    if len(files) != 1:
        faults.append(FieldError("/file", "field.missing" if not files else "field.too_long", {"max_length": 1}))
    if any(name != "document" for name, _ in texts) or len(files) + len(texts) != len(parts):
        faults.append(FieldError("", "field.extra_forbidden"))
    if faults:
        raise ShapeInvalid(faults)
    return Form(await files[0].read(), files[0].filename or "", dict(texts).get("document"))


async def _whole(raw: bytes) -> AsyncGenerator[bytes, None]:
    yield raw

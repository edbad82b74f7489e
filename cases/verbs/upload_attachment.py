"""Keep a file that somebody will name in a message."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from cases.casefile.asker import Asker
from cases.casefile.people import person_named
from cases.db import Database
from cases.errors import ShapeInvalid
from cases.messages.attachments import DOCUMENTS, AttachmentRef, store
from workflows.fields.base import FieldError


def upload_attachment(
    database: Database, folder: Path, asker: Asker, data: bytes, *, name: str, document: str | None, real_now: datetime
) -> AttachmentRef:
    """Store the bytes in ``folder`` under their hash; only the asker may name the file in a message.

    Raises ``ShapeInvalid`` for a ``document`` that is none of ``DOCUMENTS``, ``TooLarge`` and ``UnsupportedType``.
    """
    if document not in DOCUMENTS:
        reason = "field.missing" if document is None else "field.enum"
        raise ShapeInvalid([FieldError("/document", reason, {"expected": ", ".join(DOCUMENTS)})])
    with database.write() as connection:
        person = person_named(connection, asker.role, asker.sub, asker.lang)
    shown = "".join(character for character in name if character.isprintable())
    return store(database, folder, data, name=shown, document=document, person=person, real_now=real_now)

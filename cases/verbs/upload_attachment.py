"""Keep a file that somebody will name in a message."""

from __future__ import annotations

from datetime import datetime

from cases.casefile.asker import Asker
from cases.casefile.people import person_named
from cases.db import Database
from cases.errors import ShapeInvalid
from cases.messages.attachments import DOCUMENTS, AttachmentRef, store
from cases.messages.cleaning import clean
from cases.messages.files import Files
from workflows.fields.base import FieldError


def upload_attachment(
    database: Database, files: Files, asker: Asker, data: bytes, *, name: str, document: str | None, real_now: datetime
) -> AttachmentRef:
    """Make the file harmless and keep it under the hash of what was made; only the asker may name it in a message.

    Raises ``ShapeInvalid`` for a ``document`` that is none of ``DOCUMENTS`` or a file that cannot be made harmless,
    ``TooLarge``, ``UnsupportedType``, and ``Busy`` where too many files come at once.
    """
    if document not in DOCUMENTS:
        reason = "field.missing" if document is None else "field.enum"
        raise ShapeInvalid([FieldError("/document", reason, {"expected": ", ".join(DOCUMENTS)})])
    made = clean(data)
    with database.write() as connection:
        person = person_named(connection, asker.role, asker.sub, asker.lang)
    return store(database, files, made, name=name, document=document, person=person, real_now=real_now)

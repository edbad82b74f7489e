"""Keep a file that somebody will name in a message."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import msgspec

from cases.casefile.asker import Asker
from cases.casefile.queries import find_person
from cases.db import Connection, Database, insert_sql, run
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
        person = _person(connection, asker)
    shown = "".join(character for character in name if character.isprintable())
    return store(database, folder, data, name=shown, document=document, person=person, real_now=real_now)


def _person(connection: Connection, asker: Asker) -> str:
    """The random id of whoever uploads, also of somebody who comes for the first time."""
    known = find_person(connection, asker.role, asker.sub)
    if known is None:
        row = msgspec.structs.asdict(asker.as_person(""))
        # Two files may come at once, and a person is one person.
        run(connection, f"{insert_sql(connection.dialect, 'person', row)} ON CONFLICT DO NOTHING", row)
        known = find_person(connection, asker.role, asker.sub)
    assert known is not None
    return known.id

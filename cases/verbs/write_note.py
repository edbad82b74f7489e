"""Write an inside note: for the writer's own team alone. No clock runs for it, and it is not in the log."""

from __future__ import annotations

from datetime import datetime

import msgspec

from cases.casefile.asker import Asker
from cases.casefile.casefile import CaseFile
from cases.casefile.idempotency import AnsweredBefore, Key, find_answer
from cases.casefile.people import person_named
from cases.casefile.reading import case_of_team
from cases.casefile.until_it_holds import until_it_holds
from cases.casefile.written import WRITTEN
from cases.db import Connection, Database, insert_sql, moment_text, run
from cases.errors import NotFound
from cases.ids import new_id
from cases.team.notes import NoteRow, note_named


class Noted(msgspec.Struct):
    """The note that was written, its case, and whether it was written by an earlier request with the same key."""

    note: NoteRow
    file: CaseFile
    replayed: bool = False


def write_note(
    database: Database, asker: Asker, case_id: str, body: str, now: datetime, key: Key | None = None
) -> Noted:
    """Keep the note for the asker's team. Raises ``NotFound`` and, for whoever has no team here, ``Forbidden``."""

    def once(connection: Connection) -> Noted:
        file = case_of_team(connection, asker, case_id)
        if kept := find_answer(connection, key):
            if kept.status != WRITTEN:
                raise AnsweredBefore(kept)
            return Noted(_note(connection, kept.answer), file, replayed=True)
        row = {
            "id": new_id(),
            "case_id": case_id,
            "team": asker.team,
            "author": person_named(connection, asker.role, asker.sub, asker.lang),
            "body": body,
            "created_at": moment_text(now),
        }
        run(connection, insert_sql(connection.dialect, "note", row), row)
        if key is not None:
            # Only its id, because the words of a note are kept in one place.
            kept_row = key.row(WRITTEN, row["id"])
            values = kept_row | {"at": moment_text(kept_row["at"])}
            run(connection, insert_sql(connection.dialect, "idempotency", values), values)
        return Noted(_note(connection, row["id"]), file)

    return until_it_holds(database, None, once, whole=True)


def _note(connection: Connection, note_id: str) -> NoteRow:
    note = note_named(connection, note_id)
    if note is None:
        raise NotFound
    return note

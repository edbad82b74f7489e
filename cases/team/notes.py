"""The notes of a team on a case."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from cases.db import Connection, placeholder, run


class NoteRow(NamedTuple):
    """A note, and the id and name of who wrote it; no id of somebody who was erased."""

    id: str
    case: str
    body: str
    created_at: datetime
    author: str | None
    author_name: str


def notes_of(connection: Connection, case_id: str, team: str, *, after: str | None = None, limit: int) -> list[NoteRow]:
    """A team's notes on a case, the oldest first, from the one after ``after`` on."""
    mark = {name: placeholder(connection.dialect, name) for name in ("case", "team", "after", "most")}
    later = "" if after is None else f" AND n.id > {mark['after']}"
    where = f"n.case_id = {mark['case']} AND n.team = {mark['team']}{later} ORDER BY n.id LIMIT {mark['most']}"
    values = {"case": case_id, "team": team, "most": limit} | ({} if after is None else {"after": after})
    return _notes(connection, where, values)


def note_named(connection: Connection, note_id: str) -> NoteRow | None:
    """One note; None where there is no such note any more."""
    found = _notes(connection, f"n.id = {placeholder(connection.dialect, 'id')}", {"id": note_id})
    return found[0] if found else None


def _notes(connection: Connection, where: str, values: dict[str, Any]) -> list[NoteRow]:
    sql = (
        "SELECT n.id, n.case_id, n.body, n.created_at, p.external_id, p.name"
        f" FROM note n JOIN person p ON p.id = n.author WHERE {where}"
    )
    return [
        NoteRow(str(name), str(case), body, _moment(at), author, author_name)
        for name, case, body, at, author, author_name in run(connection, sql, values)
    ]


def _moment(stored: Any) -> datetime:
    return stored if isinstance(stored, datetime) else datetime.fromisoformat(stored)

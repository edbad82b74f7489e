"""What somebody of a team has begun to write and not sent: kept on the server, one draft a case and person.

A draft with ``send_at`` waits those seconds to be written, so that it can still be taken back.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

import msgspec

from cases.db import Connection, insert_sql, moment_text, placeholder, run
from cases.ids import is_id


class UnsentRow(NamedTuple):
    """A draft: what was typed as JSON, when it was kept, when it is to be sent, why that failed before."""

    case: str
    person: str
    said: Mapping[str, Any]
    saved_at: datetime
    send_at: datetime | None
    failed: str


class Held(NamedTuple):
    """A draft whose time has come, and who wrote it."""

    draft: UnsentRow
    role: str
    sub: str
    seller: str


def put_unsent(
    connection: Connection, case_id: str, person: str, said: Mapping[str, Any], at: datetime, send_at: datetime | None
) -> None:
    """Keep the draft in place of an earlier one."""
    row = {
        "case_id": case_id,
        "person": person,
        "said": msgspec.json.encode(said).decode(),
        "saved_at": moment_text(at),
        "send_at": moment_text(send_at) if send_at else None,
        "taken": 0,
        "failed": "",
    }
    names = [name for name in row if name not in ("case_id", "person")]
    again = f" ON CONFLICT (case_id, person) DO UPDATE SET {', '.join(f'{name} = excluded.{name}' for name in names)}"
    run(connection, insert_sql(connection.dialect, "unsent", row) + again, row)


def unsent_of(connection: Connection, case_id: str, realm: str, sub: str) -> UnsentRow | None:
    """Somebody's draft on a case; None where there is none, or no such case can be."""
    if not is_id(case_id):
        return None
    mark = {name: placeholder(connection.dialect, name) for name in ("case", "realm", "sub")}
    where = f"u.case_id = {mark['case']} AND p.realm = {mark['realm']} AND p.external_id = {mark['sub']}"
    rows = run(connection, f"{_sql(connection.dialect)} WHERE {where}", {"case": case_id, "realm": realm, "sub": sub})
    return _row(rows[0]) if rows else None


def held_until(connection: Connection, now: datetime) -> list[Held]:
    """The drafts that were to be sent by now, the earliest first."""
    where = f"WHERE u.send_at <= {placeholder(connection.dialect, 'now')} ORDER BY u.send_at"
    rows = run(connection, f"{_sql(connection.dialect)} {where}", {"now": moment_text(now)})
    return [Held(_row(row), *row[6:]) for row in rows if row[7] is not None]


def take(connection: Connection, draft: UnsentRow) -> bool:
    """From here on it is being sent and can no longer be taken back; False where it was, or was changed."""
    return _changed(connection, draft, "taken = 1")


def put_back(connection: Connection, draft: UnsentRow, failed: str) -> None:
    """It could not be sent: it stays a draft that says why."""
    _changed(
        connection, draft, f"taken = 0, send_at = NULL, failed = {placeholder(connection.dialect, 'failed')}", failed
    )


def take_back(connection: Connection, draft: UnsentRow) -> bool:
    """Do not send it; False where it is being sent already."""
    return _changed(connection, draft, "send_at = NULL", only="AND taken = 0 AND send_at IS NOT NULL")


def drop(connection: Connection, case_id: str, person: str) -> None:
    """The draft goes."""
    mark = {name: placeholder(connection.dialect, name) for name in ("case", "person")}
    sql = f"DELETE FROM unsent WHERE case_id = {mark['case']} AND person = {mark['person']}"
    run(connection, sql, {"case": case_id, "person": person})


def forget_of_person(connection: Connection, person: str) -> None:
    """Whatever somebody had begun to write, and the views that they had saved."""
    for table in ("unsent", "saved_view"):
        mark = placeholder(connection.dialect, "person")
        run(connection, f"DELETE FROM {table} WHERE person = {mark}", {"person": person})


def forget_of_case(connection: Connection, case_id: str) -> None:
    """Whatever anybody had begun to write in a case."""
    mark = placeholder(connection.dialect, "case")
    run(connection, f"DELETE FROM unsent WHERE case_id = {mark}", {"case": case_id})


def _changed(connection: Connection, draft: UnsentRow, change: str, failed: str = "", only: str = "") -> bool:
    mark = {name: placeholder(connection.dialect, name) for name in ("case", "person", "at")}
    sql = (
        f"UPDATE unsent SET {change} WHERE case_id = {mark['case']} AND person = {mark['person']}"
        f" AND send_at = {mark['at']} {only} RETURNING 1"
    )
    assert draft.send_at is not None
    values = {"case": draft.case, "person": draft.person, "at": moment_text(draft.send_at), "failed": failed}
    return bool(run(connection, sql, values))


def _sql(dialect: str) -> str:
    said = "u.said" if dialect == "sqlite" else "u.said::text"
    return (
        f"SELECT u.case_id, u.person, {said}, u.saved_at, u.send_at, u.failed, p.realm, p.external_id, c.seller_id"
        " FROM unsent u JOIN person p ON p.id = u.person JOIN cases c ON c.id = u.case_id"
    )


def _row(row: tuple[Any, ...]) -> UnsentRow:
    case, person, said, saved_at, send_at, failed = row[:6]
    return UnsentRow(str(case), str(person), msgspec.json.decode(said), _moment(saved_at), _maybe(send_at), failed)


def _maybe(stored: Any) -> datetime | None:
    return None if stored is None else _moment(stored)


def _moment(stored: Any) -> datetime:
    return stored if isinstance(stored, datetime) else datetime.fromisoformat(stored)

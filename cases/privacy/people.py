"""People as privacy knows them: by the random id, whoever they were to the market place, and what was asked."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

import msgspec

from cases.db import Connection, insert_sql, moment_text, placeholder, run
from cases.ids import is_id


class Known(NamedTuple):
    """A row of ``person``; ``external_id`` is None once there is nothing left of them."""

    id: str
    realm: str
    external_id: str | None
    name: str
    lang: str


def people_named(connection: Connection, name: str, realm: str = "") -> list[Known]:
    """Who has this random id, or this id of the market place in the realm that is given, else in any."""
    mark = {key: placeholder(connection.dialect, key) for key in ("name", "realm")}
    where = f"p.external_id = {mark['name']}"
    if is_id(name):
        where += f" OR CAST(p.id AS text) = {mark['name']}"
    if realm:
        where = f"({where}) AND p.realm = {mark['realm']}"
    sql = f"SELECT p.id, p.realm, p.external_id, p.name, p.lang FROM person p WHERE {where} ORDER BY p.realm"
    rows = run(connection, sql, {"name": name} | ({"realm": realm} if realm else {}))
    return [Known(str(row[0]), *row[1:]) for row in rows]


def ask_to_erase(connection: Connection, person: str, now: datetime) -> datetime:
    """Remember that they are to be erased; when that was asked first."""
    row = {"person": person, "asked_at": moment_text(now), "done_at": None}
    sql = (
        f"{insert_sql(connection.dialect, 'erasure', row)} ON CONFLICT (person)"
        " DO UPDATE SET asked_at = erasure.asked_at RETURNING asked_at"
    )
    return _moment(run(connection, sql, row)[0][0])


def erasures_under_way(connection: Connection) -> list[str]:
    """Who is to be erased and still is not, who asked first before the others."""
    rows = run(connection, "SELECT person FROM erasure WHERE done_at IS NULL ORDER BY asked_at, person")
    return [str(person) for (person,) in rows]


def empty_person(connection: Connection, known: Known, now: datetime) -> None:
    """Nothing but the random id stays, and what is kept of answers that named them goes."""
    mark = {key: placeholder(connection.dialect, key) for key in ("id", "at", "said")}
    position = "instr(answer, {})" if connection.dialect == "sqlite" else "position({} in answer)"
    for said in filter(None, (known.external_id, known.name)):
        sql = f"DELETE FROM idempotency WHERE {position.format(mark['said'])} > 0"
        run(connection, sql, {"said": msgspec.json.encode(said).decode()})
    run(
        connection,
        f"UPDATE person SET external_id = NULL, name = '', lang = '' WHERE id = {mark['id']}",
        {"id": known.id},
    )
    done = f"UPDATE erasure SET done_at = {mark['at']} WHERE person = {mark['id']} AND done_at IS NULL"
    run(connection, done, {"id": known.id, "at": moment_text(now)})


def _moment(stored: Any) -> datetime:
    return datetime.fromisoformat(stored) if isinstance(stored, str) else stored

"""Who of a team has a case open just now, and who writes. Soft: what nobody says again is over after a moment."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

import msgspec

from cases.db import Connection, Database, insert_sql, moment_text, placeholder, run

HERE = timedelta(seconds=40)
WRITING = timedelta(seconds=15)


class Present(msgspec.Struct, frozen=True):
    """Somebody who has the case open."""

    team: str
    sub: str
    name: str
    writes: bool


def everybody(connection: Connection, now: datetime) -> Mapping[str, tuple[Present, ...]]:
    """Who is where, by the case."""
    sql = (
        "SELECT s.case_id, s.team, p.external_id, p.name, s.writing_until IS NOT NULL AND s.writing_until > {now}"
        " FROM presence s JOIN person p ON p.id = s.person WHERE s.until > {now} AND p.external_id IS NOT NULL"
        " ORDER BY p.external_id"
    ).format(now=placeholder(connection.dialect, "now"))
    found: dict[str, tuple[Present, ...]] = {}
    for case, team, sub, name, writes in run(connection, sql, {"now": moment_text(now)}):
        found[str(case)] = (*found.get(str(case), ()), Present(team, sub, name or sub, bool(writes)))
    return found


def keep_presence(
    connection: Connection, case_id: str, team: str, person: str, now: datetime, *, writes: bool | None
) -> None:
    """Somebody is here for a while; whether they write stays as it was where ``writes`` is None."""
    row = {"case_id": case_id, "team": team, "person": person, "until": moment_text(now + HERE)}
    into = insert_sql(connection.dialect, "presence", (*row, "writing_until"))
    changed = "until = excluded.until" + ("" if writes is None else ", writing_until = excluded.writing_until")
    until = moment_text(now + WRITING) if writes else None
    run(
        connection,
        f"{into} ON CONFLICT (case_id, team, person) DO UPDATE SET {changed}",
        row | {"writing_until": until},
    )


def drop_presence(connection: Connection, case_id: str, team: str, person: str) -> None:
    """Somebody has gone."""
    names = ("case_id", "team", "person")
    where = " AND ".join(f"{name} = {placeholder(connection.dialect, name)}" for name in names)
    values = dict(zip(names, (case_id, team, person), strict=True))
    run(connection, f"DELETE FROM presence WHERE {where}", values)


def forget_who_left(database: Database, now: datetime) -> int:
    """Drop those who are gone and did not say so; return how many those were."""
    sql = f"DELETE FROM presence WHERE until < {placeholder(database.dialect, 'now')} RETURNING 1"
    with database.write() as connection:
        return len(run(connection, sql, {"now": moment_text(now)}))

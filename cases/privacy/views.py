"""Who of the platform looked at a case, and why."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from cases.db import Connection, insert_sql, moment_text, placeholder, run
from cases.ids import new_id


class Look(NamedTuple):
    """One view of a case; no name of somebody who was erased."""

    id: str
    at: datetime
    who: str | None
    reason: str


def reason_given(connection: Connection, case_id: str, who: str, sitting: str) -> str:
    """Why they look at the case in this sitting; empty where they have not said."""
    mark = {name: placeholder(connection.dialect, name) for name in ("case", "who", "sitting")}
    sql = (
        f"SELECT reason FROM admin_view WHERE case_id = {mark['case']} AND who = {mark['who']}"
        f" AND sitting = {mark['sitting']} ORDER BY id LIMIT 1"
    )
    rows = run(connection, sql, {"case": case_id, "who": who, "sitting": sitting})
    return str(rows[0][0]) if rows else ""


def keep_view(connection: Connection, case_id: str, who: str, sitting: str, reason: str, now: datetime) -> None:
    """Remember one view."""
    row = {
        "id": new_id(),
        "case_id": case_id,
        "who": who,
        "sitting": sitting,
        "at": moment_text(now),
        "reason": reason,
    }
    run(connection, insert_sql(connection.dialect, "admin_view", row), row)


def views_of(connection: Connection, case_id: str) -> list[Look]:
    """Every view of a case, the first one first."""
    sql = (
        "SELECT v.id, v.at, p.external_id, v.reason FROM admin_view v JOIN person p ON p.id = v.who"
        f" WHERE v.case_id = {placeholder(connection.dialect, 'case')} ORDER BY v.id"
    )
    return [Look(str(row[0]), _moment(row[1]), row[2], row[3]) for row in run(connection, sql, {"case": case_id})]


def _moment(stored: Any) -> datetime:
    return stored if isinstance(stored, datetime) else datetime.fromisoformat(stored)

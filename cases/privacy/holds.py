"""Legal holds: what lies on a case, and placing and lifting it."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from cases.db import Connection, insert_sql, moment_text, placeholder, run
from cases.ids import new_id


class Hold(NamedTuple):
    """A hold on a case; lifted where ``lifted_at`` is set."""

    id: str
    case: str
    reason: str
    placed_at: datetime
    lifted_at: datetime | None


def place(connection: Connection, case_id: str, reason: str, now: datetime) -> None:
    """Put a hold on the case, beside those that lie on it."""
    row = {
        "id": new_id(),
        "case_id": case_id,
        "reason": reason,
        "placed_at": moment_text(now),
        "lifted_at": None,
    }
    run(connection, insert_sql(connection.dialect, "legal_hold", row), row)


def lift(connection: Connection, case_id: str, now: datetime) -> int:
    """Lift every hold on the case; how many there were."""
    mark = {name: placeholder(connection.dialect, name) for name in ("case", "at")}
    sql = (
        f"UPDATE legal_hold SET lifted_at = {mark['at']} WHERE case_id = {mark['case']} AND lifted_at IS NULL"
        " RETURNING 1"
    )
    return len(run(connection, sql, {"case": case_id, "at": moment_text(now)}))


def holds_on(connection: Connection, case_id: str) -> list[Hold]:
    """Every hold that was ever placed on the case, the oldest first."""
    sql = (
        "SELECT id, case_id, reason, placed_at, lifted_at FROM legal_hold"
        f" WHERE case_id = {placeholder(connection.dialect, 'case')} ORDER BY id"
    )
    rows = run(connection, sql, {"case": case_id})
    return [Hold(str(name), str(case), why, _moment(at), _moment(end)) for name, case, why, at, end in rows]


def forget_lifted(connection: Connection, case_id: str) -> None:
    """The reasons of lifted holds go with the words of the case."""
    mark = placeholder(connection.dialect, "case")
    run(connection, f"DELETE FROM legal_hold WHERE case_id = {mark} AND lifted_at IS NOT NULL", {"case": case_id})


def _moment(stored: Any) -> Any:
    return datetime.fromisoformat(stored) if isinstance(stored, str) else stored

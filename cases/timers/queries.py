"""What can be asked of the timers: how late they are, how many run, whether anybody sweeps."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from cases.db import Connection, Database, run


def overdue_lag(connection: Connection, now: datetime) -> float:
    """How many seconds ago the oldest unfired mark passed; 0 when the clock is on time."""
    earliest = _moment(run(connection, "SELECT min(next_at) FROM deadline")[0][0])
    return max(0.0, (now - earliest).total_seconds()) if earliest is not None else 0.0


def open_deadlines(connection: Connection) -> int:
    """How many deadlines are open."""
    return int(run(connection, "SELECT count(*) FROM deadline")[0][0])


def parked(connection: Connection) -> int:
    """How many cases have a firing that failed alone and waits to be tried again."""
    return int(run(connection, "SELECT count(*) FROM parked_firing")[0][0])


def heartbeat_age(connection: Connection, real_now: datetime) -> float | None:
    """Seconds since a scheduler last said that it is alive; None when none ever did."""
    last = _moment(run(connection, "SELECT max(at) FROM heartbeat")[0][0])
    return (real_now - last).total_seconds() if last is not None else None


def forget_parked(database: Database) -> None:
    """A parked firing that has nothing due any more is over."""
    sql = (
        "DELETE FROM parked_firing WHERE NOT EXISTS (SELECT 1 FROM deadline d"
        " WHERE d.case_id = parked_firing.case_id AND d.next_at <= parked_firing.retry_at)"
    )
    with database.write() as connection:
        run(connection, sql)


def _moment(value: Any) -> datetime | None:
    moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    return moment.astimezone(UTC) if isinstance(moment, datetime) else None

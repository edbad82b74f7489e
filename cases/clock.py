"""The only reader of the clock.

The sandbox's clock is one database row that replaces the business ``now`` alone: tokens, rate limits, ids, logs
and retries stay on the real clock.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlmodel import Field, SQLModel

from cases.db import Connection, Database, Moment, moment_text, run
from cases.errors import ClockCannotGoBack


class SandboxClock(SQLModel, table=True):
    """The one row that a sandbox's business clock stands at."""

    __tablename__ = "sandbox_clock"
    id: int = Field(primary_key=True)
    now: datetime = Field(sa_type=Moment)


def real_now() -> datetime:
    """The real moment, aware, in UTC."""
    return datetime.now(UTC)


def business_now(database: Database) -> datetime:
    """The moment that counts for cases, floored to the second: the sandbox's where there is one."""
    with database.read() as connection:
        stands = sandbox_now(connection)
    return stands or real_now().replace(microsecond=0)


def sandbox_now(connection: Connection) -> datetime | None:
    """Where the sandbox's clock stands; None where there is no sandbox."""
    rows = run(connection, "SELECT now FROM sandbox_clock WHERE id = 1")
    return _moment(rows[0][0]) if rows else None


def set_sandbox_clock(database: Database, now: datetime) -> None:
    """Let the sandbox's clock stand at ``now``. Raises ``ClockCannotGoBack``."""
    text = moment_text(now)
    with database.write() as connection:
        stands = sandbox_now(connection)
        if stands is None:
            run(connection, f"INSERT INTO sandbox_clock (id, now) VALUES (1, '{text}')")
        elif now < stands:
            raise ClockCannotGoBack
        else:
            run(connection, f"UPDATE sandbox_clock SET now = '{text}' WHERE id = 1")


def _moment(value: Any) -> datetime:
    moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    assert isinstance(moment, datetime)
    return moment.astimezone(UTC)

"""Move the sandbox's clock forward and let everything on the way happen, each at its moment."""

from __future__ import annotations

from datetime import datetime, timedelta

from cases.clock import business_now, set_sandbox_clock
from cases.db import Database
from cases.errors import ClockCannotGoBack
from cases.verbs.expire_deadline import Fired, expire_all, next_due

ONE_SECOND = timedelta(seconds=1)


def move_sandbox_clock(database: Database, to: datetime) -> tuple[datetime, Fired]:
    """Fire what is due up to ``to`` in order of due time, what is armed on the way too; returns where it stood.

    Each firing happens one second after its mark. Raises ``ClockCannotGoBack``.
    """
    start = business_now(database)
    if to < start:
        raise ClockCannotGoBack
    fired, now = Fired(), start
    while True:
        with database.read() as connection:
            mark = next_due(connection)
        if mark is None or max(mark + ONE_SECOND, now) > to:
            break
        now = max(mark + ONE_SECOND, now)
        set_sandbox_clock(database, now)
        batch = expire_all(database, now)
        fired.add(batch)
        if not batch.cases:
            break
    set_sandbox_clock(database, to)
    return start, fired

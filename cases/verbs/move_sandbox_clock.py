"""Move the sandbox's clock forward and let everything on the way happen, each at its moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from threading import Lock
from time import sleep

from cases.clock import business_now, set_sandbox_clock
from cases.db import Connection, Database, moment_text, placeholder, run
from cases.errors import ClockCannotGoBack
from cases.verbs.expire_deadline import Fired, expire_all
from cases.verbs.take_over_removed import take_over_removed
from cases.verbs.weigh_sellers import weigh_sellers

AFTER_DUE = timedelta(seconds=1)
PATIENCE, BETWEEN = 100, 0.02
_one_at_a_time = Lock()


@dataclass(frozen=True, slots=True)
class ClockMoved:
    """From where to where the clock moved, and what happened on the way."""

    start: datetime
    end: datetime
    fired: Fired


def move_sandbox_clock(database: Database, to: datetime) -> ClockMoved:
    """Fire what is due up to ``to`` in order of due time, what is armed on the way too, and let the clock stand there.

    Sellers are weighed at the end of each day and of the way; the cases of one who is removed are taken over at once.

    Each firing happens, and is stamped, one second after its mark; it is over before the clock shows that moment,
    so no other sweep can take it first. Raises ``ClockCannotGoBack``.
    """
    with _one_at_a_time:
        start, fired = business_now(database), Fired()
        if to < start:
            raise ClockCannotGoBack
        _fire_at(database, start, fired)  # a sandbox may begin at a moment that others left things due before
        stands, passed = start, start - AFTER_DUE
        while True:
            mark, night = _next_mark(database, passed), _next_night(stands)
            if mark is not None and mark + AFTER_DUE <= min(to, night):
                stands, passed = max(mark + AFTER_DUE, stands), mark
                _fire_at(database, stands, fired)
                take_over_removed(database, stands)
            elif night <= to:
                stands = night
                weigh_sellers(database, stands)
            else:
                break
            set_sandbox_clock(database, stands)
        take_over_removed(database, to)
        weigh_sellers(database, to)
        set_sandbox_clock(database, to)
        return ClockMoved(start, to, fired)


def _next_night(after: datetime) -> datetime:
    """The next end of a day of UTC, when sellers are weighed on the way."""
    return datetime.combine(after.astimezone(UTC).date() + timedelta(days=1), time(), UTC)


def _fire_at(database: Database, now: datetime, fired: Fired) -> None:
    """Fire everything due at ``now``; a case that somebody writes to just then is waited for."""
    for _ in range(PATIENCE):
        fired.add(expire_all(database, now))
        with database.read() as connection:
            if not _something_is_due(connection, now):
                return
        sleep(BETWEEN)


def _next_mark(database: Database, passed: datetime) -> datetime | None:
    """The earliest mark after ``passed``; what is older has failed and is parked, and must not stop the clock."""
    with database.read() as connection:
        found = run(
            connection,
            f"SELECT min(next_at) FROM deadline WHERE next_at > {placeholder(connection.dialect, 'passed')}",
            {"passed": moment_text(passed)},
        )[0][0]
    moment = datetime.fromisoformat(found) if isinstance(found, str) else found
    return moment.astimezone(UTC) if moment is not None else None


def _something_is_due(connection: Connection, now: datetime) -> bool:
    at = placeholder(connection.dialect, "now")
    sql = (
        f"SELECT 1 FROM deadline d WHERE d.next_at < {at} AND NOT EXISTS"
        f" (SELECT 1 FROM parked_firing p WHERE p.case_id = d.case_id AND p.retry_at > {at}) LIMIT 1"
    )
    return bool(run(connection, sql, {"now": moment_text(now)}))

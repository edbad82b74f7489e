"""A deadline as one row that walks its marks: half, four fifths, days before where the table says so, due."""

from __future__ import annotations

from datetime import datetime, timedelta
from fractions import Fraction

import msgspec

from markets.business_time import due, mark
from markets.calendars import Calendar
from markets.durations import CalendarDays, Duration, parse_duration
from workflows.grammar import Role

UNTIL = "until"
WARNED = (Role.BUYER, Role.SELLER)
SHARES = (Fraction(1, 2), Fraction(4, 5))


class Deadline(msgspec.Struct):
    """An open deadline; the fields are the columns of its table. ``due_at`` is None while paused or for ever."""

    case_id: str
    seq: int
    number: int
    kind: str
    name: str
    waits_on: str
    within: str
    started_at: datetime
    due_at: datetime | None
    used_seconds: int = 0
    paused_at: datetime | None = None
    calendar: str = ""
    extended_from: datetime | None = None
    mark: int = 0
    next_at: datetime | None = None

    @property
    def key(self) -> tuple[int, int]:
        """Which message of its case started it, and its place among those."""
        return self.seq, self.number


class Ended(Deadline):
    """A deadline that is over: met, missed, waived or cancelled, when, and by which message."""

    state: str = ""
    ended_at: datetime | None = None
    ended_seq: int = 0


def run_until(deadline: Deadline, due_at: datetime, calendar: Calendar, remind_days: int = 0) -> None:
    """Let the deadline run (again) to ``due_at`` and find its first mark that has not passed."""
    deadline.due_at, deadline.paused_at, deadline.calendar = due_at, None, calendar.version
    deadline.mark = 0
    deadline.next_at = min(marks_of(deadline, calendar, remind_days, SHARES[:1]), default=due_at)


def extend(deadline: Deadline, due_at: datetime, now: datetime, calendar: Calendar, remind_days: int = 0) -> None:
    """Let a running deadline run longer; what was first promised is remembered, and no warning is given twice."""
    deadline.extended_from = deadline.extended_from or deadline.due_at
    deadline.due_at, deadline.calendar = due_at, calendar.version
    step(deadline, now, calendar, remind_days)


def pause(deadline: Deadline, now: datetime) -> None:
    """Stop the deadline; nothing of it fires until it runs again."""
    deadline.due_at, deadline.next_at, deadline.paused_at = None, None, now


def alert_from(deadline: Deadline, start: datetime, every: Duration, calendar: Calendar) -> None:
    """A wait without end: the next alert counts from ``start``."""
    deadline.calendar = calendar.version
    deadline.next_at = due(calendar, start, every)


def step(deadline: Deadline, now: datetime, calendar: Calendar, remind_days: int = 0) -> int:
    """Walk past every warning that is over at ``now`` and return how many those were."""
    marks = marks_of(deadline, calendar, remind_days)
    passed = sum(1 for moment in marks if moment < now)
    warned, deadline.mark = passed - deadline.mark, max(passed, deadline.mark)
    deadline.next_at = marks[passed] if passed < len(marks) else deadline.due_at
    return max(warned, 0)


def marks_of(
    deadline: Deadline, calendar: Calendar, remind_days: int = 0, shares: tuple[Fraction, ...] = SHARES
) -> list[datetime]:
    """The moments at which the one who owes is warned, in order; none for carrier, payments and platform."""
    if deadline.due_at is None or deadline.waits_on not in WARNED:
        return []
    start, end = deadline.started_at, deadline.due_at
    length: Duration = CalendarDays(1) if deadline.within == UNTIL else parse_duration(deadline.within)
    moments = [mark(calendar, start, end, length, share) for share in shares]
    if remind_days:
        moments.append(end - timedelta(days=remind_days))
    return sorted({moment for moment in moments if start < moment < end})

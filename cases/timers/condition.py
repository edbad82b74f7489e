"""How a deadline stands at a moment: calm, soon, urgent, missed or resting, and how much of its own time is left."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from fractions import Fraction

from cases.timers.deadline import UNTIL, Deadline
from markets.business_time import due_after_seconds, working_seconds
from markets.calendars import Calendar
from markets.durations import CalendarDays, parse_duration

HALF, A_FIFTH = Fraction(1, 2), Fraction(1, 5)
_A_SECOND = timedelta(seconds=1)


class Condition(StrEnum):
    """The five conditions, the same wherever a deadline is shown."""

    CALM = "calm"
    SOON = "soon"
    URGENT = "urgent"
    MISSED = "missed"
    RESTING = "resting"


@dataclass(frozen=True, slots=True)
class Standing:
    """A deadline at a moment: ``left`` is seconds of its own time (working time, or plain time for calendar days).

    ``due_at`` is None while it is paused; ``goes_on_at`` says when a resting clock runs again, where that is known.
    """

    condition: Condition
    due_at: datetime | None
    left: int = 0
    counts_working_time: bool = True
    goes_on_at: datetime | None = None


def standing(deadline: Deadline, calendar: Calendar, now: datetime) -> Standing:
    """How the deadline stands at ``now``."""
    if deadline.due_at is None:
        return Standing(Condition.RESTING, None)
    working = deadline.within != UNTIL and not isinstance(parse_duration(deadline.within), CalendarDays)
    if now > deadline.due_at:
        return Standing(Condition.MISSED, deadline.due_at, 0, working)
    left = _seconds(calendar, now, deadline.due_at, working=working)
    if working and not calendar.works(now.astimezone(calendar.zone).date()):
        goes_on = due_after_seconds(calendar, now, 1) - _A_SECOND
        return Standing(Condition.RESTING, deadline.due_at, left, working, goes_on)
    total = _seconds(calendar, deadline.started_at, deadline.due_at, working=working)
    return Standing(_condition(left, total), deadline.due_at, left, working)


def _condition(left: int, total: int) -> Condition:
    if left * A_FIFTH.denominator < total * A_FIFTH.numerator:
        return Condition.URGENT
    return Condition.CALM if left * HALF.denominator > total * HALF.numerator else Condition.SOON


def _seconds(calendar: Calendar, start: datetime, end: datetime, *, working: bool) -> int:
    return working_seconds(calendar, start, end) if working else int((end - start).total_seconds())

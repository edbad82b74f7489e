"""The arithmetic of deadlines: the business clock, working days, calendar days, and what was counted.

All moments are aware and floored to the second; results are in UTC. A working date is worth exactly the 24 hours
of its local wall time, whatever the clock does that day; any other date is worth nothing. A deadline is the
earliest instant by which its time has been counted, and it is late only after that instant.
`tests/markets/brute_force.py` counts the same in the slowest possible way.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

from markets.durations import CalendarDays, Duration, WorkingDays, WorkingHours
from markets.moments import DAY, instant_of, instant_on, local_of, parse_received, wall_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markets.calendars import Calendar

__all__ = [
    "Counted",
    "Explanation",
    "Skipped",
    "days_left",
    "due",
    "due_after_seconds",
    "due_on",
    "explain",
    "mark",
    "parse_received",
    "working_day_after",
    "working_days_between",
    "working_seconds",
]

_HOUR = 3_600
_ONE_SECOND, _ONE_DAY = timedelta(seconds=1), timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Counted:
    """A stretch of one date that was counted: local, aware, `end` exclusive, in wall seconds."""

    start: datetime
    end: datetime
    seconds: int


@dataclass(frozen=True, slots=True)
class Skipped:
    """A date that was not counted, and why: Saturday, Sunday or the holiday's name."""

    day: date
    why: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """How a deadline came about: when it ends (UTC), what was counted, what was skipped and why."""

    due: datetime
    counted: tuple[Counted, ...]
    skipped: tuple[Skipped, ...]


def due(calendar: Calendar, start: datetime, duration: Duration) -> datetime:
    """The last instant, in UTC, that is still in time. Raises OutsideCalendar."""
    if isinstance(duration, WorkingHours):
        return _after(calendar, start, duration.n * _HOUR)
    today = calendar.index(local_of(calendar.zone, start))
    if isinstance(duration, WorkingDays):
        last = _nth_working(calendar, today + 1, duration.n)
    else:
        last = _nth_working(calendar, today + duration.n, 1)
    return instant_on(calendar.zone, last, DAY)


def due_after_seconds(calendar: Calendar, start: datetime, seconds: int) -> datetime:
    """The earliest instant by which `seconds` of working time have passed; `start` itself for none."""
    if seconds < 0:
        raise ValueError(f"{seconds} seconds of working time cannot be counted.")
    return _after(calendar, start, seconds) if seconds else _floor(start)


def due_on(calendar: Calendar, day: date) -> datetime:
    """The end of `day`: 24:00 on the market's wall."""
    return instant_on(calendar.zone, day.toordinal(), DAY)


def working_seconds(calendar: Calendar, start: datetime, end: datetime) -> int:
    """Seconds of working time from `start` to `end`, as the clock on the wall counts them; never negative."""
    since, until = wall_of(calendar.zone, start), wall_of(calendar.zone, end)
    return max(0, _counted_until(calendar, until) - _counted_until(calendar, since))


def working_day_after(calendar: Calendar, day: date, n: int) -> date:
    """The `n`-th working day after `day`, which is itself not counted."""
    return date.fromordinal(_nth_working(calendar, calendar.index(day) + 1, n))


def working_days_between(calendar: Calendar, after: date, upto: date) -> int:
    """How many working days d there are with after < d <= upto."""
    first, last = calendar.index(after), calendar.index(upto)
    return max(0, calendar.rank[last + 1] - calendar.rank[first + 1])


def mark(calendar: Calendar, start: datetime, due: datetime, duration: Duration, share: Fraction | float) -> datetime:
    """When that `share` (0 to 1) of a deadline's own time has passed: working time, or plain time for CalendarDays."""
    # Fractions, because four fifths of a whole number of seconds must not become one second more.
    exact = share if isinstance(share, Fraction) else Fraction(share).limit_denominator(10_000)
    if not 0 <= exact.numerator <= exact.denominator:
        raise ValueError(f"A share lies between 0 and 1, not at {share}.")
    begun, ends = _floor(start), _floor(due)
    if isinstance(duration, CalendarDays):
        elapsed = int((ends - begun).total_seconds())
        return begun + timedelta(seconds=_part(elapsed, exact))
    total = working_seconds(calendar, begun, ends)
    return min(ends, due_after_seconds(calendar, begun, _part(total, exact)))


def days_left(
    calendar: Calendar, left_at: datetime, due: datetime, duration: WorkingDays | CalendarDays
) -> WorkingDays | CalendarDays:
    """What is left of a wait that was left at `left_at`: days of its own calendar up to the day it was due.

    At least one working day: who comes back on the last day has the next one.
    """
    left, last = wall_of(calendar.zone, left_at).date(), _day_ending_at(calendar, due)
    if isinstance(duration, CalendarDays):
        days = (last - left).days
        return CalendarDays(days) if days >= 1 else WorkingDays(1)
    return WorkingDays(max(1, working_days_between(calendar, left, last)))


def explain(
    calendar: Calendar, start: datetime, duration: Duration, language: str = "en", due_at: datetime | None = None
) -> Explanation:
    """What `due` counted and skipped, one entry a date; with `due_at`, what lies between `start` and that moment.

    For CalendarDays the days are counted, and skipped are only the last days that rolled forward.
    """
    ends = due(calendar, start, duration) if due_at is None else _floor(due_at)
    if isinstance(duration, WorkingHours):
        counted, skipped = _explain_hours(calendar, start, duration, due_at and ends)
    else:
        counted, skipped = _explain_days(calendar, start, duration, ends)
    reasons = tuple(Skipped(day, calendar.why_not(day, language)) for day in skipped)
    return Explanation(ends, tuple(counted), reasons)


def _after(calendar: Calendar, start: datetime, seconds: int) -> datetime:
    ordinal, rest = _counts_out(calendar, start, seconds)
    return instant_on(calendar.zone, ordinal, rest)


def _counts_out(calendar: Calendar, start: datetime, seconds: int) -> tuple[int, int]:
    """The date, and the wall seconds into it, by which `seconds` (at least 1) of working time have passed."""
    local = local_of(calendar.zone, start)
    index = calendar.index(local)
    before = calendar.rank[index]
    if calendar.rank[index + 1] > before:
        seconds += local.hour * _HOUR + local.minute * 60 + local.second
    # The last counted second lies on this date: a full day ends at its own 24:00, not on the next working date.
    days, rest = divmod(seconds - 1, DAY)
    if before + days >= len(calendar.working):
        raise calendar.outside()
    return calendar.working[before + days], rest + 1


def _nth_working(calendar: Calendar, index: int, n: int) -> int:
    """The ordinal of the `n`-th working date from the date at `index` on, that date included."""
    if n < 1:
        raise ValueError(f"Working days are counted from 1, not from {n}.")
    if index >= len(calendar.rank) or calendar.rank[index] + n > len(calendar.working):
        raise calendar.outside()
    return calendar.working[calendar.rank[index] + n - 1]


def _counted_until(calendar: Calendar, wall: datetime) -> int:
    """Working seconds from the calendar's first date to `wall`."""
    index = calendar.index(wall.date())
    whole = calendar.rank[index] * DAY
    if calendar.rank[index + 1] == calendar.rank[index]:
        return whole
    return whole + wall.hour * _HOUR + wall.minute * 60 + wall.second


def _day_ending_at(calendar: Calendar, due: datetime) -> date:
    """The date whose last second lies before `due`, so that 24:00 belongs to the day that it ends."""
    return wall_of(calendar.zone, _floor(due) - _ONE_SECOND).date()


def _explain_hours(
    calendar: Calendar, start: datetime, duration: WorkingHours, due_at: datetime | None
) -> tuple[list[Counted], list[date]]:
    since = wall_of(calendar.zone, start)
    ordinal, seconds = _counts_out(calendar, start, duration.n * _HOUR)
    until = datetime.fromordinal(ordinal) + timedelta(seconds=seconds)
    if due_at is not None and instant_of(calendar.zone, until) != due_at:
        until = wall_of(calendar.zone, due_at)
    counted: list[Counted] = []
    skipped: list[date] = []
    for day in _days(since.date(), (until - _ONE_SECOND).date()):
        if not calendar.works(day):
            skipped.append(day)
            continue
        midnight = datetime(day.year, day.month, day.day)
        begins, ends = max(since, midnight), min(until, midnight + _ONE_DAY)
        counted.append(_counted(calendar, begins, ends, start if begins == since else None))
    return counted, skipped


def _explain_days(
    calendar: Calendar, start: datetime, duration: WorkingDays | CalendarDays, ends: datetime
) -> tuple[list[Counted], list[date]]:
    today, last = wall_of(calendar.zone, start).date(), _day_ending_at(calendar, ends)
    # A day before the period's own last one counts whatever it is, when calendar days are counted.
    rolls_from = today + duration.n * _ONE_DAY if isinstance(duration, CalendarDays) else today
    counted: list[Counted] = []
    skipped: list[date] = []
    for day in _days(today + _ONE_DAY, last):
        if day >= rolls_from and not calendar.works(day):
            skipped.append(day)
            continue
        midnight = datetime(day.year, day.month, day.day)
        counted.append(_counted(calendar, midnight, midnight + _ONE_DAY, None))
    return counted, skipped


def _counted(calendar: Calendar, begins: datetime, ends: datetime, exactly: datetime | None) -> Counted:
    """A counted stretch of wall time; `exactly` is the instant of its beginning, where it is known better."""
    opened = instant_of(calendar.zone, begins) if exactly is None else _floor(exactly)
    closed = instant_of(calendar.zone, ends)
    seconds = int((ends - begins).total_seconds())
    return Counted(opened.astimezone(calendar.zone), closed.astimezone(calendar.zone), seconds)


def _days(first: date, last: date) -> Iterator[date]:
    return map(date.fromordinal, range(first.toordinal(), last.toordinal() + 1))


def _floor(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(microsecond=0)


def _part(seconds: int, share: Fraction) -> int:
    """That share of the seconds, rounded up, in whole numbers alone."""
    return -(-seconds * share.numerator // share.denominator)

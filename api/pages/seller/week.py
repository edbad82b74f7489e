"""A seller's week of deadlines as a picture: how many end on each of the next seven days, over all markets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from cases.casefile.promises import Promise
from markets.calendars import calendar_of

DAYS = 7
WIDE, HIGH = 88, 72
_A_SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Bar:
    """A day: how much ends on it, where its bar stands and how high it is."""

    day: date
    count: int
    x: int
    height: int


def week_of(found: Iterable[Promise], now: datetime, zone: str) -> Sequence[Bar]:
    """The seven days that begin today on the wall of ``zone``; each deadline on the day of its own market."""
    today = now.astimezone(ZoneInfo(zone)).date()
    days = [today + timedelta(days=number) for number in range(DAYS)]
    counts = Counter(ends_on(one) for one in found)
    most = max((counts[day] for day in days), default=0)
    return [Bar(day, counts[day], WIDE * place, _height(counts[day], most)) for place, day in enumerate(days)]


def ends_on(promise: Promise) -> date:
    """The day on which it ends; the end of a day belongs to that day."""
    return (promise.due_at - _A_SECOND).astimezone(calendar_of(promise.market).zone).date()


def _height(count: int, most: int) -> int:
    return max(4, HIGH * count // most) if count else 0

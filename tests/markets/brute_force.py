"""The slowest way to count business time, to hold the fast way against.

It shares no code with `markets`: it knows a zone, a set of holidays, and how to take one step after another.
"""

# ruff: noqa: DTZ001  (wall times are naive on purpose: they are what is converted here)

from __future__ import annotations

from collections.abc import Callable, Iterator
from collections.abc import Set as AbstractSet
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

Closed = AbstractSet[date]
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def open_on(closed: Closed, day: date) -> bool:
    return day.isoweekday() in (1, 2, 3, 4, 5) and day not in closed


def on_the_wall(zone: ZoneInfo, instant: datetime) -> datetime:
    shown = instant.astimezone(zone)
    return datetime(shown.year, shown.month, shown.day, shown.hour, shown.minute, shown.second)


def steps(wall: datetime) -> Iterator[datetime]:
    """`wall`, the next full hour, and every full hour after it."""
    yield wall
    wall = datetime(wall.year, wall.month, wall.day, wall.hour) + HOUR
    while True:
        yield wall
        wall += HOUR


def counted_out(closed: Closed, wall: datetime, seconds: int) -> datetime:
    """Walk hour by hour and stop in the second in which everything has been counted."""
    walk = steps(wall)
    here = next(walk)
    left = seconds
    for there in walk:
        if open_on(closed, here.date()):
            step = int((there - here).total_seconds())
            if step >= left:
                return here + timedelta(seconds=left)
            left -= step
        here = there
    raise AssertionError("a walk does not end")


def counted_between(closed: Closed, start: datetime, end: datetime) -> int:
    """Walk hour by hour from one wall time to the other and add up what was open."""
    total, walk = 0, steps(start)
    here = next(walk)
    while here < end:
        there = min(next(walk), end)
        if open_on(closed, here.date()):
            total += int((there - here).total_seconds())
        here = there
    return total


def instants_of(zone: ZoneInfo, wall: datetime) -> list[datetime]:
    """Every instant at which the wall shows `wall`, by trying each offset that the zone has in those days."""
    around = [wall.replace(tzinfo=UTC) + days * DAY for days in (-2, -1, 0, 1, 2)]
    offsets = {instant.astimezone(zone).utcoffset() for instant in around}
    tried = {wall.replace(tzinfo=UTC) - offset for offset in offsets if offset is not None}
    return sorted(instant for instant in tried if on_the_wall(zone, instant) == wall)


def last_instant_of(zone: ZoneInfo, wall: datetime) -> datetime:
    """The later of two, or, where the clock jumps over `wall`, the first instant after the gap."""
    found = instants_of(zone, wall)
    if found:
        return found[-1]
    wall = wall.replace(second=0)
    while not found:
        wall += timedelta(minutes=1)
        found = instants_of(zone, wall)
    return found[0]


def hours_due(zone: ZoneInfo, closed: Closed, start: datetime, hours: int) -> datetime:
    return last_instant_of(zone, counted_out(closed, on_the_wall(zone, start), hours * 3600))


def nth_working_day(closed: Closed, day: date, n: int) -> date:
    while n:
        day += DAY
        if open_on(closed, day):
            n -= 1
    return day


def rolled_forward(closed: Closed, day: date) -> date:
    while not open_on(closed, day):
        day += DAY
    return day


def end_of(zone: ZoneInfo, day: date) -> datetime:
    return last_instant_of(zone, datetime(day.year, day.month, day.day) + DAY)


def days_due(zone: ZoneInfo, closed: Closed, start: datetime, last_day: Callable[[Closed, date], date]) -> datetime:
    return end_of(zone, last_day(closed, on_the_wall(zone, start).date()))

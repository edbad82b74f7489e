"""Between an instant and what the clock on the market's wall shows.

Instants are aware and leave here in UTC; wall times are naive and belong to the zone named beside them.
Both are whole seconds: what is smaller is cut off, because a second that has not ended has not been counted.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from markets.calendars import Calendar

DAY = 86_400
_FIRST_MIDNIGHT = datetime(1, 1, 1, tzinfo=UTC)

_WRITTEN = re.compile(
    r"\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}(:\d{2}([.,]\d{1,9})?)?(?P<offset>[Zz]|[+-]\d{2}:\d{2})?", re.ASCII
)


class NaiveMoment(ValueError):
    """A moment without an offset was given where an instant is needed."""


class UnreadableMoment(ValueError):
    """A moment is written like 2026-04-02T15:00, with or without an offset."""


def local_of(zone: ZoneInfo, instant: datetime) -> datetime:
    """`instant` with the offset of `zone`; raises NaiveMoment, because Python would guess the machine's own zone."""
    if instant.tzinfo is None:
        raise NaiveMoment(f"{instant.isoformat()} has no offset, so it is not one instant.")
    return instant.astimezone(zone)


def wall_of(zone: ZoneInfo, instant: datetime) -> datetime:
    """What the clock on the wall in `zone` shows at `instant`: naive, whole seconds."""
    return local_of(zone, instant).replace(tzinfo=None, microsecond=0, fold=0)


def instant_on(zone: ZoneInfo, ordinal: int, seconds: int) -> datetime:
    """The instant, in UTC, `seconds` of wall time into the date `ordinal`; 86,400 is its 24:00.

    A wall time that the clock jumps over is the first instant after the gap; one shown twice is the later one:
    nobody loses time to a change of the clock.
    """
    if seconds == DAY:
        ordinal, seconds = ordinal + 1, 0
    offset = _steady_offset(zone, ordinal)
    if offset is None:
        return instant_of(zone, datetime.fromordinal(ordinal) + timedelta(0, seconds))
    return _FIRST_MIDNIGHT + timedelta(ordinal - 1, seconds - offset)


def instant_of(zone: ZoneInfo, wall: datetime) -> datetime:
    """The instant, in UTC, at which the wall in `zone` shows `wall`, as `instant_on` has it."""
    instant = wall.replace(tzinfo=zone, fold=1).astimezone(UTC)
    if instant.astimezone(zone).replace(tzinfo=None) == wall:
        return instant
    return _end_of_gap(zone, wall)


def parse_received(text: str, calendar: Calendar) -> datetime:
    """The instant, in UTC, that a person or a programme wrote.

    Without an offset it is the market's own time. One that exists twice means the first, because who writes it
    by hand seldom knows of the second; one that does not exist is refused. Raises UnreadableMoment.
    """
    written = _WRITTEN.fullmatch(text.strip())
    if written is None:
        raise UnreadableMoment(f"{text!r} is not a moment: write it like 2026-04-02T15:00 or 2026-04-02T15:00+02:00.")
    try:
        moment = datetime.fromisoformat(text.strip().upper().replace(",", ".")).replace(microsecond=0)
        if written["offset"]:
            return moment.astimezone(UTC)
        instant = moment.replace(tzinfo=calendar.zone, fold=0).astimezone(UTC)
    except (ValueError, OverflowError) as wrong:
        raise UnreadableMoment(f"{text!r} is not a moment of any calendar: {wrong}.") from None
    if instant.astimezone(calendar.zone).replace(tzinfo=None) != moment:
        raise UnreadableMoment(
            f"{text} does not exist in {calendar.zone.key}: the clock is put forward over it. Write it with an offset."
        )
    return instant


@lru_cache(maxsize=1 << 16)
def _steady_offset(zone: ZoneInfo, ordinal: int) -> int | None:
    """Seconds that `zone` is ahead of UTC all through a date; None on a date on which its clock is changed."""
    midnight = datetime.fromordinal(ordinal).replace(tzinfo=zone)
    begins, ends = midnight.utcoffset(), (midnight + timedelta(1)).utcoffset()
    return int(begins.total_seconds()) if begins is not None and begins == ends else None


def _end_of_gap(zone: ZoneInfo, wall: datetime) -> datetime:
    """The instant at which the clock in `zone` jumps over `wall`."""
    # Read with the offset from before the jump `wall` falls after it, with the offset from after it before it.
    after = wall.replace(tzinfo=zone, fold=0).astimezone(UTC)
    before = wall.replace(tzinfo=zone, fold=1).astimezone(UTC)
    seconds = int((after - before).total_seconds())
    low, high = 0, seconds
    while high - low > 1:
        middle = (low + high) // 2
        jumped = (before + timedelta(seconds=middle)).astimezone(zone).replace(tzinfo=None) > wall
        low, high = (low, middle) if jumped else (middle, high)
    return before + timedelta(seconds=high)

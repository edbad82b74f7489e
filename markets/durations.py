"""The three lengths of a deadline. Each says its unit and its calendar."""

from __future__ import annotations

import re
from dataclasses import dataclass


class UnreadableDuration(ValueError):
    """A duration is written WorkingHours(n), WorkingDays(n) or CalendarDays(n), n a whole number from 1."""


@dataclass(frozen=True, slots=True, repr=False)
class _Length:
    n: int

    def __post_init__(self) -> None:
        if type(self.n) is not int or self.n < 1:
            raise UnreadableDuration(f"{type(self).__name__} counts a whole number from 1, not {self.n!r}.")

    def __str__(self) -> str:
        return f"{type(self).__name__}({self.n})"

    __repr__ = __str__


class WorkingHours(_Length):
    """`n` hours of the business clock: a working date is worth 24 of them, any other date none."""

    __slots__ = ()


class WorkingDays(_Length):
    """To the end of the `n`-th working day after the day of the event."""

    __slots__ = ()


class CalendarDays(_Length):
    """`n` days, the day of the event not counted; the last day rolls forward to a working day.

    Source: Regulation (EEC, Euratom) 1182/71, article 3(1) and 3(4).
    """

    __slots__ = ()


Duration = WorkingHours | WorkingDays | CalendarDays

_WRITTEN = re.compile(r"(WorkingHours|WorkingDays|CalendarDays)\(([1-9][0-9]{0,4})\)")
_KINDS: dict[str, type[Duration]] = {kind.__name__: kind for kind in (WorkingHours, WorkingDays, CalendarDays)}


def parse_duration(text: str) -> Duration:
    """The duration that prints as `text`; raises UnreadableDuration."""
    written = _WRITTEN.fullmatch(text)
    if written is None:
        raise UnreadableDuration(
            f"{text!r} is not a duration like WorkingDays(2), WorkingHours(24) or CalendarDays(14)."
        )
    return _KINDS[written[1]](int(written[2]))

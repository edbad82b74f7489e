"""Holidays that were decreed or taken away for one year, held here whatever the library says.

Each is applied to the set that the library gives; adding a day that is there, or taking away one that is not,
changes nothing, so a newer library that has learnt of it needs no change here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Override:
    """One date of a market (of one region, where it names one): a name makes it a holiday, None a working day."""

    market: str
    subdivision: str | None
    day: date
    name: str | None
    source: str


OVERRIDES: tuple[Override, ...] = (
    Override("SK", None, date(2026, 5, 8), None, "Slovak consolidation law for 2026: a working day in that year."),
    Override(
        "GB",
        "SCT",
        date(2026, 6, 15),
        "Scotland's participation in the FIFA World Cup",
        "Royal proclamation of February 2026, for Scotland alone.",
    ),
)


def overridden(market: str, subdivision: str | None, names: Mapping[date, str]) -> dict[date, str]:
    """The holidays `names` with the overrides of the market and its region applied."""
    changed = dict(names)
    for override in OVERRIDES:
        if override.market != market or override.subdivision not in (None, subdivision):
            continue
        if override.name is None:
            changed.pop(override.day, None)
        else:
            changed.setdefault(override.day, override.name)
    return changed

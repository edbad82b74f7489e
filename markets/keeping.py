"""For how many years the words of a closed case are kept, counted from the end of the year in which it was closed.

A trader must keep the letters of a trade for so long, and that duty is why they may stay (Regulation (EU) 2016/679,
art. 17(3)(b)). The years below were taken from the laws that they name and are advice: none was checked by a lawyer,
and a market's policy says otherwise in `[markets.XX.keeping]`.

Classes: `correspondence`, every text of a case, decisions included; `photos`, the files that its messages name;
`notes`, what a team wrote about it inside; `drafts`, files that were uploaded and never sent, which belong to no
case and count from the end of the year in which they came.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from zoneinfo import ZoneInfo

CLASSES = ("correspondence", "photos", "notes", "drafts")
MOST_YEARS = 30  # the longest limitation that a market of ours knows (German Civil Code, § 197)


@dataclass(frozen=True, slots=True)
class Keeping:
    """Whole years of keeping by class; nothing of a case outlives its correspondence."""

    correspondence: int = 6
    photos: int = 3  # as long as what they show can be claimed: German Civil Code, §§ 195 and 199, and most others
    notes: int = 3  # as photos
    drafts: int = 0


# fmt: off
_CORRESPONDENCE = {  # beside the default, which is Germany's (Commercial Code, § 257(4)) and Spain's (art. 30)
    "AT": 7,   # Unternehmensgesetzbuch, § 212(1)
    "BE": 7,   # Code de droit économique, art. III.86 and III.88
    "CH": 10,  # Obligationenrecht, art. 958f
    "CZ": 10,  # zákon č. 235/2004 Sb., § 35
    "FR": 10,  # Code de commerce, art. L123-22
    "GB": 6,   # Limitation Act 1980, s. 5
    "IT": 10,  # Codice civile, art. 2220
    "NL": 7,   # Burgerlijk Wetboek, art. 2:10(3)
    "PL": 5,   # ustawa o rachunkowości, art. 74(2)
}
# fmt: on


def keeping_in(market_code: str, chosen: Mapping[str, int]) -> Keeping:
    """The years of one market: what its policy chose, its law's or the default for the rest."""
    years = {"correspondence": _CORRESPONDENCE.get(market_code, Keeping().correspondence), **chosen}
    keeping = replace(Keeping(), **years)
    longest = keeping.correspondence
    return replace(keeping, photos=min(keeping.photos, longest), notes=min(keeping.notes, longest))


def kept_until(zone: ZoneInfo, closed_at: datetime, years: int) -> date:
    """The last day of keeping: the end of the year, so many years after the one of closing on the market's wall."""
    return date(closed_at.astimezone(zone).year + years, 12, 31)


def over_before(zone: ZoneInfo, now: datetime, years: int) -> datetime:
    """What was closed before this moment is over at `now`."""
    return datetime(now.astimezone(zone).year - years, 1, 1, tzinfo=zone).astimezone(UTC)

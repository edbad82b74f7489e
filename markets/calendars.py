"""The working days of a market: frozen, with a version, closed outside its range.

A date works when it is Monday to Friday and no public holiday of the market (with its region, where the market
names one), substitute days included. Half, bank, optional and school days work; decreed working Saturdays do not.
The sets come from the `holidays` library and nothing else here may touch it: its own objects fill years while they
are read, are not safe between threads, and answer "no holiday" for what they do not know.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from markets.catalogue import market
from markets.overrides import overridden
from markets.policy import Policy, PolicyError

if TYPE_CHECKING:
    from holidays import HolidayBase

FIRST_DAY = date(2020, 1, 1)
LAST_DAY = date(2035, 12, 31)
_FRIDAY, _SATURDAY = 4, 5


class OutsideCalendar(ValueError):
    """The date lies outside the years that the calendar knows, so nothing can be said of it."""


class UnknownSubdivision(ValueError):
    """The market has no such region."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Calendar:
    """The working days of one market from `first` to `last`, both included. Never changes.

    `working` holds the ordinals of the working dates; `rank[i]` is how many of them lie before the `i`-th date.
    """

    market: str
    subdivision: str | None
    zone: ZoneInfo
    first: date
    last: date
    version: str
    holidays: Mapping[date, str]
    origin: int
    working: tuple[int, ...]
    rank: tuple[int, ...]

    def works(self, day: date) -> bool:
        """Whether the business clock runs on `day`; raises OutsideCalendar."""
        index = self.index(day)
        return self.rank[index + 1] > self.rank[index]

    def why_not(self, day: date, language: str = "en") -> str:
        """`Saturday`, `Sunday` or the holiday's name in `language`, English where it has none; empty if it works."""
        if self.works(day):
            return ""
        if day.weekday() >= _SATURDAY:
            return _weekday_name(day, language)
        if language == "en" or self.market == "" or _is_our_own(self.market, day):
            return self.holidays[day]
        return _names_in(self, language).get(day, self.holidays[day])

    def index(self, day: date) -> int:
        """The place of `day` in `rank`; raises OutsideCalendar."""
        index = day.toordinal() - self.origin
        if 0 <= index < len(self.rank) - 1:
            return index
        raise self.outside(day)

    def outside(self, day: date | None = None) -> OutsideCalendar:
        """The refusal for a date that this calendar does not know."""
        return OutsideCalendar(
            f"{day.isoformat() if day else 'The deadline'} is outside the {self.market or 'given'} calendar, "
            f"which runs from {self.first} to {self.last}."
        )

    def __repr__(self) -> str:
        return f"Calendar({self.market!r}, {self.subdivision!r}, {self.version!r})"


def calendar_of(market_code: str, subdivision: str | None = None) -> Calendar:
    """The calendar of a market, in the region that it names or in `subdivision`, overrides applied.

    Built once and kept. Raises UnknownMarket, UnknownSubdivision.
    """
    known = _shelf.calendars.get((market_code, subdivision))
    return known if known is not None else _build(market_code, subdivision)


def calendar_under(policy: Policy, market_code: str) -> Calendar:
    """The calendar that a market would have under a policy, whether that is in force or not, what was decreed included.

    Made anew each time.
    """
    return _under(policy, market_code, market(market_code).subdivision)


def check_holidays(policy: Policy) -> None:
    """Raise PolicyError where a day to be removed is no holiday, or one to be added is not ours."""
    for code in policy.markets_with_holidays():
        _refuse_strange_holidays(code, policy)


def make_calendar(zone: str, holidays: Mapping[date, str], first: date, last: date, market: str = "") -> Calendar:
    """A calendar of one's own: these holidays, Monday to Friday, `first` to `last`, in `zone`."""
    return _freeze(market, None, ZoneInfo(zone), holidays, first, last)


def use_policy(policy: Policy) -> None:
    """Apply the markets' own holidays from `policy` to every calendar asked for from now on.

    Called once at start. Raises PolicyError where a day to be removed is no holiday, or one to be added is not ours.
    """
    check_holidays(policy)
    with _shelf.lock:
        _shelf.policy = policy
        _shelf.calendars.clear()


def use_decrees(decrees: Mapping[str, Mapping[date, str]]) -> bool:
    """Apply what admins set, by market: a name makes a day a holiday, an empty one makes a holiday a working day.

    It comes over the policy's own holidays, in every calendar asked for from now on. Whether anything is new.
    """
    with _shelf.lock:
        if decrees == _shelf.decrees:
            return False
        _shelf.decrees = {code: dict(days) for code, days in decrees.items()}
        _shelf.calendars.clear()
    return True


@dataclass(slots=True)
class _Shelf:
    """What has been built so far. Written only under its lock; read without it, which a dict allows."""

    policy: Policy = field(default_factory=Policy)
    decrees: Mapping[str, Mapping[date, str]] = field(default_factory=dict)
    calendars: dict[tuple[str, str | None], Calendar] = field(default_factory=dict)
    translated: dict[tuple[str, str | None, str], Mapping[date, str]] = field(default_factory=dict)
    lock: threading.RLock = field(default_factory=threading.RLock)


_shelf = _Shelf()


def _build(market_code: str, subdivision: str | None) -> Calendar:
    entry = market(market_code)
    with _shelf.lock:
        region = _region(market_code, subdivision) if subdivision is not None else entry.subdivision
        calendar = _shelf.calendars.get((market_code, region))
        if calendar is None:
            calendar = _under(_shelf.policy, market_code, region)
        _shelf.calendars[market_code, region] = _shelf.calendars[market_code, subdivision] = calendar
    return calendar


def _is_our_own(code: str, day: date) -> bool:
    """Whether somebody of ours named the day, in whatever language that was."""
    return day in _shelf.policy.of(code).holidays_added or day in _shelf.decrees.get(code, {})


def _under(policy: Policy, market_code: str, region: str | None) -> Calendar:
    own = policy.of(market_code)
    names = {day: name for day, name in _names(market_code, region).items() if day not in own.holidays_removed}
    names |= own.holidays_added
    decreed = _shelf.decrees.get(market_code, {})
    names = {day: name for day, name in names.items() if day not in decreed}
    names |= {day: name for day, name in decreed.items() if name}
    return _freeze(market_code, region, ZoneInfo(market(market_code).zone), names, FIRST_DAY, LAST_DAY)


def _refuse_strange_holidays(code: str, policy: Policy) -> None:
    at, own = f"markets.{code}.holidays", policy.of(code)
    strange = min(own.holidays_removed - _names(code, market(code).subdivision).keys(), default=None)
    if strange is not None:
        raise PolicyError(f"{at}.remove: {strange} is no holiday of this market.")
    outside = [day for day in own.holidays_added if not FIRST_DAY <= day <= LAST_DAY]
    if outside:
        raise PolicyError(f"{at}.add: {min(outside)} is not between {FIRST_DAY} and {LAST_DAY}.")


def _freeze(
    market: str, subdivision: str | None, zone: ZoneInfo, holidays: Mapping[date, str], first: date, last: date
) -> Calendar:
    origin, closed = first.toordinal(), {day.toordinal() for day in holidays}
    working: list[int] = []
    rank = [0]
    for ordinal in range(origin, last.toordinal() + 1):
        if (ordinal + 6) % 7 <= _FRIDAY and ordinal not in closed:
            working.append(ordinal)
        rank.append(len(working))
    # The version names what the arithmetic rests on; a holiday on a weekend, or a new name, does not change it.
    rests_on = [zone.key, first.isoformat(), last.isoformat()]
    rests_on += sorted(day.isoformat() for day in holidays if day.weekday() <= _FRIDAY and first <= day <= last)
    digest = hashlib.sha256(" ".join(rests_on).encode()).hexdigest()[:10]
    version = f"{first.year}-{last.year}.{digest}"
    names = MappingProxyType(dict(sorted(holidays.items())))
    return Calendar(market, subdivision, zone, first, last, version, names, origin, tuple(working), tuple(rank))


def _names_in(calendar: Calendar, language: str) -> Mapping[date, str]:
    key = (calendar.market, calendar.subdivision, language)
    names = _shelf.translated.get(key)
    if names is None:
        with _shelf.lock:
            names = _shelf.translated[key] = _library_names(calendar.market, calendar.subdivision, language)
    return names


def _weekday_name(day: date, language: str) -> str:
    if language == "en":
        return "Saturday" if day.weekday() == _SATURDAY else "Sunday"
    from babel.dates import format_date

    from markets.translate import locale_of

    return format_date(day, "EEEE", locale=locale_of(language))


def _library(market_code: str) -> type[HolidayBase]:
    # Imported here because a command that asks for one market's name should not load the library.
    from holidays import country_holidays

    return type(country_holidays(market_code))


def _region(market_code: str, subdivision: str) -> str:
    """The library's own code of a region; the retired ones, which it takes but knows no days for, are refused."""
    library = _library(market_code)
    region = library.subdivisions_aliases.get(subdivision, subdivision)
    if region in library.subdivisions:
        return region
    known = ", ".join(library.subdivisions)
    raise UnknownSubdivision(
        f"{market_code} has no region {subdivision!r}: "
        + (f"choose one of {known}." if known else "its holidays are the same everywhere.")
    )


def _names(market_code: str, region: str | None) -> dict[date, str]:
    """The holidays with their English names, our own overrides applied."""
    return overridden(market_code, region, _library_names(market_code, region, "en"))


def _library_names(market_code: str, region: str | None, language: str) -> dict[date, str]:
    library = _library(market_code)
    years = range(FIRST_DAY.year, LAST_DAY.year + 1)
    found = library(subdiv=region, years=years, expand=False, language=_library_language(library, language))
    return {day: name for day, name in found.items() if FIRST_DAY <= day <= LAST_DAY}


def _library_language(library: type[HolidayBase], language: str) -> str:
    spoken = {"nb": "no", "nn": "no"}.get(language, language)
    offered = (library.default_language or "en_US", *library.supported_languages)
    return next((code for code in offered if code.split("_")[0] == spoken), "en_US")

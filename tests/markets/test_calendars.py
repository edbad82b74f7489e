"""The frozen sets against the library that they come from, and against days that somebody can look up."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from holidays import country_holidays

from markets.calendars import (
    FIRST_DAY,
    LAST_DAY,
    OutsideCalendar,
    UnknownSubdivision,
    _shelf,
    calendar_of,
    make_calendar,
    use_policy,
)
from markets.catalogue import MARKETS, UnknownMarket
from markets.overrides import OVERRIDES, overridden
from markets.policy import Policy, PolicyError, read_policy

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def policy_afterwards() -> Iterator[None]:
    """The defaults again, when a test has put another policy into force."""
    yield
    use_policy(Policy())


@pytest.mark.parametrize("code", MARKETS)
def test_it_works_monday_to_friday_but_for_public_holidays(code: str) -> None:
    calendar = calendar_of(code)
    region = MARKETS[code].subdivision
    closed = {day for year in range(2020, 2036) for day in country_holidays(code, subdiv=region, years=year)}
    ours = {override.day for override in OVERRIDES if override.market == code}
    day = FIRST_DAY
    while day <= LAST_DAY:
        if day not in ours:
            assert calendar.works(day) == (day.weekday() < 5 and day not in closed), day
            assert bool(calendar.why_not(day)) != calendar.works(day), day
        day += timedelta(days=1)


@pytest.mark.parametrize(
    ("market", "region", "day", "why"),
    [
        ("NL", None, date(2026, 4, 3), "Good Friday"),
        ("NL", None, date(2026, 4, 27), "King's Day"),
        ("NL", None, date(2026, 4, 4), "Saturday"),
        ("NL", None, date(2026, 4, 5), "Sunday"),  # Easter Sunday is a Sunday first
        ("GB", None, date(2026, 4, 6), "Easter Monday"),  # England's, because the market names it
        ("GB", "SCT", date(2026, 6, 15), "Scotland's participation in the FIFA World Cup final"),
        ("GB", None, date(2027, 12, 27), "Christmas Day (observed)"),
        ("CH", None, date(2026, 5, 1), "Labor Day"),  # Zurich's
        ("ES", None, date(2026, 11, 2), "Monday following All Saints' Day"),
        ("BG", None, date(2026, 9, 7), "Unification Day (observed)"),
        ("CZ", None, date(2026, 12, 24), "Christmas Eve"),
        ("HU", None, date(2026, 1, 10), "Saturday"),  # decreed to be worked, and still a Saturday
        ("LV", None, date(2026, 1, 17), "Saturday"),
        ("HU", None, date(2026, 1, 2), "Day off (substituted from 01/10/2026)"),
        ("DE", "BY", date(2026, 6, 4), "Corpus Christi"),
    ],
)
def test_it_stands_still_on(market: str, region: str | None, day: date, why: str) -> None:
    assert calendar_of(market, region).why_not(day) == why


@pytest.mark.parametrize(
    ("market", "day"),
    [
        ("SK", date(2026, 5, 8)),  # taken away for 2026
        ("DE", date(2026, 12, 24)),
        ("DE", date(2026, 6, 4)),  # a holiday of some Laender only
        ("SE", date(2026, 12, 24)),  # kept by all, decreed by nobody
        ("DK", date(2026, 12, 24)),
        ("GR", date(2026, 4, 9)),  # half a day
        ("UA", date(2026, 8, 24)),  # suspended
        ("BE", date(2026, 5, 15)),  # a bank holiday
        ("NL", date(2026, 5, 5)),
        ("GB", date(2026, 6, 15)),  # Scotland's alone
    ],
)
def test_it_works_on(market: str, day: date) -> None:
    calendar = calendar_of(market)
    assert calendar.works(day)
    assert calendar.why_not(day) == ""


@pytest.mark.parametrize(
    ("market", "language", "day", "why"),
    [
        ("NL", "nl", date(2026, 4, 4), "zaterdag"),
        ("DE", "de", date(2026, 4, 3), "Karfreitag"),
        ("DE", "de", date(2026, 4, 5), "Sonntag"),
        ("NO", "nb", date(2026, 5, 14), "Kristi himmelfartsdag"),
        ("FI", "sv", date(2026, 4, 3), "Långfredagen"),
        ("NL", "xx", date(2026, 4, 3), "Good Friday"),  # no such language: English
        ("NL", "xx", date(2026, 4, 4), "Saturday"),
        ("SK", "de", date(2026, 12, 24), "Christmas Eve"),  # a language that the library has not for this country
    ],
)
def test_it_says_why_in_the_readers_language(market: str, language: str, day: date, why: str) -> None:
    assert calendar_of(market).why_not(day, language) == why


@pytest.mark.parametrize("day", [FIRST_DAY - timedelta(days=1), LAST_DAY + timedelta(days=1), date.min, date.max])
def test_it_is_closed_outside_its_range(day: date) -> None:
    calendar = calendar_of("NL")
    with pytest.raises(OutsideCalendar, match="from 2020-01-01 to 2035-12-31"):
        calendar.works(day)
    with pytest.raises(OutsideCalendar):
        calendar.why_not(day)


@pytest.mark.parametrize(
    ("market", "region", "says"),
    [
        ("DE", "XX", "DE has no region 'XX': choose one of "),
        ("FR", "GES", "FR has no region 'GES'"),  # retired: the library takes it and knows no days for it
        ("SK", "BA", "its holidays are the same everywhere"),
        ("DE", "", "DE has no region ''"),
    ],
)
def test_it_refuses_a_region_that_the_market_has_not(market: str, region: str, says: str) -> None:
    with pytest.raises(UnknownSubdivision) as refused:
        calendar_of(market, region)
    assert says in str(refused.value)


def test_it_takes_a_region_by_its_name() -> None:
    assert calendar_of("DE", "Bayern") is calendar_of("DE", "BY")
    assert calendar_of("GB") is calendar_of("GB", "ENG")


def test_it_refuses_an_unknown_market() -> None:
    with pytest.raises(UnknownMarket):
        calendar_of("XX")


def test_it_has_a_version_of_what_it_counts() -> None:
    first, last = date(2026, 1, 1), date(2026, 12, 31)
    friday, sunday = date(2026, 5, 1), date(2026, 5, 3)
    version = make_calendar("Europe/Paris", {friday: "May Day"}, first, last).version
    assert make_calendar("Europe/Paris", {friday: "Labour Day", sunday: "A Sunday"}, first, last).version == version
    assert make_calendar("Europe/Paris", {}, first, last).version != version
    assert make_calendar("Europe/London", {friday: "May Day"}, first, last).version != version


def test_it_never_changes() -> None:
    calendar = calendar_of("NL")
    with pytest.raises(AttributeError):
        calendar.version = "other"  # type: ignore[misc]  # the refusal is what is tested
    with pytest.raises(TypeError):
        calendar.holidays[date(2026, 1, 2)] = "A day off"  # type: ignore[index]  # as above


def test_it_overrides_a_library_that_knows_less() -> None:
    victory, world_cup = date(2026, 5, 8), date(2026, 6, 15)
    assert victory not in overridden("SK", None, {victory: "Victory Day"})
    assert overridden("CZ", None, {victory: "Victory Day"}) == {victory: "Victory Day"}
    assert world_cup in overridden("GB", "SCT", {})
    assert overridden("GB", "ENG", {}) == {}


def test_it_is_built_once_however_many_ask() -> None:
    _shelf.calendars.clear()
    asked = [code for code in MARKETS for _ in range(8)]
    with ThreadPoolExecutor(8) as threads:
        built = list(threads.map(calendar_of, asked))
    assert len({id(calendar) for calendar in built}) == len(MARKETS)
    assert all(not calendar.works(date(2026, 1, 1)) for calendar in built if calendar.market != "UA")


@pytest.mark.usefixtures("policy_afterwards")
def test_it_applies_the_markets_own_holidays() -> None:
    before = calendar_of("NL")
    own = {"add": [{"date": date(2026, 5, 4), "name": "Shop's day"}], "remove": [date(2026, 4, 27)]}
    use_policy(read_policy({"markets": {"NL": {"holidays": own}}}))
    calendar = calendar_of("NL")
    assert calendar.why_not(date(2026, 5, 4), "nl") == "Shop's day"
    assert calendar.works(date(2026, 4, 27))
    assert calendar.version != before.version
    assert before.works(date(2026, 5, 4)), "a calendar that is in use stays as it is"
    assert calendar_of("BE").works(date(2026, 5, 4))


@pytest.mark.parametrize(
    ("own", "says"),
    [
        ({"remove": [date(2026, 4, 28)]}, "markets.NL.holidays.remove: 2026-04-28 is no holiday"),
        ({"add": [{"date": date(2040, 1, 2), "name": "Far"}]}, "markets.NL.holidays.add: 2040-01-02 is not between"),
    ],
)
def test_it_refuses_holidays_that_cannot_be(own: dict[str, object], says: str) -> None:
    before = calendar_of("NL")
    with pytest.raises(PolicyError, match=says):
        use_policy(read_policy({"markets": {"NL": {"holidays": own}}}))
    assert calendar_of("NL") is before


def test_it_builds_no_more_than_it_is_asked_for() -> None:
    """A command starts quickly because neither library is loaded before somebody names a market."""
    program = (
        "import sys\n"
        "import markets.business_time, markets.law, markets.money, markets.policy, markets.translate\n"
        "from markets.calendars import _shelf, calendar_of\n"
        "print(sorted({'holidays', 'babel', 'tomllib'} & set(sys.modules)))\n"
        "calendar_of('NL')\n"
        "print(sorted(_shelf.calendars))\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("[]\n[('NL', None)]\n", "")

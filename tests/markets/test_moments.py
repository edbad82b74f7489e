# ruff: noqa: DTZ001  (wall times are naive on purpose: they are what is converted here)

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from markets.calendars import calendar_of, make_calendar
from markets.moments import DAY, NaiveMoment, UnreadableMoment, instant_of, instant_on, parse_received, wall_of
from tests.markets import brute_force

NL = calendar_of("NL")
ZONES = st.sampled_from(
    ["Europe/Amsterdam", "Africa/Cairo", "Asia/Jerusalem", "Atlantic/Azores", "America/Nuuk", "Australia/Lord_Howe"]
)


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2026-04-02T15:00", "2026-04-02T13:00:00+00:00"),
        ("2026-04-02 15:00", "2026-04-02T13:00:00+00:00"),
        ("2026-04-02T15:00:59.999", "2026-04-02T13:00:59+00:00"),
        ("2026-04-02T15:00Z", "2026-04-02T15:00:00+00:00"),
        ("2026-04-02t15:00z", "2026-04-02T15:00:00+00:00"),
        ("2026-04-02T15:00:30-05:30", "2026-04-02T20:30:30+00:00"),
        (" 2026-04-02T15:00 ", "2026-04-02T13:00:00+00:00"),
        ("2026-10-25T02:30", "2026-10-25T00:30:00+00:00"),  # exists twice: the first
        ("2026-10-25T02:30+01:00", "2026-10-25T01:30:00+00:00"),  # the second, said with its offset
        ("2026-03-29T02:30+01:00", "2026-03-29T01:30:00+00:00"),
    ],
)
def test_it_reads(text: str, instant: str) -> None:
    found = parse_received(text, NL)
    assert found.tzinfo is UTC
    assert found.isoformat() == instant


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "2026-04-02",
        "15:00",
        "2026-13-02T15:00",
        "2026-02-29T15:00",
        "2026-04-02T24:00",
        "2026-04-02T15:60",
        "2026-04-02T15",
        "2026-W14-4T15:00",
        "20260402T1500",
        "2026-04-02T15:00 02:00",
        "2026-04-02T15:00+99:00",
        "0001-01-01T00:00+14:00",
        "0001-01-01T00:00",
        "٢٠٢٦-04-02T15:00",
    ],
)
def test_it_refuses_to_read(text: str) -> None:
    with pytest.raises(UnreadableMoment, match="is not a moment"):
        parse_received(text, NL)


def test_it_refuses_a_time_that_does_not_exist() -> None:
    with pytest.raises(UnreadableMoment, match="2026-03-29T02:30 does not exist in Europe/Amsterdam"):
        parse_received("2026-03-29T02:30", NL)
    cairo = make_calendar("Africa/Cairo", {}, date(2026, 1, 1), date(2026, 12, 31))
    with pytest.raises(UnreadableMoment, match="does not exist in Africa/Cairo"):
        parse_received("2026-04-24T00:00", cairo)


def test_it_refuses_a_moment_without_an_offset() -> None:
    with pytest.raises(NaiveMoment):
        wall_of(NL.zone, datetime(2026, 4, 2, 15))


@given(ZONES, st.datetimes(datetime(2025, 1, 1), datetime(2030, 12, 31)))
def test_it_finds_the_instant_of_a_wall_time(key: str, wall: datetime) -> None:
    zone, wall = ZoneInfo(key), wall.replace(microsecond=0)
    seconds = wall.hour * 3600 + wall.minute * 60 + wall.second
    expected = brute_force.last_instant_of(zone, wall)
    assert instant_of(zone, wall) == expected
    assert instant_on(zone, wall.toordinal(), seconds) == expected


@pytest.mark.parametrize(
    "key",
    ["Europe/Amsterdam", "Africa/Cairo", "Asia/Jerusalem", "Atlantic/Azores", "America/Nuuk", "Australia/Lord_Howe"],
)
def test_it_finds_the_instants_around_every_change_of_the_clock(key: str) -> None:
    zone = ZoneInfo(key)
    day = date(2025, 1, 1)
    changes = 0
    while day < date(2031, 1, 1):
        midnight = datetime(day.year, day.month, day.day)
        day += timedelta(days=1)
        if zone.utcoffset(midnight) == zone.utcoffset(midnight + timedelta(days=1)):
            continue
        changes += 1
        for quarter in range(-8, 105):
            for second in (-1, 0, 1):
                wall = midnight + timedelta(minutes=15 * quarter, seconds=second)
                expected = brute_force.last_instant_of(zone, wall)
                assert instant_of(zone, wall) == expected, wall
                rest = int((wall - datetime(wall.year, wall.month, wall.day)).total_seconds())
                assert instant_on(zone, wall.toordinal(), rest) == expected, wall
    assert changes == 12


def test_it_ends_a_date_where_the_next_begins() -> None:
    day = date(2026, 3, 28).toordinal()
    assert instant_on(NL.zone, day, DAY) == instant_on(NL.zone, day + 1, 0)

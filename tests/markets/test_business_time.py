"""The arithmetic of deadlines against the brute-force walk, and against dates worked out by hand."""

# ruff: noqa: DTZ001  (wall times are naive on purpose: they are what is converted here)

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from markets.business_time import (
    days_left,
    due,
    due_after_seconds,
    due_on,
    explain,
    mark,
    working_day_after,
    working_days_between,
    working_seconds,
)
from markets.calendars import Calendar, OutsideCalendar, calendar_of, make_calendar
from markets.catalogue import MARKETS
from markets.durations import CalendarDays, Duration, WorkingDays, WorkingHours
from markets.moments import NaiveMoment, parse_received
from tests.markets import brute_force

if TYPE_CHECKING:
    from collections.abc import Mapping

ONE_SECOND = timedelta(seconds=1)
DAY = timedelta(days=1)
REPLY = WorkingHours(24)

# The two places of the world whose clock is changed on a working day, with the rule Monday to Friday.
CAIRO = make_calendar("Africa/Cairo", {date(2026, 4, 13): "Sham el-Nessim"}, date(2025, 1, 1), date(2031, 12, 31))
JERUSALEM = make_calendar("Asia/Jerusalem", {}, date(2025, 1, 1), date(2031, 12, 31))
AZORES = make_calendar("Atlantic/Azores", {}, date(2025, 1, 1), date(2031, 12, 31))
CALENDARS: Mapping[str, Calendar] = {"Cairo": CAIRO, "Jerusalem": JERUSALEM, "Azores": AZORES}


def the_calendar(name: str) -> Calendar:
    return CALENDARS[name] if name in CALENDARS else calendar_of(name)


def at(calendar: Calendar, text: str) -> datetime:
    return parse_received(text, calendar)


def local(calendar: Calendar, instant: datetime) -> str:
    return instant.astimezone(calendar.zone).isoformat()


def dates_of_change(calendar: Calendar) -> list[date]:
    """The local dates of 2025-2030 on which the clock of the calendar's zone is changed."""
    days = [date(2025, 1, 1) + n * DAY for n in range(6 * 365)]
    noon = [datetime(day.year, day.month, day.day, 12, tzinfo=calendar.zone).utcoffset() for day in days]
    changed = [day for before, after, day in zip(noon, noon[1:], days[1:], strict=False) if before != after]
    return [day + shift * DAY for day in changed for shift in (-1, 0)]


CHANGES = {name: dates_of_change(the_calendar(name)) for name in ("NL", "GB", "US", *CALENDARS)}
NAMES = st.sampled_from([*MARKETS, *CALENDARS])
LEAP_DAYS = [date(2028, 2, 28), date(2028, 2, 29), date(2028, 3, 1)]
SPECIAL_SECONDS = [0, 1, 59, 3_599, 3_600, 43_200, 82_800, 86_398, 86_399]


@st.composite
def receipts(draw: st.DrawFn, names: st.SearchStrategy[str] = NAMES) -> tuple[Calendar, datetime]:
    """A calendar and an instant of 2025-2030: any second, midnights and their neighbours, changes, leap days."""
    name = draw(names)
    calendar = the_calendar(name)
    days = st.dates(date(2025, 1, 1), date(2030, 12, 31)) | st.sampled_from(LEAP_DAYS)
    if CHANGES.get(name):
        days |= st.sampled_from(CHANGES[name])
    day = draw(days)
    second = draw(st.integers(0, 86_399) | st.sampled_from(SPECIAL_SECONDS))
    wall = datetime(day.year, day.month, day.day) + timedelta(seconds=second)
    fold = draw(st.booleans())
    return calendar, wall.replace(tzinfo=calendar.zone, fold=int(fold)).astimezone(UTC)


durations: st.SearchStrategy[Duration] = (
    st.builds(WorkingHours, st.integers(1, 200))
    | st.builds(WorkingDays, st.integers(1, 30))
    | st.builds(CalendarDays, st.integers(1, 60))
)


@given(receipts(), st.integers(1, 200) | st.sampled_from([24, 48]))
@example((CAIRO, datetime(2026, 4, 22, 21, 0, tzinfo=UTC)), 24)  # ends in the hour that Cairo jumps over
@example((CAIRO, datetime(2026, 10, 28, 21, 30, tzinfo=UTC)), 24)  # ends in the hour that Cairo has twice
@example((JERUSALEM, datetime(2026, 3, 26, 0, 30, tzinfo=UTC)), 24)
@settings(max_examples=600)
def test_it_counts_hours_as_the_walk_does(receipt: tuple[Calendar, datetime], hours: int) -> None:
    calendar, start = receipt
    found = due(calendar, start, WorkingHours(hours))
    assert found == brute_force.hours_due(calendar.zone, calendar.holidays.keys(), start, hours)


@pytest.mark.parametrize("code", MARKETS)
def test_it_agrees_with_the_walk_on_every_date(code: str) -> None:
    calendar, closed = calendar_of(code), calendar_of(code).holidays.keys()
    seconds = (0, 86_399, 1, 54_000)
    for number in range((date(2030, 12, 31) - date(2025, 1, 1)).days):
        wall = datetime(2025, 1, 1) + number * DAY + timedelta(seconds=seconds[number % 4])
        start = wall.replace(tzinfo=calendar.zone)
        assert due(calendar, start, REPLY) == brute_force.hours_due(calendar.zone, closed, start, 24), wall


@given(receipts(), st.integers(1, 30))
def test_it_counts_working_days_as_the_walk_does(receipt: tuple[Calendar, datetime], n: int) -> None:
    calendar, start = receipt

    def last(closed: brute_force.Closed, day: date) -> date:
        return brute_force.nth_working_day(closed, day, n)

    found = due(calendar, start, WorkingDays(n))
    assert found == brute_force.days_due(calendar.zone, calendar.holidays.keys(), start, last)
    today = start.astimezone(calendar.zone).date()
    assert due_on(calendar, working_day_after(calendar, today, n)) == found


@given(receipts(), st.integers(1, 60))
def test_it_counts_calendar_days_as_the_walk_does(receipt: tuple[Calendar, datetime], n: int) -> None:
    calendar, start = receipt

    def last(closed: brute_force.Closed, day: date) -> date:
        return brute_force.rolled_forward(closed, day + n * DAY)

    found = due(calendar, start, CalendarDays(n))
    assert found == brute_force.days_due(calendar.zone, calendar.holidays.keys(), start, last)


@given(receipts(), st.integers(0, 20 * 86_400))
def test_it_measures_what_the_walk_measures(receipt: tuple[Calendar, datetime], seconds: int) -> None:
    calendar, start = receipt
    end = start + timedelta(seconds=seconds)
    walls = [brute_force.on_the_wall(calendar.zone, instant) for instant in (start, end)]
    assert working_seconds(calendar, start, end) == brute_force.counted_between(calendar.holidays.keys(), *walls)


@given(receipts(), st.integers(1, 10 * 86_400))
def test_it_ends_a_count_of_seconds_as_the_walk_does(receipt: tuple[Calendar, datetime], seconds: int) -> None:
    calendar, start = receipt
    wall = brute_force.counted_out(calendar.holidays.keys(), brute_force.on_the_wall(calendar.zone, start), seconds)
    assert due_after_seconds(calendar, start, seconds) == brute_force.last_instant_of(calendar.zone, wall)


@given(receipts(st.sampled_from([*MARKETS])), st.integers(1, 10 * 86_400))
def test_it_reaches_the_due_moment_with_everything_counted_and_not_before(
    receipt: tuple[Calendar, datetime], seconds: int
) -> None:
    calendar, start = receipt
    end = due_after_seconds(calendar, start, seconds)
    assert working_seconds(calendar, start, end) == seconds
    assert working_seconds(calendar, start, end - ONE_SECOND) == seconds - 1


@given(receipts(st.sampled_from([*MARKETS])), st.integers(0, 10 * 86_400), durations)
def test_it_never_ends_earlier_for_who_came_later(
    receipt: tuple[Calendar, datetime], later: int, duration: Duration
) -> None:
    calendar, start = receipt
    assert due(calendar, start, duration) <= due(calendar, start + timedelta(seconds=later), duration)


@given(receipts(st.sampled_from(["NL", "GB", "Cairo"])), durations, st.integers(0, 40))
def test_it_is_never_shortened_by_one_holiday_more(
    receipt: tuple[Calendar, datetime], duration: Duration, days: int
) -> None:
    calendar, start = receipt
    day = start.astimezone(calendar.zone).date() + days * DAY
    freer = make_calendar(
        calendar.zone.key, {**calendar.holidays, day: "One more"}, date(2025, 1, 1), date(2032, 12, 31)
    )
    assert due(freer, start, duration) >= due(calendar, start, duration)


@given(receipts(), st.integers(0, 999_999), durations)
def test_it_floors_to_the_second(receipt: tuple[Calendar, datetime], microseconds: int, duration: Duration) -> None:
    calendar, start = receipt
    assert due(calendar, start + timedelta(microseconds=microseconds), duration) == due(calendar, start, duration)


@pytest.mark.parametrize(
    ("market", "received", "ends"),
    [
        ("DE", "2026-03-06T15:00", "2026-03-09T15:00:00+01:00"),  # Friday to Monday
        ("DE", "2026-03-07T10:00", "2026-03-10T00:00:00+01:00"),  # Saturday: Monday in full
        ("DE", "2026-03-08T23:59:59", "2026-03-10T00:00:00+01:00"),
        ("DE", "2026-03-09T00:00", "2026-03-10T00:00:00+01:00"),
        ("DE", "2026-03-06T00:00", "2026-03-07T00:00:00+01:00"),  # Friday pays all
        ("DE", "2026-03-06T00:00:01", "2026-03-09T00:00:01+01:00"),  # a second later, the weekend lies between
        ("DE", "2026-03-06T23:59:59", "2026-03-09T23:59:59+01:00"),
        ("DE", "2026-04-02T15:00", "2026-04-07T15:00:00+02:00"),  # Good Friday to Easter Monday
        ("AT", "2026-04-02T15:00", "2026-04-03T15:00:00+02:00"),  # where Good Friday works
        ("DE", "2026-04-06T20:00", "2026-04-08T00:00:00+02:00"),
        ("DE", "2025-12-24T10:00", "2025-12-29T10:00:00+01:00"),  # Christmas Eve works in Germany
        ("PL", "2025-12-24T10:00", "2025-12-30T00:00:00+01:00"),  # and not in Poland
        ("BE", "2025-12-24T10:00", "2025-12-26T10:00:00+01:00"),
        ("GB", "2027-12-24T15:00", "2027-12-29T15:00:00+00:00"),  # two substitute days
        ("DE", "2027-12-24T15:00", "2027-12-27T15:00:00+01:00"),
        ("DE", "2026-05-14T08:00", "2026-05-16T00:00:00+02:00"),  # the bridge Friday pays all
        ("DE", "2026-03-27T15:00", "2026-03-30T15:00:00+02:00"),  # the clock is changed on the Sunday
        ("NL", "2028-02-28T15:00", "2028-02-29T15:00:00+01:00"),
        ("HU", "2026-01-09T15:00", "2026-01-12T15:00:00+01:00"),  # a decreed working Saturday is a Saturday
    ],
)
def test_it_ends_the_reply_clock_on(market: str, received: str, ends: str) -> None:
    calendar = calendar_of(market)
    assert local(calendar, due(calendar, at(calendar, received), REPLY)) == ends


@pytest.mark.parametrize(
    ("calendar", "received", "ends"),
    [
        (CAIRO, "2026-04-23T00:00", "2026-04-24T01:00:00+03:00"),  # Thursday 24:00 is Friday 01:00
        (CAIRO, "2026-04-23T00:30", "2026-04-24T01:00:00+03:00"),  # Friday 00:30 does not exist
        (CAIRO, "2026-04-23T01:00", "2026-04-24T01:00:00+03:00"),
        (CAIRO, "2026-04-23T15:00", "2026-04-24T15:00:00+03:00"),  # 23 hours pass, 24 are counted
        (CAIRO, "2026-10-28T23:30", "2026-10-29T23:30:00+02:00"),  # Thursday 23:30 comes twice: the later
        (CAIRO, "2026-10-29T00:00", "2026-10-30T00:00:00+02:00"),  # 25 hours pass, 24 are counted
        (JERUSALEM, "2026-03-26T02:30", "2026-03-27T03:00:00+03:00"),
        (JERUSALEM, "2026-03-26T15:00", "2026-03-27T15:00:00+03:00"),
        (AZORES, "2026-03-27T00:00", "2026-03-28T00:00:00-01:00"),
    ],
)
def test_it_keeps_the_time_of_day_where_the_clock_changes(calendar: Calendar, received: str, ends: str) -> None:
    assert local(calendar, due(calendar, at(calendar, received), REPLY)) == ends


def test_it_takes_any_zone_and_answers_in_utc() -> None:
    calendar = calendar_of("NL")
    tokyo = datetime.fromisoformat("2026-03-06T23:00:00+09:00")
    found = due(calendar, tokyo, REPLY)
    assert found.tzinfo is UTC
    assert found.isoformat() == "2026-03-09T14:00:00+00:00"


def test_it_refuses_a_moment_without_an_offset() -> None:
    naive = datetime(2026, 3, 6, 15)
    for duration in (REPLY, WorkingDays(1), CalendarDays(1)):
        with pytest.raises(NaiveMoment, match="no offset"):
            due(calendar_of("NL"), naive, duration)


@pytest.mark.parametrize("duration", [REPLY, WorkingDays(1), CalendarDays(1), WorkingHours(99_999)])
def test_it_says_nothing_outside_the_calendar(duration: Duration) -> None:
    calendar = calendar_of("NL")
    with pytest.raises(OutsideCalendar):
        due(calendar, datetime(2019, 12, 31, 12, tzinfo=UTC), duration)
    with pytest.raises(OutsideCalendar):
        due(calendar, datetime(2035, 12, 31, 12, tzinfo=UTC), duration)


def test_it_gives_the_last_day_that_it_knows() -> None:
    calendar = calendar_of("NL")
    last = at(calendar, "2035-12-31T00:00")
    assert local(calendar, due(calendar, last, REPLY)) == "2036-01-01T00:00:00+01:00"
    with pytest.raises(OutsideCalendar):
        due(calendar, last + ONE_SECOND, REPLY)


def test_it_counts_a_calendar_period_from_the_day_after() -> None:
    calendar = calendar_of("NL")
    received = at(calendar, "2026-06-05T09:00")
    assert local(calendar, due(calendar, received, CalendarDays(14))) == "2026-06-20T00:00:00+02:00"


def test_it_rolls_a_calendar_period_to_a_working_day() -> None:
    calendar = calendar_of("NL")
    # Fourteen days after Friday 20 March is Good Friday: the first day that works is Tuesday.
    received = at(calendar, "2026-03-20T09:00")
    assert local(calendar, due(calendar, received, CalendarDays(14))) == "2026-04-08T00:00:00+02:00"


@pytest.mark.parametrize("code", MARKETS)
def test_it_leaves_two_working_days_in_every_statutory_period(code: str) -> None:
    """Regulation 1182/71 art. 3(5) asks for two working days; fourteen days hold them without a rule of their own."""
    calendar = calendar_of(code)
    day = date(2025, 1, 1)
    while day < date(2030, 12, 1):
        ends = due(calendar, due_on(calendar, day) - ONE_SECOND, CalendarDays(14)) - ONE_SECOND
        assert working_days_between(calendar, day, ends.astimezone(calendar.zone).date()) >= 2, day
        day += DAY


def test_it_ends_working_days_at_midnight() -> None:
    calendar = calendar_of("NL")
    assert local(calendar, due(calendar, at(calendar, "2026-04-02T23:59:59"), WorkingDays(2))) == (
        "2026-04-09T00:00:00+02:00"
    )


@given(receipts(), st.integers(0, 60))
def test_it_counts_the_working_days_of_a_stretch(receipt: tuple[Calendar, datetime], days: int) -> None:
    calendar, start = receipt
    after = start.astimezone(calendar.zone).date()
    between = [after + n * DAY for n in range(1, days + 1)]
    expected = sum(brute_force.open_on(calendar.holidays.keys(), day) for day in between)
    assert working_days_between(calendar, after, after + days * DAY) == expected
    assert working_days_between(calendar, after + days * DAY, after) == 0


@given(receipts(), durations, st.fractions(0, 1, max_denominator=20))
def test_it_marks_a_share_of_the_deadlines_own_time(
    receipt: tuple[Calendar, datetime], duration: Duration, share: Fraction
) -> None:
    calendar, start = receipt
    ends = due(calendar, start, duration)
    marked = mark(calendar, start, ends, duration, share)
    assert start <= marked <= ends
    if calendar.market and not isinstance(duration, CalendarDays):
        total = working_seconds(calendar, start, ends)
        counted = working_seconds(calendar, start, marked)
        assert counted - 1 < total * share <= counted


@pytest.mark.parametrize(
    ("duration", "share", "marked"),
    [
        (WorkingHours(24), Fraction(1, 2), "2026-03-09T03:00:00+01:00"),  # Friday 15:00: nine hours, then three
        (WorkingHours(24), 0.8, "2026-03-09T10:12:00+01:00"),
        (WorkingDays(1), 0.5, "2026-03-09T07:30:00+01:00"),  # 33 hours to Monday 24:00
        (CalendarDays(4), 0.5, "2026-03-08T19:30:00+01:00"),  # plain time, the weekend too
        (WorkingHours(24), 0, "2026-03-06T15:00:00+01:00"),
        (WorkingHours(24), 1.0, "2026-03-09T15:00:00+01:00"),
    ],
)
def test_it_marks_the_deadline_at(duration: Duration, share: Fraction | float, marked: str) -> None:
    calendar = calendar_of("DE")
    start = at(calendar, "2026-03-06T15:00")
    assert local(calendar, mark(calendar, start, due(calendar, start, duration), duration, share)) == marked


def test_it_marks_nothing_after_the_deadline_itself() -> None:
    start = at(CAIRO, "2026-10-28T23:30")
    first_of_two = datetime.fromisoformat("2026-10-29T23:30:00+03:00")
    assert mark(CAIRO, start, first_of_two, REPLY, 1) == first_of_two


def test_it_marks_no_share_beyond_the_whole() -> None:
    calendar = calendar_of("DE")
    start = at(calendar, "2026-03-06T15:00")
    with pytest.raises(ValueError, match="between 0 and 1"):
        mark(calendar, start, start, REPLY, 1.5)


@pytest.mark.parametrize(
    ("duration", "left_at", "left"),
    [
        (WorkingDays(3), "2026-03-06T18:00", WorkingDays(3)),  # left on the day it began: due Wednesday
        (WorkingDays(3), "2026-03-07T12:00", WorkingDays(3)),  # a Saturday costs nothing
        (WorkingDays(3), "2026-03-10T12:00", WorkingDays(1)),
        (WorkingDays(3), "2026-03-11T23:59", WorkingDays(1)),  # on the last day one is left
        (WorkingDays(3), "2026-03-20T12:00", WorkingDays(1)),
        (CalendarDays(14), "2026-03-10T12:00", CalendarDays(10)),
        (CalendarDays(14), "2026-03-20T12:00", WorkingDays(1)),
    ],
)
def test_it_leaves_of_a_wait(
    duration: WorkingDays | CalendarDays, left_at: str, left: WorkingDays | CalendarDays
) -> None:
    calendar = calendar_of("DE")
    ends = due(calendar, at(calendar, "2026-03-06T15:00"), duration)
    assert days_left(calendar, at(calendar, left_at), ends, duration) == left


@given(receipts(), st.integers(1, 20), st.integers(1, 20), st.booleans())
def test_it_gains_and_loses_nothing_by_leaving_for_a_moment(
    receipt: tuple[Calendar, datetime], n: int, hours: int, working: bool
) -> None:
    calendar, start = receipt
    duration: WorkingDays | CalendarDays = WorkingDays(n) if working else CalendarDays(n)
    ends = due(calendar, start, duration)
    left_at = start + timedelta(hours=hours)
    again = due(calendar, left_at, days_left(calendar, left_at, ends, duration))
    last_day = (ends - ONE_SECOND).astimezone(calendar.zone).date()
    if left_at.astimezone(calendar.zone).date() < last_day:
        assert again == ends
    else:
        assert again > ends


def test_it_counts_no_seconds_at_all_to_the_start_itself() -> None:
    start = datetime(2026, 3, 7, 12, 0, 0, 999, tzinfo=UTC)
    assert due_after_seconds(calendar_of("NL"), start, 0) == datetime(2026, 3, 7, 12, tzinfo=UTC)
    with pytest.raises(ValueError, match="cannot be counted"):
        due_after_seconds(calendar_of("NL"), start, -1)


def test_it_counts_nothing_backwards() -> None:
    start = datetime(2026, 3, 6, 12, tzinfo=UTC)
    assert working_seconds(calendar_of("NL"), start, start - DAY) == 0
    with pytest.raises(ValueError, match="from 1"):
        working_day_after(calendar_of("NL"), date(2026, 3, 6), 0)


@given(receipts(st.sampled_from([*MARKETS])), st.integers(1, 200))
def test_it_explains_every_date_of_a_reply_clock(receipt: tuple[Calendar, datetime], hours: int) -> None:
    calendar, start = receipt
    told = explain(calendar, start, WorkingHours(hours))
    assert told.due == due(calendar, start, WorkingHours(hours))
    assert sum(part.seconds for part in told.counted) == hours * 3600
    assert all(part.end - part.start == timedelta(seconds=part.seconds) for part in told.counted)
    days = [part.start.date() for part in told.counted] + [skipped.day for skipped in told.skipped]
    first = start.astimezone(calendar.zone).date()
    assert sorted(days) == [first + n * DAY for n in range(len(days))]
    assert [calendar.why_not(skipped.day) for skipped in told.skipped] == [skipped.why for skipped in told.skipped]
    assert all(skipped.why for skipped in told.skipped)
    assert told.counted[-1].end.astimezone(UTC) == told.due


def test_it_explains_easter_in_the_readers_language() -> None:
    calendar = calendar_of("NL")
    start = at(calendar, "2026-04-02T15:00")
    told = explain(calendar, start, REPLY)
    assert [(local(calendar, part.start), local(calendar, part.end), part.seconds) for part in told.counted] == [
        ("2026-04-02T15:00:00+02:00", "2026-04-03T00:00:00+02:00", 32_400),
        ("2026-04-07T00:00:00+02:00", "2026-04-07T15:00:00+02:00", 54_000),
    ]
    assert [(skipped.day, skipped.why) for skipped in told.skipped] == [
        (date(2026, 4, 3), "Good Friday"),
        (date(2026, 4, 4), "Saturday"),
        (date(2026, 4, 5), "Sunday"),
        (date(2026, 4, 6), "Easter Monday"),
    ]
    dutch = explain(calendar, start, REPLY, "nl")
    assert [skipped.why for skipped in dutch.skipped] == ["Goede vrijdag", "zaterdag", "zondag", "Tweede paasdag"]


def test_it_explains_the_hour_that_is_jumped_over() -> None:
    told = explain(CAIRO, at(CAIRO, "2026-04-23T00:00"), REPLY)
    assert [part.seconds for part in told.counted] == [86_400]
    assert told.skipped == ()


def test_it_explains_working_days_from_the_day_after() -> None:
    calendar = calendar_of("NL")
    told = explain(calendar, at(calendar, "2026-04-02T15:00"), WorkingDays(2))
    assert [part.start.date() for part in told.counted] == [date(2026, 4, 7), date(2026, 4, 8)]
    assert [skipped.day.day for skipped in told.skipped] == [3, 4, 5, 6]


def test_it_explains_of_calendar_days_only_those_that_rolled() -> None:
    calendar = calendar_of("NL")
    told = explain(calendar, at(calendar, "2026-03-20T09:00"), CalendarDays(14))
    assert len(told.counted) == 14
    assert [part.start.date().day for part in told.counted] == [*range(21, 32), 1, 2, 7]
    assert [(skipped.day.day, skipped.why) for skipped in told.skipped] == [
        (3, "Good Friday"),
        (4, "Saturday"),
        (5, "Sunday"),
        (6, "Easter Monday"),
    ]


@given(receipts(), durations)
def test_it_explains_a_due_moment_that_it_is_told_like_its_own(
    receipt: tuple[Calendar, datetime], duration: Duration
) -> None:
    calendar, start = receipt
    own = explain(calendar, start, duration)
    assert explain(calendar, start, duration, due_at=own.due) == own


def test_it_explains_a_deadline_that_was_extended() -> None:
    calendar = calendar_of("NL")
    start = at(calendar, "2026-04-02T15:00")
    later = at(calendar, "2026-04-09T10:00")
    told = explain(calendar, start, REPLY, due_at=later)
    assert told.due == later
    assert sum(part.seconds for part in told.counted) == working_seconds(calendar, start, later)
    assert [part.start.date().day for part in told.counted] == [2, 7, 8, 9]

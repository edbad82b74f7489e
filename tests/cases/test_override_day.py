"""An admin sets a day of a market: what runs becomes later where a day off is new, and never earlier."""

from __future__ import annotations

from datetime import date

import pytest

from cases.casefile.asker import Asker
from cases.db import run
from cases.errors import Forbidden, NotFound, ShapeInvalid
from cases.timers.overrides import apply_overrides, in_effect, set_days
from cases.verbs.extend_deadlines import extend_deadlines
from cases.verbs.override_day import override_day, withdraw_override
from markets.calendars import calendar_of, use_decrees
from scheduler import jobs
from tests.builders import Desk, a_question, at
from tests.cast import JAN, NORD, ROOT

WEDNESDAY, EASTER_MONDAY, FRIDAY = date(2026, 4, 8), date(2026, 4, 6), date(2026, 4, 10)


def sets(
    desk: Desk, day: date | None, holiday: str, why: str = "Decreed.", *, by: Asker = ROOT, market: str = "DE"
) -> None:
    """Somebody sets a day."""
    override_day(desk.database, by, market, day, holiday, why, desk.now)


def the_one(desk: Desk) -> str:
    """The only day that is set."""
    with desk.database.read() as connection:
        (act,) = in_effect(set_days(connection))
    return act.id


def test_it_makes_a_day_off_in_every_calendar_from_now_on(desk: Desk) -> None:
    before = calendar_of("DE").version
    sets(desk, WEDNESDAY, "Day of the Desk")
    calendar = calendar_of("DE")
    assert (calendar.works(WEDNESDAY), calendar.why_not(WEDNESDAY, "nl")) == (False, "Day of the Desk")
    assert calendar.version != before
    assert calendar_of("AT").works(WEDNESDAY)


def test_it_makes_a_working_day_of_a_holiday(desk: Desk) -> None:
    sets(desk, EASTER_MONDAY, "")
    assert calendar_of("DE").works(EASTER_MONDAY)


def test_it_moves_what_runs_later_and_says_so(desk: Desk) -> None:
    desk.takes()
    case = desk.opens(a_question())
    (reply,) = case.running("reply")
    assert reply.due_at == at("2026-04-07 15:00")
    sets(desk, date(2026, 4, 7), "Day of the Desk")
    assert extend_deadlines(desk.database, desk.now) > 0
    (reply,) = case.running("reply")
    assert (reply.due_at, reply.extended_from) == (at("2026-04-08 15:00"), at("2026-04-07 15:00"))
    assert any("now Wednesday 8 April 2026, 15:00" in (entry.body or "") for entry in case.entries())


def test_it_makes_nothing_earlier(desk: Desk) -> None:
    desk.takes()
    case = desk.opens(a_question())
    sets(desk, EASTER_MONDAY, "")
    assert extend_deadlines(desk.database, desk.now) == 0
    (reply,) = case.running("reply")
    assert reply.due_at == at("2026-04-07 15:00")


def test_it_reckons_by_it_what_begins_afterwards(desk: Desk) -> None:
    desk.takes()
    sets(desk, EASTER_MONDAY, "")
    case = desk.opens(a_question())
    (reply,) = case.running("reply")
    assert reply.due_at == at("2026-04-06 15:00")


def test_it_is_taken_back_and_what_was_promised_stays(desk: Desk) -> None:
    desk.takes()
    case = desk.opens(a_question())
    sets(desk, date(2026, 4, 7), "Day of the Desk")
    extend_deadlines(desk.database, desk.now)
    withdraw_override(desk.database, ROOT, "DE", the_one(desk), "It was a mistake.", desk.now)
    assert calendar_of("DE").works(date(2026, 4, 7))
    assert extend_deadlines(desk.database, desk.now) == 0
    (reply,) = case.running("reply")
    assert reply.due_at == at("2026-04-08 15:00")


@pytest.mark.parametrize(
    ("day", "holiday", "why"),
    [
        (None, "X", "Because."),
        (date(2026, 4, 2), "X", "Because."),
        (date(2026, 4, 1), "X", "Because."),
        (date(2036, 1, 1), "X", "Because."),
        (date(2026, 4, 11), "X", "Because."),
        (date(2026, 4, 12), "", "Because."),
        (WEDNESDAY, "", "Because."),
        (EASTER_MONDAY, "X", "Because."),
        (WEDNESDAY, "X", "  "),
    ],
    ids=["none", "today", "past", "far", "saturday", "sunday", "works already", "off already", "no reason"],
)
def test_it_refuses_what_cannot_be_set(desk: Desk, day: date | None, holiday: str, why: str) -> None:
    with pytest.raises(ShapeInvalid):
        sets(desk, day, holiday, why)
    assert desk.rows("SELECT id FROM calendar_override") == []


def test_it_is_for_admins_and_markets_of_ours(desk: Desk) -> None:
    for who in (JAN, NORD):
        with pytest.raises(Forbidden):
            sets(desk, WEDNESDAY, "X", by=who)
    with pytest.raises(NotFound):
        sets(desk, WEDNESDAY, "X", market="XX")


def test_it_takes_back_only_what_is_set_and_only_once(desk: Desk) -> None:
    sets(desk, WEDNESDAY, "Day of the Desk")
    act = the_one(desk)
    for market, name in (("AT", act), ("DE", "0198f3c2-7b1e-7000-8000-000000000000")):
        with pytest.raises(NotFound):
            withdraw_override(desk.database, ROOT, market, name, "A mistake.", desk.now)
    with pytest.raises(ShapeInvalid):
        withdraw_override(desk.database, ROOT, "DE", act, " ", desk.now)
    withdraw_override(desk.database, ROOT, "DE", act, "A mistake.", desk.now)
    with pytest.raises(NotFound):
        withdraw_override(desk.database, ROOT, "DE", act, "A mistake.", desk.now)


def test_it_takes_back_no_day_that_has_begun(desk: Desk) -> None:
    sets(desk, WEDNESDAY, "Day of the Desk")
    desk.waits(days=6)
    with pytest.raises(ShapeInvalid):
        withdraw_override(desk.database, ROOT, "DE", the_one(desk), "A mistake.", desk.now)


def test_it_can_be_set_again_after_it_was_taken_back(desk: Desk) -> None:
    for _ in range(2):
        sets(desk, WEDNESDAY, "Day of the Desk")
        withdraw_override(desk.database, ROOT, "DE", the_one(desk), "A mistake.", desk.now)
    sets(desk, WEDNESDAY, "Day of the Desk")
    assert not calendar_of("DE").works(WEDNESDAY)


def test_it_is_read_by_another_process_at_its_start(desk: Desk) -> None:
    sets(desk, WEDNESDAY, "Day of the Desk")
    use_decrees({})
    assert calendar_of("DE").works(WEDNESDAY)
    apply_overrides(desk.database)
    assert not calendar_of("DE").works(WEDNESDAY)


def test_it_is_followed_by_a_scheduler_that_did_not_set_it(desk: Desk) -> None:
    desk.takes()
    case = desk.opens(a_question())
    jobs.follow_overrides(desk.database)
    sets(desk, date(2026, 4, 7), "Day of the Desk")
    jobs.follow_overrides(desk.database)
    (reply,) = case.running("reply")
    assert reply.due_at == at("2026-04-08 15:00")


@pytest.mark.parametrize("change", ["UPDATE calendar_override SET reason = 'x'", "DELETE FROM calendar_override"])
def test_it_lets_nobody_change_what_was_set(desk: Desk, change: str) -> None:
    sets(desk, WEDNESDAY, "Day of the Desk")
    with pytest.raises(Exception, match=r"append-only|never"), desk.database.write() as connection:
        run(connection, change)
    assert len(desk.rows("SELECT id FROM calendar_override")) == 1

"""A newer calendar: a holiday that it adds extends what runs, once and with a message; one less shortens nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from cases.ledger.verify import verify
from cases.verbs.extend_deadlines import extend_deadlines
from markets.calendars import calendar_of, use_policy
from markets.policy import MarketPolicy, Policy
from tests.builders import Desk, a_question, a_withdrawal, at
from tests.cast import NORD, SYSTEMS

NEW = MarketPolicy(holidays_added={date(2026, 4, 7): "A day of mourning"})
GONE = MarketPolicy(holidays_removed=frozenset({date(2026, 4, 6)}))  # Easter Monday


@pytest.fixture(autouse=True)
def _the_calendar_of_before() -> Iterator[None]:
    yield
    use_policy(Policy())


def decree(own: MarketPolicy) -> None:
    """From now on the market's calendar is another one."""
    use_policy(Policy({"DE": own}))


def test_it_extends_what_a_new_holiday_touches(desk: Desk) -> None:
    desk.takes()
    case = desk.opens(a_question())
    assert [deadline.due_at for deadline in case.running("reply")] == [at("2026-04-07 15:00")]
    decree(NEW)
    assert extend_deadlines(desk.database, desk.now) == 2
    (reply,) = case.running("reply")
    assert (reply.due_at, reply.extended_from) == (at("2026-04-08 15:00"), at("2026-04-07 15:00"))
    assert reply.calendar == calendar_of("DE").version
    assert desk.rows("SELECT overdue FROM cases") == [(0,)]
    (wait,) = case.running("state")
    assert wait.extended_from is not None
    assert verify(desk.database).holds


def test_it_says_so_in_the_case(desk: Desk) -> None:
    desk.takes()
    case = desk.opens(a_question())
    decree(NEW)
    extend_deadlines(desk.database, desk.now)
    told = [entry for entry in case.entries() if entry.kind == "system"]
    assert [entry.role for entry in told] == ["clock", "clock"]
    assert all("The deadline is now" in str(entry.body) for entry in told)


def test_it_extends_once(desk: Desk) -> None:
    desk.takes()
    case = desk.opens(a_question())
    decree(NEW)
    extend_deadlines(desk.database, desk.now)
    before = case.version
    assert extend_deadlines(desk.database, desk.now) == 0
    assert case.version == before


def test_it_never_shortens(desk: Desk) -> None:
    desk.takes()
    case = desk.opens(a_question())
    decree(GONE)
    assert extend_deadlines(desk.database, desk.now) == 0
    (reply,) = case.running("reply")
    assert (reply.due_at, reply.extended_from) == (at("2026-04-07 15:00"), None)
    assert reply.calendar == calendar_of("DE").version, "it was looked at and need not be again"
    assert case.version == 1


def test_it_misses_the_answer_only_after_the_later_moment(desk: Desk) -> None:
    desk.takes()
    case = desk.opens(a_question())
    decree(NEW)
    extend_deadlines(desk.database, desk.now)
    assert not desk.sweeps(at("2026-04-08 15:00")).by_kind
    assert (case.state, case.ended("reply")) == ("awaiting_seller", [])
    assert desk.sweeps(at("2026-04-08 15:01")).by_kind["reply"] == 1


def test_it_keeps_warnings_that_were_given(desk: Desk) -> None:
    desk.takes()
    desk.opens(a_question())
    desk.sweeps(at("2026-04-07 03:01"))
    decree(NEW)
    extend_deadlines(desk.database, at("2026-04-07 03:02"))
    desk.sweeps(at("2026-04-08 14:00"))
    told = [one for one in desk.told("deadline.warned") if one["deadline"] == "reply"]
    assert len(told) == 2


def test_it_leaves_a_date_that_was_promised(desk: Desk) -> None:
    desk.takes()
    case = desk.opens(a_question())
    case.does(NORD, "promise_answer", date="2026-04-07")
    decree(NEW)
    extend_deadlines(desk.database, desk.now)
    (promise,) = case.running("promise")
    assert (promise.due_at, promise.extended_from) == (at("2026-04-08 00:00"), None)


def test_it_rolls_a_deadline_of_the_law_forward(desk: Desk) -> None:
    desk.takes()
    case = desk.opens(a_withdrawal(body="I withdraw."))
    case.does(SYSTEMS, "arrive")
    (before,) = case.running("statutory")
    assert before.due_at == at("2026-04-17 00:00")
    decree(MarketPolicy(holidays_added={date(2026, 4, 16): "A day of mourning"}))
    extend_deadlines(desk.database, desk.now)
    (after,) = case.running("statutory")
    assert (after.due_at, after.extended_from) == (at("2026-04-18 00:00"), at("2026-04-17 00:00"))

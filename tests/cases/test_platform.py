"""Where the platform steps in: it acts for a seller, and looks at what carriers and payments contradict."""

from __future__ import annotations

from typing import Any

import pytest

from tests.builders import Desk, Told, a_delivery_problem, a_question, a_return, at
from tests.cast import NORD, ROOT, SYSTEMS
from workflows.refusals import EventNotAllowed

ASKING: dict[str, Any] = {"body": "How do I pack it?", "reply_expected": True}


def taken_over(desk: Desk) -> Told:
    """A return in which the buyer asked something and for whose seller the platform acts."""
    desk.takes()
    case = desk.opens(a_return(**ASKING))
    case.does(ROOT, "take_over")
    return case


def test_it_does_not_act_for_a_seller_whose_case_was_not_taken_over(desk: Desk) -> None:
    desk.takes()
    case = desk.opens(a_return())
    with pytest.raises(EventNotAllowed):
        case.does(ROOT, "approve")


def test_it_takes_the_sellers_rows_and_is_shown_as_the_platform(desk: Desk) -> None:
    case = taken_over(desk)
    case.does(ROOT, "approve")
    assert case.state == "awaiting_parcel"
    assert case.entries()[-1].role == "platform"


def test_it_leaves_the_seller_able_to_act(desk: Desk) -> None:
    case = taken_over(desk)
    case.does(NORD, "approve")
    assert case.state == "awaiting_parcel"


def test_it_acts_for_the_seller_no_more_once_it_is_handed_back(desk: Desk) -> None:
    case = taken_over(desk)
    case.does(ROOT, "hand_back")
    with pytest.raises(EventNotAllowed):
        case.does(ROOT, "approve")


def test_it_waives_the_sellers_clock_by_its_own_answer(desk: Desk) -> None:
    case = taken_over(desk)
    case.says(ROOT, "In the box that it came in.")
    assert [deadline.state for deadline in case.ended("reply")] == ["waived"]
    assert [question.state for question in case.file.questions] == ["answered"]
    assert desk.rows("SELECT count(*) FROM breach") == [(0,)]


def test_it_keeps_the_sellers_promise_by_its_own_answer(desk: Desk) -> None:
    desk.takes()
    case = desk.opens(a_return(**ASKING))
    case.does(NORD, "promise_answer")
    case.does(ROOT, "take_over")
    case.says(ROOT, "In the box that it came in.")
    assert [deadline.state for deadline in case.ended("promise")] == ["met"]


def test_it_does_not_undo_what_the_seller_missed(desk: Desk) -> None:
    desk.takes()
    case = desk.opens(a_question())
    desk.waits_until(at("2026-04-07 16:00"))
    case.does(ROOT, "take_over")
    case.says(ROOT, "It fits.", event="answer")
    assert [deadline.state for deadline in case.ended("reply")] == ["missed"]
    assert (case.file.case.reply_due_at, case.file.case.overdue) == (None, 0)
    assert desk.rows("SELECT kind, counts FROM breach") == [("reply", 1)]


def paid(desk: Desk) -> Told:
    """A return that is over, its money paid."""
    desk.takes()
    case = desk.opens(a_return())
    case.does(NORD, "refund_without_return")
    case.does(NORD, "refund")
    case.does(SYSTEMS, "confirm_payment")
    return case


def test_it_looks_at_a_payment_that_fails_after_it_was_confirmed(desk: Desk) -> None:
    case = paid(desk)
    case.does(SYSTEMS, "fail_payment")
    seq = case.version - 1
    assert [entry.role for entry in case.entries(after=seq - 1)] == ["payments", "clock"]
    rows = desk.rows("SELECT kind, seq, decision FROM review")
    assert rows == [("contradiction", seq, "")]
    assert (case.state, [deadline.waits_on for deadline in case.running("review")]) == ("closed", ["platform"])


def test_it_looks_at_goods_that_come_after_the_end(desk: Desk) -> None:
    case = paid(desk)
    case.does(SYSTEMS, "arrive")
    assert desk.rows("SELECT kind FROM review") == [("contradiction",)]


def test_it_looks_at_a_delivery_of_what_is_given_back_as_lost(desk: Desk) -> None:
    desk.takes(delivered_at=None)
    case = desk.opens(a_delivery_problem())
    case.does(NORD, "accept_refund")
    case.does(SYSTEMS, "deliver")
    assert case.state == "refund_due"
    assert desk.rows("SELECT kind FROM review") == [("contradiction",)]


def test_it_looks_at_nothing_that_only_comes_twice(desk: Desk) -> None:
    desk.takes()
    case = desk.opens(a_return())
    for _ in range(2):
        case.does(SYSTEMS, "arrive")
    assert (case.state, desk.rows("SELECT kind FROM review")) == ("inspecting", [])


def test_it_alerts_admins_every_working_day_until_somebody_has_looked(desk: Desk) -> None:
    case = paid(desk)  # on Thursday; Friday and Monday are holidays
    case.does(SYSTEMS, "fail_payment")
    assert desk.waits_until(at("2026-04-07 23:59")).warnings == 0
    assert desk.waits_until(at("2026-04-08 00:01")).warnings == 1
    assert desk.waits_until(at("2026-04-10 12:00")).warnings == 2
    assert len(case.running("review")) == 1

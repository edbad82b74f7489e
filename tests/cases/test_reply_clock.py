"""The reply clock: what starts it, what meets, promises, waives and revives it, and what a silence costs."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from cases.errors import ShapeInvalid
from tests.builders import Desk, Told, a_question, a_return, a_withdrawal, at
from tests.cast import JAN, NORD, ROOT, SYSTEMS
from workflows.refusals import FieldsInvalid, NotEligible

DUE = at("2026-04-07 15:00")  # asked on Thursday 2 April, 15:00; Good Friday and Easter Monday do not count
HOUR = timedelta(hours=1)


def asked(desk: Desk, body: str = "Does the sieve fit?", **more: Any) -> Told:
    desk.takes()
    return desk.opens(a_question(body=body, **more))


def breaches(desk: Desk) -> list[tuple[str, int]]:
    """What was not said in time; what was not done in time is told elsewhere."""
    sql = "SELECT kind, counts FROM breach WHERE kind IN ('reply', 'promise') ORDER BY at, seq, number"
    return [(kind, counts) for kind, counts in desk.rows(sql)]


def states(case: Told) -> list[str]:
    return [question.state for question in case.file.questions]


@pytest.mark.parametrize(
    ("message", "starts"),
    [
        ({"body": "And the colour?"}, True),
        ({"body": "The box is blue."}, True),
        ({"body": "Thank you very much!"}, False),
        ({"body": "Thank you, but does it fit?"}, True),
        ({"body": "No answer needed.", "reply_expected": False}, False),
        ({"body": "Thanks", "reply_expected": True}, True),
    ],
)
def test_it_starts_with_words_that_expect_an_answer(message: dict[str, Any], starts: bool, desk: Desk) -> None:
    desk.takes()
    case = desk.opens(a_return())
    case.says(JAN, **message)
    assert [deadline.due_at for deadline in case.running("reply")] == ([DUE] if starts else [])


def test_it_does_not_start_with_a_stored_text_or_the_words_of_others(desk: Desk) -> None:
    desk.takes()
    case = desk.opens(a_withdrawal())
    case.does(JAN, "ship")
    case.says(SYSTEMS, "The van is on its way.")
    case.says(ROOT, "Can you both hear us?")
    case.says(NORD, "Which parcel is it?")
    assert case.running("reply") == []
    assert case.file.case.reply_due_at is None


def test_it_starts_with_the_words_of_an_event(desk: Desk) -> None:
    desk.takes()
    case = desk.opens(a_withdrawal(body="Where do I send it?"))
    assert [deadline.due_at for deadline in case.running("reply")] == [DUE]


def test_it_is_met_only_when_every_question_of_the_message_is_answered(desk: Desk) -> None:
    case = asked(desk, "Does it fit? Is it blue?")
    first, second = case.questions
    case.says(NORD, "It fits.", answers=[first])
    assert (states(case), case.state, len(case.running("reply"))) == (["answered", "open"], "awaiting_seller", 1)
    case.says(NORD, "It is blue.", answers=[second])
    assert (states(case), case.state, case.running("reply")) == (["answered", "answered"], "answered", [])
    assert [deadline.state for deadline in case.ended("reply")] == ["met"]


def test_it_holds_a_reply_without_answers_to_answer_all(desk: Desk) -> None:
    case = asked(desk, "Does it fit? Is it blue?")
    case.says(NORD, "It fits and is blue.")
    assert states(case) == ["answered", "answered"]


def test_it_refuses_an_answer_that_leaves_a_question_open(desk: Desk) -> None:
    case = asked(desk, "Does it fit? Is it blue?")
    with pytest.raises(FieldsInvalid):
        case.says(NORD, "It fits.", event="answer", answers=case.questions[:1])
    with pytest.raises(ShapeInvalid):
        case.says(NORD, "It fits.", answers=[f"{case.id}.1.q9"])


def test_it_finds_at_most_ten_questions_in_a_message(desk: Desk) -> None:
    case = asked(desk, " ".join(f"Is it number {number}?" for number in range(1, 13)))
    assert len(case.questions) == 10
    assert case.view()["questions"][9]["text"] == "Is it number 10? Is it number 11? Is it number 12?"


def test_it_is_missed_one_second_after_it_is_due(desk: Desk) -> None:
    case = asked(desk)
    desk.sweeps(DUE)
    assert (case.version, case.file.case.overdue) == (1, 0)
    desk.sweeps(DUE + timedelta(seconds=1))
    assert (case.version, case.state, case.file.case.overdue) == (2, "awaiting_seller", 1)
    assert case.file.case.reply_due_at == DUE
    assert breaches(desk) == [("reply", 1)]
    case.says(NORD, "It fits.")
    answered = case.file.case
    assert (answered.overdue, answered.reply_due_at) == (0, None)


def test_it_counts_ten_messages_in_one_silence_as_one_breach(desk: Desk) -> None:
    case = asked(desk)
    for minutes in range(1, 10):
        desk.waits_until(at("2026-04-02 15:00") + timedelta(minutes=minutes))
        case.says(JAN, f"And in colour {minutes}?")
    desk.waits_until(DUE + HOUR)
    assert [deadline.state for deadline in case.ended("reply")] == ["missed"] * 10
    assert breaches(desk) == [("reply", 1)] + [("reply", 0)] * 9


@pytest.mark.parametrize("how", ["answers", "waives", "writes_on"])
def test_it_counts_anew_once_the_seller_has_spoken(how: str, desk: Desk) -> None:
    case = asked(desk, "The sieve that you sent is blue.")
    desk.waits_until(DUE + HOUR)
    if how == "waives":
        case.says(NORD, "You told me, thank you.", waives=[case.message(1)])
    else:
        case.says(NORD, "I see.")
    case.says(JAN, "And does it fit?")
    desk.waits(days=3)
    assert breaches(desk) == [("reply", 1), ("reply", 1)]


def test_it_is_met_by_a_promise_which_then_has_its_own_deadline(desk: Desk) -> None:
    case = asked(desk)
    case.does(NORD, "promise_answer", date="2026-04-09")
    assert (states(case), case.running("reply")) == (["promised"], [])
    assert [promise.due_at for promise in case.running("promise")] == [at("2026-04-10 00:00")]
    case.says(NORD, "It fits.")
    assert [promise.state for promise in case.ended("promise")] == ["met"]
    assert breaches(desk) == []


def test_it_is_a_breach_to_break_a_promise(desk: Desk) -> None:
    case = asked(desk)
    case.does(NORD, "promise_answer", date="2026-04-08")
    desk.waits_until(at("2026-04-09 00:00"))
    assert breaches(desk) == []
    desk.waits(seconds=1)
    assert (breaches(desk), case.file.case.overdue) == ([("promise", 1)], 1)
    case.says(NORD, "It fits.")
    assert (case.file.case.overdue, states(case)) == (0, ["answered"])


@pytest.mark.parametrize("day", ["2026-04-01", "2026-04-14"])
def test_it_takes_no_promise_for_the_past_or_beyond_five_working_days(day: str, desk: Desk) -> None:
    case = asked(desk)
    with pytest.raises(FieldsInvalid):
        case.does(NORD, "promise_answer", date=day)
    case.does(NORD, "promise_answer", date="2026-04-13")


def test_it_takes_one_promise_for_each_question(desk: Desk) -> None:
    case = asked(desk)
    case.does(NORD, "promise_answer", date="2026-04-08")
    with pytest.raises(NotEligible):
        case.does(NORD, "promise_answer", date="2026-04-09")


def test_it_is_waived_with_a_reason_unless_a_question_is_open(desk: Desk) -> None:
    case = asked(desk, "The sieve is blue.")
    case.says(JAN, "Does it fit?")
    with pytest.raises(NotEligible):
        case.says(NORD, "Not needed.", waives=[case.message(2)])
    case.says(NORD, "You told me.", waives=[case.message(1)])
    assert [deadline.state for deadline in case.ended("reply")] == ["waived"]
    assert case.state == "awaiting_seller"


def test_it_is_revived_by_an_objection_with_what_was_left(desk: Desk) -> None:
    case = asked(desk, "The sieve is blue.")
    desk.waits_until(at("2026-04-02 21:00"))
    case.says(NORD, "You told me.", waives=[case.message(1)])
    desk.waits_until(at("2026-04-07 09:00"))
    case.does(JAN, "object", to=[case.message(1)])
    # 18 of 24 hours were left
    assert [deadline.due_at for deadline in case.running("reply")] == [at("2026-04-08 03:00")]


def test_it_leaves_at_least_four_working_hours_after_an_objection(desk: Desk) -> None:
    case = asked(desk)
    desk.waits_until(at("2026-04-07 14:30"))
    case.says(NORD, "It fits.")
    desk.waits(minutes=10)
    case.does(JAN, "object", to=case.questions)
    assert states(case) == ["open"]
    assert [deadline.due_at for deadline in case.running("reply")] == [at("2026-04-07 18:40")]


def test_it_takes_no_objection_after_two_working_days(desk: Desk) -> None:
    case = asked(desk)
    case.says(NORD, "It fits.")
    desk.waits_until(at("2026-04-09 00:00"))
    assert "object" in [action["event"] for action in case.view(JAN)["available_actions"]]
    desk.waits(seconds=1)
    with pytest.raises(NotEligible):
        case.does(JAN, "object", to=case.questions)


def test_it_is_cancelled_by_the_buyer_who_closes(desk: Desk) -> None:
    case = asked(desk)
    case.says(NORD, "It fits.")
    case.says(JAN, "And is it blue?", event="close")
    assert [deadline.state for deadline in case.ended("reply")] == ["met", "cancelled"]
    assert (case.state, case.file.case.reply_due_at, case.running("reply")) == ("closed", None, [])


def test_it_runs_on_where_anyone_else_closes(desk: Desk) -> None:
    case = asked(desk)
    case.waits_for("alert_platform")
    case.says(JAN, "Is anybody there?")
    case.does(ROOT, "close")
    assert (case.state, len(case.running("reply"))) == ("closed", 1)
    desk.waits(days=5)
    assert [deadline.state for deadline in case.ended("reply")] == ["missed", "missed"]


def test_it_keeps_the_clock_from_closing_over_an_open_reply(desk: Desk) -> None:
    desk.takes()
    case = desk.opens(a_return())
    case.does(NORD, "decline")  # the clock closes after fourteen days, on Thursday 16 April, 24:00
    desk.waits_until(at("2026-04-16 15:00"))
    case.says(JAN, "Why is that?")
    desk.waits_until(at("2026-04-17 00:00") + HOUR)
    (wait,) = case.running("state")
    assert (case.state, wait.due_at) == ("declined", None)
    case.says(NORD, "Because it was used.")
    assert case.due == at("2026-05-05 00:00")  # fourteen days from the morning of 17 April end on the holiday of 1 May


def test_it_is_waived_for_the_seller_by_the_platforms_answer(desk: Desk) -> None:
    case = asked(desk)
    case.does(ROOT, "answer")
    assert (case.state, states(case)) == ("answered", ["answered"])
    assert [deadline.state for deadline in case.ended("reply")] == ["waived"]


def test_it_warns_at_half_and_at_four_fifths_of_the_working_time(desk: Desk) -> None:
    asked(desk)
    marks = []
    # 12 of 24 hours have passed on Tuesday at 3:00, four fifths of them at 10:12
    for moment in ("03:00", "03:01", "10:12", "10:13"):
        desk.waits_until(at(f"2026-04-07 {moment}"))
        marks += desk.rows("SELECT mark FROM deadline WHERE kind = 'reply'")
    assert marks == [(0,), (1,), (1,), (2,)]
    assert len([told for told in desk.told("deadline.warned") if told["deadline"] == "reply"]) == 2

"""What a seller's words answer: by a review of them, or by the seller's own word until somebody objects."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from cases.verbs.preview import preview_message
from cases.verbs.write_message import Message
from tests.builders import Desk, Told, a_question, a_return, at
from tests.cast import IDA, JAN, NORD, ROOT
from workflows.refusals import FieldsInvalid

DUE = at("2026-04-07 15:00")  # asked on Thursday 2 April, 15:00; Good Friday and Easter Monday do not count
TWO = "When will you ship it? Is it blue?"
POLITE = "Thank you very much for your message. Kind regards, your team"
AUTOMATIC = "This is an automatic reply. We have received your message."
COPIED = "You ask when we will ship it and whether it is blue."
VAGUE = "We are looking into it and get back to you soon."


def asked(desk: Desk, body: str = TWO, **more: Any) -> Told:
    desk.takes()
    return desk.opens(a_question(body=body, **more))


def states(case: Told) -> list[str]:
    return [question.state for question in case.file.questions]


def breaches(desk: Desk) -> list[tuple[str, int]]:
    return [(kind, counts) for kind, counts in desk.rows("SELECT kind, counts FROM breach ORDER BY at, number")]


def preview(case: Told, body: str, **message: Any) -> dict[str, Any]:
    return preview_message(case.desk.database, NORD, case.id, Message(body, **message), case.desk.now)


def test_it_leaves_open_what_a_partial_reply_does_not_answer(desk: Desk) -> None:
    case = asked(desk)
    case.says(NORD, "It is blue.")
    assert (states(case), case.state, len(case.running("reply"))) == (["open", "answered"], "awaiting_seller", 1)


def test_it_misses_the_clock_of_what_was_left_open_on_time(desk: Desk) -> None:
    case = asked(desk)
    case.says(NORD, "It is blue.")
    desk.waits_until(DUE)
    assert breaches(desk) == []
    desk.waits_until(DUE + timedelta(seconds=1))
    (reply,) = case.ended("reply")
    assert (reply.state, reply.due_at, breaches(desk)) == ("missed", DUE, [("reply", 1)])


def test_it_meets_the_clock_with_what_was_missing(desk: Desk) -> None:
    case = asked(desk)
    case.says(NORD, "It is blue.")
    case.says(NORD, "It goes out on Wednesday.")
    assert (states(case), case.state) == (["answered", "answered"], "answered")


@pytest.mark.parametrize("body", [POLITE, AUTOMATIC, COPIED, VAGUE])
def test_it_is_met_by_nothing_without_substance(body: str, desk: Desk) -> None:
    case = asked(desk)
    case.says(NORD, body)
    assert (states(case), case.state, len(case.running("reply"))) == (["open", "open"], "awaiting_seller", 1)


@pytest.mark.parametrize(("body", "met"), [(POLITE, False), (AUTOMATIC, False), (VAGUE, False), ("I see.", True)])
def test_it_wants_something_substantive_where_nothing_was_asked(body: str, met: bool, desk: Desk) -> None:
    case = asked(desk, "The sieve that you sent is blue.")
    case.says(NORD, body)
    assert (case.running("reply") == []) == met


def test_it_says_in_the_case_why_it_goes_on_waiting(desk: Desk) -> None:
    case = asked(desk)
    seq = case.says(NORD, VAGUE).entry.seq
    told = case.entries()[-1]
    assert (told.kind, told.role, told.seq) == ("system", "clock", seq + 1)
    assert told.body is not None
    assert told.body.startswith(f"An automatic check read message {seq} of the seller")
    assert json.loads(case.entries()[seq - 1].canonical)["leaves_open"] == case.questions


def test_it_says_nothing_where_all_is_answered(desk: Desk) -> None:
    case = asked(desk)
    case.says(NORD, "It is blue and goes out on Wednesday.")
    assert case.version == 2


@pytest.mark.parametrize("body", [VAGUE, "It is blue."])
def test_it_takes_the_sellers_own_word_for_what_is_vague_or_partial(body: str, desk: Desk) -> None:
    case = asked(desk)
    case.says(NORD, body, answers=case.questions)
    assert (states(case), case.running("reply"), case.version) == (["answered", "answered"], [], 2)


@pytest.mark.parametrize("body", [POLITE, AUTOMATIC, COPIED])
def test_it_takes_no_word_for_what_a_person_did_not_answer(body: str, desk: Desk) -> None:
    case = asked(desk)
    case.says(NORD, body, answers=case.questions)
    assert states(case) == ["open", "open"]


@pytest.mark.parametrize("who", [JAN, ROOT])
def test_it_judges_the_sellers_word_at_the_first_due_once_somebody_objects(who: Any, desk: Desk) -> None:
    case = asked(desk)
    desk.waits_until(DUE - timedelta(hours=1))
    case.says(NORD, VAGUE, answers=case.questions)
    desk.waits_until(DUE + timedelta(hours=2))
    case.does(who, "object", to=case.questions[:1])
    assert (states(case), [clock.due_at for clock in case.running("reply")]) == (["open", "answered"], [DUE])
    desk.waits(seconds=1)
    assert ([clock.state for clock in case.ended("reply")], breaches(desk)) == (["met", "missed"], [("reply", 1)])


def test_it_counts_no_second_miss_of_what_was_late_anyway(desk: Desk) -> None:
    case = asked(desk)
    desk.waits_until(DUE + timedelta(hours=1))
    case.says(NORD, VAGUE, answers=case.questions)
    case.does(JAN, "object", to=case.questions)
    desk.waits(days=3)
    assert (breaches(desk), case.file.case.overdue) == ([("reply", 1)], 1)


def test_it_gives_four_hours_for_what_the_review_took_for_an_answer(desk: Desk) -> None:
    case = asked(desk, "Is it blue?")
    desk.waits_until(DUE - timedelta(minutes=30))
    case.says(NORD, "No, it is red.")
    case.does(JAN, "object", to=case.questions)
    assert [clock.due_at for clock in case.running("reply")] == [at("2026-04-07 18:30")]


def test_it_takes_a_deed_for_an_answer_to_whoever_asked_nothing(desk: Desk) -> None:
    desk.takes()
    case = desk.opens(a_return(reply_expected=True, body="The sieve does not fit."))
    case.says(NORD, "Thank you.", event="approve", fields=case.example(NORD, "approve"))
    assert case.running("reply") == []


def test_it_reads_each_question_in_its_own_language(desk: Desk) -> None:
    case = asked(desk, "Wann wird es geliefert? Ist es blau?", lang="de")
    case.says(NORD, "It is delivered on Wednesday.", lang="en")
    assert states(case) == ["answered", "open"]


def test_it_takes_a_file_for_what_was_asked_for(desk: Desk) -> None:
    case = asked(desk, "Could you send me the invoice?")
    case.says(NORD, "Kind regards", attachments=desk.photos_of(NORD))
    assert states(case) == ["answered"]


def test_it_does_not_review_the_platform(desk: Desk) -> None:
    case = asked(desk)
    case.says(IDA, "That depends.", event="answer")
    assert states(case) == ["answered", "answered"]


def test_it_refuses_an_answer_by_name_that_answers_nothing(desk: Desk) -> None:
    case = asked(desk)
    with pytest.raises(FieldsInvalid):
        case.says(NORD, VAGUE, event="answer")


@pytest.mark.parametrize(
    ("body", "verdict", "open_"),
    [("It is blue.", "partial", 1), (VAGUE, "vague", 2), ("Yes. It goes out on Wednesday.", "ok", 0)],
)
def test_it_says_before_sending_what_will_count(body: str, verdict: str, open_: int, desk: Desk) -> None:
    case = asked(desk)
    seen = preview(case, body)
    assert (seen["reply"]["verdict"], seen["reply"]["counts"], len(seen["unanswered"])) == (verdict, True, open_)
    assert case.version == 1


def test_it_says_before_sending_that_the_sellers_word_stands(desk: Desk) -> None:
    case = asked(desk)
    seen = preview(case, VAGUE, answers=case.questions)
    assert (seen["reply"]["verdict"], seen["reply"]["counts"], seen["unanswered"]) == ("vague", False, [])


def test_it_has_nothing_to_say_of_what_answers_nothing(desk: Desk) -> None:
    desk.takes()
    case = desk.opens(a_return())
    assert preview(case, VAGUE)["reply"] is None

"""Words: where an event has none of its own, and where they go once a case has long been closed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from cases.errors import MessageRequired
from tests.builders import Desk, Told, a_question, a_return, a_withdrawal
from tests.cast import JAN, NORD, ROOT, SYSTEMS


def long_closed(desk: Desk, opening: Any = None) -> Told:
    """A question that was closed fourteen days and one second ago."""
    desk.takes()
    case = desk.opens(opening or a_question())
    case.says(NORD, "It fits.")
    case.does(JAN, "close")
    desk.waits(days=14, seconds=1)
    return case


def links(case: Told) -> list[Told]:
    return [Told(case.desk, link["case"]) for link in case.view()["links"]]


def test_it_says_an_event_without_words_in_the_language_of_the_case(desk: Desk) -> None:
    desk.takes(lang="de")
    case = desk.opens(a_withdrawal())
    shipped = case.does(JAN, "ship").entry
    arrived = case.does(SYSTEMS, "arrive").entry
    assert (shipped.lang, shipped.body) == ("de", "Ich habe das Paket zurückgeschickt.")
    assert arrived.lang == "de"


def test_it_declares_a_withdrawal_of_the_order_in_the_language_of_the_case(desk: Desk) -> None:
    desk.takes(lang="de")
    declared, acknowledged = desk.opens(a_withdrawal()).entries()
    assert (declared.lang, declared.body) == (
        "de",
        "Hiermit widerrufe ich den Vertrag über diese Ware aus der Bestellung DE-1042.",
    )
    assert acknowledged.body is not None
    assert "Donnerstag, 2. April 2026, 15:00" in acknowledged.body
    assert "1 Coffee machine" in acknowledged.body


def test_it_asks_words_of_everybody_but_those_whose_events_have_a_text(desk: Desk) -> None:
    desk.takes()
    with pytest.raises(MessageRequired):
        desk.opens(a_return(body=" "))
    case = desk.opens(a_return())
    for who, event in ((NORD, "approve"), (JAN, None), (NORD, None)):
        with pytest.raises(MessageRequired):
            case.says(who, " \n ", event=event)
    assert case.version == 1


def test_it_lets_both_write_for_fourteen_days_after_closing(desk: Desk) -> None:
    desk.takes()
    case = desk.opens(a_question())
    case.says(NORD, "It fits.")
    case.does(JAN, "close")
    desk.waits(days=14)
    case.says(JAN, "Does it really fit?")
    assert (case.state, len(case.running("reply")), links(case)) == ("closed", 1, [])


@pytest.mark.parametrize("who", [JAN, NORD])
def test_it_goes_on_in_a_linked_question_after_fourteen_days(who: Any, desk: Desk) -> None:
    case = long_closed(desk)
    answer = case.says(who, "One more thing: it rattles.")
    assert answer.entry.case_id == case.id
    (linked,) = links(case)
    assert [link["relation"] for link in case.view()["links"]] == ["later"]
    assert [link["relation"] for link in linked.view()["links"]] == ["earlier"]
    assert [entry.body for entry in linked.entries()] == ["One more thing: it rattles."]
    assert linked.state == ("awaiting_seller" if who is JAN else "answered")
    assert case.running("reply") == []
    assert len(linked.running("reply")) == (1 if who is JAN else 0)


def test_it_goes_on_before_the_sale_too(desk: Desk) -> None:
    about = {"market": "DE", "seller": "nord", "sku": "S-1", "title": "Sieve"}
    case = long_closed(desk, a_question(order=None, about=about))
    case.says(JAN, "Is it still on sale?")
    (linked,) = links(case)
    assert linked.file.case.about == {"sku": "S-1", "title": "Sieve"}
    assert len(linked.running("reply")) == 1


@pytest.mark.parametrize("message", [{"body": "Thank you!"}, {"body": "As I said.", "reply_expected": False}])
def test_it_owes_no_answer_in_a_linked_question_to_words_that_expect_none(message: dict[str, Any], desk: Desk) -> None:
    case = long_closed(desk)
    case.says(JAN, **message)
    (linked,) = links(case)
    assert linked.running("reply") == []


def test_it_keeps_what_others_write_to_a_long_closed_case_there_alone(desk: Desk) -> None:
    case = long_closed(desk)
    case.says(ROOT, "For the file.")
    case.says(SYSTEMS, "For the file.")
    assert links(case) == []


def test_it_may_be_reopened_for_fourteen_days(desk: Desk) -> None:
    desk.takes()
    early, late = desk.opens(a_question()), desk.opens(a_question())
    for case in (early, late):
        case.says(NORD, "It fits.")
        case.does(JAN, "close")
    desk.waits(days=14)
    assert early.does(JAN, "reopen").file.case.state == "awaiting_seller"
    desk.waits_until(desk.now + timedelta(seconds=1))
    assert "reopen" not in [action["event"] for action in late.view(JAN)["available_actions"]]

"""What was answered and what was not, as the parties see and say it in the case's page."""

from __future__ import annotations

import html
import re

import pytest

from cases.casefile.asker import Asker
from tests.builders import Told, a_question
from tests.cast import JAN, NORD, ROOT
from tests.pages.reader import Pages

TWO = "When will you ship it? Is it blue?"
VAGUE = "We are looking into it and get back to you soon."


@pytest.fixture
def case(pages: Pages) -> Told:
    """Two questions in one message."""
    return pages.desk.opens(a_question(body=TWO))


def states(case: Told) -> list[str]:
    return [question.state for question in case.file.questions]


def shown(pages: Pages, who: Asker, case: Told) -> str:
    return html.unescape(pages.as_(who).get(f"/cases/{case.id}").text)


def asked_in(page: str) -> list[tuple[str, str]]:
    return re.findall(r'<span class="what">(.*?)</span>\s*<span class="state">([^<,]*)', page)


def test_it_shows_what_a_message_asks_and_how_that_stands(pages: Pages, case: Told) -> None:
    case.says(NORD, "It is blue.")
    for who in (JAN, NORD):
        found = asked_in(shown(pages, who, case))
        assert found == [("When will you ship it?", "waits for an answer"), ("Is it blue?", "answered")]


def test_it_lets_the_buyer_say_that_something_is_not_answered(pages: Pages, case: Told) -> None:
    case.says(NORD, VAGUE, answers=case.questions)
    first = case.questions[0]
    where = f"/cases/{case.id}/not-answered"
    answer = pages.as_(JAN).fills(f"/cases/{case.id}", where, {"question": first, "body": "You name no day."})
    assert "Your message was sent." in answer.text
    assert (states(case)[:2], case.entries()[-1].body) == (["open", "answered"], "You name no day.")


def test_it_lets_the_buyer_say_so_without_a_word(pages: Pages, case: Told) -> None:
    case.says(NORD, VAGUE, answers=case.questions)
    where = f"/cases/{case.id}/not-answered"
    pages.as_(JAN).fills(f"/cases/{case.id}", where, {"question": case.questions[1], "body": ""})
    assert (states(case), case.entries()[-1].event) == (["answered", "open"], "object")


def test_it_offers_that_to_nobody_where_it_cannot_be_said(pages: Pages, case: Told) -> None:
    assert "This is not answered" not in shown(pages, JAN, case)
    case.says(NORD, "It is blue and goes out on Wednesday.")
    assert "This is not answered" not in shown(pages, NORD, case)
    assert shown(pages, JAN, case).count("<summary>This is not answered</summary>") == 2


def test_it_tells_why_what_is_not_possible_is_not(pages: Pages, case: Told) -> None:
    where = f"/cases/{case.id}/not-answered"
    case.says(NORD, "It is blue.")
    answer = pages.as_(JAN).fills(f"/cases/{case.id}", where, {"question": case.questions[0], "body": ""})
    assert "not done." in answer.text
    assert states(case) == ["open", "answered"]


def test_it_lets_the_seller_name_the_sentence_that_answers(pages: Pages, case: Told) -> None:
    case.says(NORD, "We are looking into it. Dispatch is planned after the holidays.", answers=[])
    where = f"/cases/{case.id}/answered"
    typed = {"question": case.questions[0], "sentence": "2:Dispatch is planned after the holidays"}
    answer = pages.as_(NORD).fills(f"/cases/{case.id}", where, typed)
    assert "Your message was sent." in answer.text
    assert states(case) == ["answered", "open"]
    said = case.entries()[-1]
    assert said.body == ("“When will you ship it?” was answered in message 2: “Dispatch is planned after the holidays”")
    assert case.view()["questions"][0]["answered_by"] == case.message(said.seq)


def test_it_takes_no_sentence_that_the_seller_never_wrote(pages: Pages, case: Told) -> None:
    case.says(NORD, "We are looking into it.", answers=[])
    typed = {"question": case.questions[0], "sentence": "2:It goes out on Wednesday"}
    assert pages.as_(NORD).fills(f"/cases/{case.id}", f"/cases/{case.id}/answered", typed).status_code == 404
    assert states(case) == ["open", "open"]


def test_it_says_in_the_composer_what_will_count(pages: Pages, case: Told) -> None:
    where = f"/cases/{case.id}/messages"
    answer = pages.as_(NORD).fills(f"/cases/{case.id}", where, {"body": "It is blue.", "preview": "yes"})
    page = html.unescape(answer.text)
    assert "Some questions have no answer yet." in page
    assert "<li>Stays open: When will you ship it?</li><li>Counts as answered: Is it blue?</li>" in page
    assert case.version == 1


def test_it_lets_the_review_decide_where_the_seller_ticks_nothing(pages: Pages, case: Told) -> None:
    pages.as_(NORD).fills(f"/cases/{case.id}", f"/cases/{case.id}/messages", {"body": "It is blue."})
    assert states(case) == ["open", "answered"]


def test_it_takes_what_the_seller_ticks_for_answered(pages: Pages, case: Told) -> None:
    typed = {"body": VAGUE, "answers": case.questions[:1]}
    pages.as_(NORD).fills(f"/cases/{case.id}", f"/cases/{case.id}/messages", typed)
    assert states(case) == ["answered", "open"]


def test_it_lets_an_admin_object_with_words(pages: Pages, case: Told) -> None:
    case.says(NORD, VAGUE, answers=case.questions)
    pages.as_(ROOT).looks(case.id)
    where = f"/cases/{case.id}/messages"
    typed = {"f/to": case.questions[:1], "body": "This names no day."}
    assert "Your message was sent." in pages.as_(ROOT).fills(f"/cases/{case.id}?do=object", where, typed).text
    assert (states(case), case.entries()[-1].role) == (["open", "answered"], "platform")

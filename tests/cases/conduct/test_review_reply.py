"""Whether a reply answers, and what it leaves open."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.replies import measure
from cases.messages.conduct.asking import LANGUAGES
from cases.messages.conduct.review_reply import Verdict, review_reply
from markets.translate import has_text

TWO = ["When does it ship", "is a plug included?"]


@pytest.mark.parametrize(
    ("reply", "verdict", "open_"),
    [
        ("It ships tomorrow. A plug is included.", Verdict.OK, ()),
        ("It ships tomorrow morning.", Verdict.PARTIAL, (1,)),
        ("As soon as possible, please bear with us.", Verdict.VAGUE, (0, 1)),
        ("Thank you for your message! Have a lovely day.", Verdict.EMPTY_POLITENESS, (0, 1)),
        ("You are asking when it ships and whether a plug is included.", Verdict.COPY_OF_QUESTION, (0, 1)),
        ("This is an automated reply. We have received your message.", Verdict.AUTOMATIC, (0, 1)),
        ("1. On Friday. 2. No.", Verdict.OK, ()),
        ("", Verdict.VAGUE, (0, 1)),
    ],
)
def test_it_judges_a_reply(reply: str, verdict: Verdict, open_: tuple[int, ...]) -> None:
    found = review_reply(TWO, reply, "en")
    assert (found.verdict, found.unanswered) == (verdict, open_)


@pytest.mark.parametrize("reply", ["No.", "We don't know, we ask the maker and tell you by Thursday."])
def test_it_takes_a_no_and_a_next_step_for_answers(reply: str) -> None:
    assert review_reply(["Is it oak?"], reply, "en").verdict is Verdict.OK


def test_it_leaves_open_what_the_seller_cannot_say() -> None:
    questions = ["Welche Länge hat das Kabel?", "Wie viel Watt hat der Motor?"]
    found = review_reply(questions, "Das Kabel ist 2 m lang. Zur Wattzahl kann ich nichts sagen.", "de")
    assert found.unanswered == (1,)


@given(st.text(max_size=200) | st.text("1a).-\n ?ﾞ", max_size=12), st.sampled_from([*LANGUAGES, "hu"]))
def test_it_says_why_of_every_reply(reply: str, language: str) -> None:
    found = review_reply(["Where is it?", "Is it blue?"], reply, language)
    assert all(has_text(found.because, known) for known in ("en", "nl", "de"))
    assert set(found.unanswered) <= {0, 1}
    assert (found.verdict is Verdict.OK) == (not found.unanswered)


def test_it_takes_a_phrase_that_no_person_writes_for_automatic() -> None:
    reply = "This is an automated message. It ships tomorrow and a plug is included."
    assert review_reply(TWO, reply, "en").verdict is Verdict.AUTOMATIC


@pytest.mark.parametrize("reply", [" ", "…?!", "👍"])
def test_it_takes_nothing_without_words_for_an_answer(reply: str) -> None:
    assert review_reply(TWO, reply, "en").unanswered == (0, 1)


def test_it_reads_a_question_in_its_own_language() -> None:
    assert review_reply(["Hvornår?"], "It ships tomorrow.", "en", ["da"]).verdict is Verdict.OK


def test_it_holds_its_figures_on_replies_that_it_was_not_taught_by() -> None:
    count = measure("fresh")["all"]
    figures = count.ok_or_not, count.wronged  # because a failure must not print the texts
    assert figures[0] >= 0.88
    assert figures[1] <= 0.10


@pytest.mark.parametrize("piece", ["a", "1. ", "? ", "!", "A1 ", "AA-", "\n", "- ", "...", "soon "])
def test_it_stays_quick_on_a_long_reply(piece: str) -> None:
    review_reply(TWO, "Soon.", "en")
    began = time.process_time()
    review_reply(TWO, (piece * 50_000)[:50_000] + "x", "en")
    assert time.process_time() - began < 1.5

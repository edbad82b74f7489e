"""Excerpts: the place in the words that says why a message was found, as it was written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.messages.search.excerpt import LENGTH, Excerpt, excerpt_of
from cases.messages.search.folding import folded
from cases.messages.search.query import sought_in

FILLING = "Nothing of that is here. "


def excerpt(query: str, *texts: str) -> Excerpt:
    return excerpt_of(texts, sought_in(query).found)


def marked(query: str, *texts: str) -> list[str]:
    """The words that are marked, as the excerpt has them."""
    text, spans, _ = excerpt(query, *texts)
    return [text[start:end] for start, end in spans]


@pytest.mark.parametrize(
    ("query", "text", "words"),
    [
        ("cafe", "Das Café am Markt, das CAFE\u0301!", ["Café", "CAFE\u0301"]),
        ("strasse", "Straße", ["Straße"]),
        ("mull", "Müller und Müll", ["Müller", "Müll"]),
        ('"the lid"', "the pot and the lid", ["the lid"]),
        ("r-8f3k", "about R-8F3K.", ["R-8F3K"]),
        ("lid pot", "👍🏽 the pot 👍 the lid", ["pot", "lid"]),
        ('lid "the lid"', "the lid", ["the lid"]),
        ("ΔΡΟΜΟΣ", "ο δρόμος", ["δρόμος"]),
        ("lid -pot", "lid", ["lid"]),
        ("tea", "coffee", []),
    ],
)
def test_it_marks_the_words_as_they_were_written(query: str, text: str, words: list[str]) -> None:
    assert excerpt(query, text).text == text
    assert marked(query, text) == words


def test_it_shows_the_place_that_says_most() -> None:
    text = FILLING * 20 + "A lid. " + FILLING * 20 + "A lid on a pot. " + FILLING * 20
    shown = excerpt("lid pot", text).text
    assert "A lid on a pot." in shown
    assert shown.startswith("…")
    assert shown.endswith("…")
    assert len(shown) <= LENGTH + 2


def test_it_begins_and_ends_with_whole_words() -> None:
    shown = excerpt("lid", FILLING * 20 + "A lid. " + FILLING * 20).text
    assert {word.strip("….") for word in shown.split()} <= {"Nothing", "of", "that", "is", "here", "A", "lid"}


def test_it_takes_the_text_that_holds_what_was_sought() -> None:
    assert excerpt("R-8F3K", "Does it fit?", "", "R-8F3K DE-1042") == ("R-8F3K DE-1042", [(0, 6)], 1)


def test_it_shows_the_beginning_where_nothing_is_marked() -> None:
    assert excerpt("tea", FILLING * 20).text.startswith("Nothing of that")


def test_it_puts_everything_on_one_line() -> None:
    assert excerpt("lid", "the\npot\r\nthe\tlid").text == "the pot  the lid"


LONG = FILLING * 2_000
"""Of 50,000 characters, so that it is read in stretches."""


@pytest.mark.parametrize(
    ("query", "end", "words"),
    [
        ("lid", "A Lid.", ["Lid"]),
        ("lid", "Ä LÏD", ["LÏD"]),
        ('"lid of tin"', "A lid, of-tin!", ["lid, of-tin"]),
        ("pot li", "A lid on a pot.", ["lid", "pot"]),
        ("li*", "A solid lid.", ["lid"]),
        ("lid", "A lid_on", ["lid"]),
        ("strasse", "STRAẞE", ["STRAẞE"]),
    ],
)
def test_it_finds_the_place_at_the_end_of_a_long_text(query: str, end: str, words: list[str]) -> None:
    assert marked(query, f"{LONG}{end}") == words
    assert marked(query, f"{LONG}{end} {LONG}") == words


def test_it_shows_the_stretch_of_a_long_text_that_says_most() -> None:
    shown = excerpt("lid pot", f"A lid. {LONG} A lid on a pot. {LONG} A pot.")
    assert "A lid on a pot." in shown.text
    assert shown.terms == 2


@given(st.integers(0, 9_000), st.sampled_from(["lid", '"pot of tin with a lid"', "tin lid"]))
def test_it_finds_words_wherever_a_long_text_is_parted(before: int, query: str) -> None:
    text = ("x" * 7 + " ") * (before // 8) + "y" * (before % 8) + " a pot of tin with a lid " + "x " * 8_000
    shown = excerpt(query, text)
    assert shown.terms == len(sought_in(query).found)
    assert len(shown.spans) == shown.terms


def test_it_takes_no_part_of_a_word_for_a_word_where_a_long_text_is_parted() -> None:
    for length in range(3, 40):
        assert marked('"lid"', f"{'x' * length} {'solid ' * 4_000}") == []


@given(st.text(max_size=900), st.text(min_size=1, max_size=12))
def test_it_marks_whole_words_alone_wherever_it_cuts(text: str, query: str) -> None:
    sought = sought_in(query).found
    shown, spans, _ = excerpt_of([text, ""], sought)
    assert len(shown) <= LENGTH + 2
    assert all(0 <= start < end <= len(shown) for start, end in spans)
    assert spans == sorted(spans)
    for start, end in spans:
        assert any(folded(shown[start:end]).startswith(term.words[0][:1]) for term in sought)

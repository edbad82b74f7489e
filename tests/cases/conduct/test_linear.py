"""No text makes the rules slow: twice as long takes about twice the time, whatever it is made of."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cases.messages.conduct.reading import read
from cases.messages.conduct.screen import find

SIZE = 50_000
# Ten times what a page of ordinary words takes, on a machine that does other things too.
MOST_SECONDS = 1.5

# What made other people's expressions blow up, and what looks most like the beginning of ours.
SHAPES = [
    "a", "0", "0 ", "1-", "a.", ".", "@", "a@", "a@b", "a@b.", "www.", "http://", "a-", "-", "_", "a_", "(at)", "( ",
    "nl91", "nl91 ", "nl91abna", "a b ", "06 ", "+31", "een ", "zero ", "punt ", "a punt ", "a dot b ", "at ", "#",
    "\n", " ", ", ", "? ", "! ", "whats", "wh@ts", "code a1 ", "é", "e\u0301", "\u0301", "\u200b", "😀", "0️⃣", "а", "ﬁ",
    "mail mij ", "korting ", "12/0800 ", "1/", "sort code 20-45-77 ", "bg 5050-", "a.b", "3.2.2025 ", "09.00-", "€1,",
]  # fmt: skip


def seconds(text: str, language: str = "nl") -> float:
    began = time.process_time()
    find(read(text, language), "seller")
    return time.process_time() - began


def filled(piece: str) -> str:
    return (piece * (SIZE // len(piece) + 1))[:SIZE]


@pytest.mark.parametrize("piece", SHAPES)
def test_it_stays_quick_on_a_bad_shape(piece: str) -> None:
    seconds("warm up 06-21458733 jan@hetnet.nl WhаtsApp")

    assert seconds(filled(piece)) < MOST_SECONDS


@settings(max_examples=40, deadline=None)
@given(
    pieces=st.lists(st.sampled_from(SHAPES) | st.text(min_size=1, max_size=4), min_size=1, max_size=4),
    language=st.sampled_from(["nl", "fr", "cs", "xx"]),
)
def test_it_stays_quick_on_any_repetition(pieces: list[str], language: str) -> None:
    seconds("warm up", language)

    assert seconds(filled("".join(pieces)), language) < MOST_SECONDS

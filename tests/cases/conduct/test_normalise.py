"""A text as its reader hears it, and the way back to what was written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.messages.conduct.normalise import normalise

# Letters with marks, emoji with their joiners, other alphabets: what real messages are made of, and worse.
PIECES = st.lists(
    st.sampled_from(
        ["a", "é", "e\u0301", "ß", "😀", "👩‍👧", "0️⃣", "\u200b", "Ｗ", "а", "🇳🇱", " ", "\n", "-", "w h a t s", "ﬁ"]
    )
    | st.text(max_size=5),
    max_size=30,
).map("".join)


@pytest.mark.parametrize(
    ("written", "heard"),
    [
        ("WHATSAPP", "whatsapp"),
        ("Ｗｈａｔｓ", "whats"),
        ("wh\u200bats", "whats"),
        ("w h a t s a p p", "whatsapp"),
        ("w.h.a.t.s", "whats"),
        ("whаtsаpp", "whatsapp"),
        ("0️⃣6️⃣", "06"),
        ("naïve Łódź straße", "naive lodz strasse"),
        ("e\u0301te\u0301", "ete"),
        ("𝓽𝓮𝓵", "tel"),
        ("🅃🄴🄻", "tel"),
        ("٠٦", "06"),
    ],
)
def test_it_undoes_a_disguise(written: str, heard: str) -> None:
    assert normalise(written).text == heard


def test_it_leaves_abbreviations_alone() -> None:
    assert normalise("o.a. z.B. t.n.v.").text == "o.a. z.b. t.n.v."


def test_it_takes_the_marks_along_with_their_letter() -> None:
    plain = normalise("mij\u0301 06")
    assert plain.original[slice(*plain.place(0, 3))] == "mij\u0301"


@given(PIECES)
def test_it_finds_every_character_in_the_original(text: str) -> None:
    plain = normalise(text)
    assert len(plain.origins) == len(plain.text)
    assert list(plain.origins) == sorted(plain.origins)
    assert all(0 <= origin < len(text) for origin in plain.origins)


@given(PIECES, PIECES)
def test_it_places_a_piece_where_it_stands(before: str, after: str) -> None:
    text = f"{before} contact {after}"
    plain = normalise(text)
    at = plain.text.index("contact")
    start, end = plain.place(at, at + len("contact"))
    assert normalise(text[start:end]).text == "contact"

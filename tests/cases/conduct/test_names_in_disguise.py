"""Names, addresses and accounts that are written so that no list would know them."""

from __future__ import annotations

import pytest

from cases.messages.conduct.features import sentences
from cases.messages.conduct.reading import read
from cases.messages.conduct.screen import written
from cases.messages.conduct.vocabulary import DISGUISED, vocabulary


def found(text: str, language: str) -> set[tuple[str, str]]:
    return {(item.label, text[item.start : item.end]) for item in written(read(text, language))}


@pytest.mark.parametrize(
    ("word", "meaning"), [("1nst4", "social"), ("p4yp4l", "service"), ("wh4tsupu", "channel"), ("v1b3r", "channel")]
)
def test_it_reads_figures_for_letters_in_names(word: str, meaning: str) -> None:
    assert {meaning, DISGUISED} <= vocabulary("en").meanings(word)


@pytest.mark.parametrize("word", ["insta360", "b1ke", "3m10", "2024", "viber", "e14"])
def test_it_reads_figures_as_they_are_elsewhere(word: str) -> None:
    assert DISGUISED not in vocabulary("en").meanings(word)


@pytest.mark.parametrize(
    ("text", "language", "label", "words"),
    [
        ("stuur het naar info[at]zaagwinkel[pt]nl graag", "nl", "email", "info[at]zaagwinkel[pt]nl"),
        (
            "pedidos (a en un círculo) lumbre (puntito) com",
            "es",
            "email",
            "pedidos (a en un círculo) lumbre (puntito) com",
        ),
        ("scrie la ion22 melc gmail punct com", "ro", "email", "ion22 melc gmail punct com"),
        ("guarda hxxps://catene-ricambi[.]store", "it", "url", "catene-ricambi[.]store"),
        ("skriv på calendly (prick) com", "sv", "url", "calendly (prick) com"),
        ("Bankgirot för frakten är 5402-8817.", "sv", "iban", "5402-8817"),
        ("ik ben prinsjelte#0420 daar", "nl", "social", "prinsjelte#0420"),
    ],
)
def test_it_finds_what_is_written_in_disguise(text: str, language: str, label: str, words: str) -> None:
    assert (label, words) in found(text, language)


@pytest.mark.parametrize(
    ("text", "language"),
    [("order#1234 is late", "en"), ("bestelling#0420", "nl"), ("The file is at eagri.cz and douane.nl", "en")],
)
def test_it_leaves_what_only_looks_so(text: str, language: str) -> None:
    assert found(text, language) == set()


def test_it_tells_the_classifier_of_an_account_that_does_not_add_up() -> None:
    reading = read("Gern auf DE85 1203 0000 1055 4471 09", "de")

    assert written(reading) == []
    assert {"(like an account)", "(account in fours)"} <= set(sentences(reading, [])[0].signs)

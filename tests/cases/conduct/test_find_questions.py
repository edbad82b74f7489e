"""The questions in a buyer's words, as verbatim spans in order."""

from __future__ import annotations

import gc
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.questions import measure
from cases.messages.conduct.asking import LANGUAGES
from cases.messages.questions import split


def asked(text: str, language: str = "en") -> list[str]:
    return [text[span.start : span.stop] for span in split(text, language)]


@pytest.mark.parametrize(
    ("text", "language", "questions"),
    [
        ("Does it fit? Is it blue?", "en", ["Does it fit?", "Is it blue?"]),
        ("When does it ship and who carries it?", "en", ["When does it ship", "who carries it?"]),
        ("Is it the left or the right one?", "en", ["Is it the left or the right one?"]),
        ("Please send me the invoice. Kind regards, Ann", "en", ["Please send me the invoice"]),
        ("hi the lid broke can you send a new one", "en", ["can you send a new one"]),
        ("Thanks a lot, it works now!", "en", []),
        ("The paint came off after a day. Never again.", "en", []),
        ('The box says "Any problems?" and shows a spanner.', "en", []),
        ("1. Quanto pesa?\n2. Si piega?", "it", ["Quanto pesa?", "Si piega?"]),
        ("De stekker is max. 10 A. Past hij in nr. 4?", "nl", ["Past hij in nr. 4?"]),
        ("Könnten Sie prüfen, ob das Paket verloren ging?", "de", ["Könnten Sie prüfen, ob das Paket verloren ging?"]),
        ("Hola, ¿cuándo llega el paquete?", "es", ["¿cuándo llega el paquete?"]),
        ("Proszę o fakturę. Pozdrawiam", "pl", ["Proszę o fakturę"]),
        ("Jag undrar om locket tål disk. Tack på förhand", "sv", ["Jag undrar om locket tål disk"]),
    ],
)
def test_it_finds_what_is_asked(text: str, language: str, questions: list[str]) -> None:
    assert asked(text, language) == questions


def test_it_takes_a_message_in_another_language_as_one_question() -> None:
    assert asked("  Hol van a csomagom?  Mikor jön?\n", "hu") == ["Hol van a csomagom?  Mikor jön?"]
    assert asked(" … ", "hu") == []


def test_it_reads_a_language_with_its_region() -> None:
    assert asked("Dank u. Past het?", "nl-BE") == ["Past het?"]


def test_it_stops_at_ten_and_keeps_the_rest_in_the_tenth() -> None:
    found = asked(" ".join(f"Is it number {number}?" for number in range(1, 13)))
    assert len(found) == 10
    assert found[9] == "Is it number 10? Is it number 11? Is it number 12?"


@pytest.mark.parametrize("text", ["1)", "(1)", "11) ", "a. ", "1.-", "ﾞ", "- 1)\n2)"])
def test_it_reads_what_is_hardly_a_message(text: str) -> None:
    assert len(split(text, "en")) <= 1


@pytest.mark.parametrize("markup", ["</textarea></title>", "<x-stored a='b' onfocus=c>", "{{ 7*7 }}", "<b>"])
def test_it_asks_nothing_in_markup(markup: str) -> None:
    said, wanted = "The sieve that you sent fits.", "Please send it."

    assert asked(f"{said} {markup}") == []
    assert asked(f"{wanted} {markup}") == ["Please send it"]


@given(st.text(max_size=300) | st.text("1a).-\n ?(ﾞ", max_size=12), st.sampled_from(LANGUAGES))
def test_it_gives_spans_in_order_within_the_text(text: str, language: str) -> None:
    edges = [edge for span in split(text, language) for edge in span]
    assert edges == sorted(edges)
    assert all(0 <= edge <= len(text) for edge in edges)


@pytest.mark.parametrize("before", ["e\u0301te\u0301 👩‍👩‍👧 ", "Zoë 🎉 ", "\u200bok. "])
def test_it_keeps_places_behind_combining_marks_and_emoji(before: str) -> None:
    assert asked(before + "Where is my parcel?") == ["Where is my parcel?"]


@pytest.mark.parametrize("shape", ["a ", "? ", "and ", '"', "1) ", "can you ", "\n- ", "if so, ", "(", "“", "x.", "\n"])
@pytest.mark.parametrize("language", ["en", "pl"])
def test_it_is_linear_in_the_length(shape: str, language: str) -> None:
    def cost(length: int) -> float:
        text = (shape * length)[:length]
        gc.collect()
        gc.disable()  # its own work grows with everything else that pytest keeps
        start = time.process_time()
        split(text, language)
        taken = time.process_time() - start
        gc.enable()
        return taken

    split("warm?", language)
    small = max(min(cost(6_250) for _ in range(3)), 0.002)
    assert min(cost(50_000) for _ in range(2)) < 24 * small


def test_it_holds_its_figures_on_text_that_it_was_not_taught_by() -> None:
    counts = measure("fresh")["all"]
    assert counts.f1 >= 0.88
    assert counts.exact_number >= 0.84

"""The things a buyer's message asks of the seller, as spans of its words.

A simple splitter by sentences and question marks; a better one will stand behind this same door.
"""

from __future__ import annotations

import re
from typing import NamedTuple

MOST = 10
KNOWN_LANGUAGES = ("en", "nl", "de")


class Span(NamedTuple):
    """Where a question stands, in code points of the text, the end exclusive."""

    start: int
    stop: int


_SENTENCE = re.compile(r"[^.!?\n]*(?:[.!](?=\w)[^.!?\n]*)*(?:[.!?]+|\n|$)")
_REQUEST = re.compile(
    r"^\W*(?:(?:please|kindly|could you|can you|would you|will you|i (?:would like|want|need) (?:to know|you to)|"
    r"let me know|tell me|send me|"
    r"graag|gelieve|kunt u|kun je|wilt u|wil je|ik wil graag weten|laat (?:mij|me) weten|stuur (?:mij|me)|"
    r"bitte|können sie|könnten sie|würden sie|ich (?:möchte|will) wissen|teilen sie mir|schicken sie mir)\b)",
    re.IGNORECASE,
)


def split(text: str, language: str) -> list[Span]:
    """The questions and requests of ``text`` in order, at most ten (the rest is the tenth).

    In a language beyond ours the whole message is one question, if it has words at all.
    """
    if language not in KNOWN_LANGUAGES:
        whole = _trimmed(text, 0, len(text))
        return [whole] if whole.stop > whole.start else []
    spans = [
        _trimmed(text, found.start(), found.end())
        for found in _SENTENCE.finditer(text)
        if "?" in found.group() or _REQUEST.match(found.group())
    ]
    spans = [span for span in spans if any(character.isalnum() for character in text[span.start : span.stop])]
    return spans if len(spans) <= MOST else [*spans[: MOST - 1], Span(spans[MOST - 1].start, spans[-1].stop)]


def _trimmed(text: str, start: int, stop: int) -> Span:
    while start < stop and text[start].isspace():
        start += 1
    while stop > start and text[stop - 1].isspace():
        stop -= 1
    return Span(start, stop)

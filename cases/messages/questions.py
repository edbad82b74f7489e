"""The things a buyer's message asks of the seller, as spans of its words."""

from __future__ import annotations

from typing import NamedTuple

from cases.messages.conduct.asking import LANGUAGES
from cases.messages.conduct.find_questions import find_questions

MOST = 10


class Span(NamedTuple):
    """Where a question stands, in code points of the text, the end exclusive."""

    start: int
    stop: int


def split(text: str, language: str) -> list[Span]:
    """The questions and requests of ``text`` in order, at most ten (the rest is the tenth).

    ``language`` is a tag such as "nl" or "nl-BE". In a language beyond ours the whole message is one question, if it
    has words at all.
    """
    ours = language.partition("-")[0].lower()
    if ours not in LANGUAGES:
        return _whole(text)
    spans = [Span(start, stop) for start, stop in find_questions(text, ours)]
    return spans if len(spans) <= MOST else [*spans[: MOST - 1], Span(spans[MOST - 1].start, spans[-1].stop)]


def _whole(text: str) -> list[Span]:
    start = len(text) - len(text.lstrip())
    return [Span(start, start + len(text.strip()))] if any(character.isalnum() for character in text) else []

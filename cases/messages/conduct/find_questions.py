"""The things that a buyer's message asks of the seller: questions and requests, each a span of its words.

Word by word it is judged whether something asked begins here, goes on, or neither, by a conditional random field that
the development corpus teaches (`teaching/questions.py`); what it sees of a word is in `asking_words.py`.
"""

from __future__ import annotations

import pycrfsuite

from cases.messages.conduct.asking_words import seen
from cases.messages.conduct.taught import tagger

BEGINS, GOES_ON, NOTHING = "B", "I", "O"
_OPENING = "¿¡"
_CLOSING = "?"


def find_questions(text: str, language: str) -> list[tuple[int, int]]:
    """Where each question or request stands, in order; ``language`` is one of `LANGUAGES`."""
    return spans(text, language, tagger())


def spans(text: str, language: str, taught: pycrfsuite.Tagger) -> list[tuple[int, int]]:
    """The same by another teaching."""
    words, features = seen(text, language)
    found: list[tuple[int, int]] = []
    before = NOTHING
    for word, tag in zip(words, taught.tag(features), strict=True):
        if tag == BEGINS or (tag == GOES_ON and before == NOTHING):
            found.append((_opened(text, word.start), word.stop))
        elif tag == GOES_ON:
            found[-1] = (found[-1][0], word.stop)
        before = tag
    return [(start, _closed(text, stop)) for start, stop in found]


def _opened(text: str, start: int) -> int:
    """The start with the marks that open a question."""
    while start and text[start - 1] in _OPENING:
        start -= 1
    return start


def _closed(text: str, stop: int) -> int:
    """The end with the marks that close a question, before which a space may stand."""
    end = stop
    while text[end : end + 1].isspace() and text[end : end + 1] != "\n":
        end += 1
    if text[end : end + 1] != _CLOSING:
        return stop
    while text[end : end + 1] == _CLOSING:
        end += 1
    return end

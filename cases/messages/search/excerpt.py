"""Why a message was found: the place in its words that says most of what was sought, with the words marked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from cases.messages.search.folding import Word, folded, words_of
from cases.messages.search.query import Term

LENGTH = 240
_BEFORE = 40
_CUT = "…"
_STRETCH = 8_000


class Excerpt(NamedTuple):
    """Some words as they were written, at most ``LENGTH`` and two ellipses; the spans count its code points.

    ``terms`` is how many of what was sought the place was chosen among: those in the stretch of the text around it.
    """

    text: str
    spans: list[tuple[int, int]]
    terms: int


class _Mark(NamedTuple):
    """Where a term stands, and which."""

    start: int
    end: int
    term: int


def excerpt_of(texts: Sequence[str], terms: Sequence[Term]) -> Excerpt:
    """The best place of the first text that holds most of the terms."""
    marked = [_marks(text, terms) for text in texts]
    best = max(range(len(texts)), key=lambda number: (len({mark.term for mark in marked[number]}), -number))
    return _cut(texts[best], marked[best])


def _marks(text: str, terms: Sequence[Term]) -> list[_Mark]:
    first, last = _telling(text, terms)
    words = list(words_of(text[first:last]))
    return sorted(
        _Mark(first + words[at].start, first + words[at + len(term.words) - 1].end, number)
        for number, term in enumerate(terms)
        for at in range(len(words) - len(term.words) + 1)
        if _stands_at(words, at, term)
    )


def _telling(text: str, terms: Sequence[Term]) -> tuple[int, int]:
    """The stretch of a text that holds most of the terms: all of it, but of a long file a part, found by its letters.

    Because each word of a book, looked at by itself, takes longer than the search.
    """
    if len(text) <= _STRETCH:
        return 0, len(text)
    patterns = [_pattern(term) for term in terms]
    best, held = (0, _STRETCH), 0
    for stretch in _stretches(text):
        said = folded(text[slice(*stretch)])
        holds = sum(pattern.search(said) is not None for pattern in patterns)
        if holds > held:
            best, held = stretch, holds
        if held == len(terms):
            break
    return best


def _pattern(term: Term) -> re.Pattern[str]:
    words, end = r"[\W_]+".join(term.words), "" if term.beginning else r"(?![^\W_])"
    return re.compile(rf"(?<![^\W_]){words}{end}")


def _stretches(text: str) -> Iterator[tuple[int, int]]:
    """From where to where, between words; two that follow share what an excerpt holds, so no phrase is cut by both."""
    start = end = 0
    while end < len(text):
        limit = start + _STRETCH
        end = len(text) if limit >= len(text) else _blank(text, limit - LENGTH, limit) or limit
        yield start, end
        start = _blank(text, end - 2 * LENGTH, end - LENGTH) or end - LENGTH


def _blank(text: str, start: int, end: int) -> int:
    """Where the last blank stands between these, or 0."""
    return max(0, text.rfind(" ", start, end))


def _stands_at(words: Sequence[Word], at: int, term: Term) -> bool:
    last = len(term.words) - 1
    return all(
        word == (words[at + number].text[: len(word)] if term.beginning and number == last else words[at + number].text)
        for number, word in enumerate(term.words)
    )


def _cut(text: str, marks: Sequence[_Mark]) -> Excerpt:
    start, end = _window(text, marks)
    before, after = _CUT if start > 0 else "", _CUT if end < len(text) else ""
    moved = len(before) - start
    spans: list[tuple[int, int]] = []
    for mark in marks:
        if start <= mark.start and mark.end <= end and (not spans or mark.start + moved >= spans[-1][1]):
            spans.append((mark.start + moved, mark.end + moved))
    shown = "".join(" " if letter.isspace() else letter for letter in text[start:end])
    return Excerpt(before + shown + after, spans, len({mark.term for mark in marks}))


def _window(text: str, marks: Sequence[_Mark]) -> tuple[int, int]:
    """From where to where the text is shown: whole words, where a word is not longer than all that is shown."""
    if len(text) <= LENGTH:
        return 0, len(text)

    def terms_from(first: int) -> int:
        return len({mark.term for mark in marks[first:] if mark.end <= marks[first].start + LENGTH - _BEFORE})

    best = max(range(len(marks)), key=lambda first: (terms_from(first), -first), default=None)
    start = max(0, marks[best].start - _BEFORE) if best is not None else 0
    start = min(start, len(text) - LENGTH)
    if start > 0 and best is not None:
        space = text.find(" ", start - 1, marks[best].start)
        start = space + 1 if space >= 0 else start
    end = min(len(text), start + LENGTH)
    space = text.rfind(" ", start + LENGTH - _BEFORE, end + 1) if end < len(text) else -1
    return start, space if space > 0 else end

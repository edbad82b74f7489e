"""Patterns of meanings, as they stand in the word files, and where they hold in a text.

    mag ik .. <phone>          words and <meanings> one after another; `..` lets up to three words between
    <call> + <me>              in any order, near each other in one sentence
    <call> + <me> - <carrier>  not where the sentence also holds the last one

`(one|two*)` is any of several words.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from cases.messages.conduct.reading import Place, Reading

GAP = 3
NEAR = 7
_ITEM = re.compile(r"<(?P<meaning>[^>]+)>|\((?P<words>[^)]+)\)|(?P<gap>\.\.)|(?P<word>[^\s+<>()]+)")


class Pattern(NamedTuple):
    """Meanings that say something together; `gaps` is how many words may stand before each, none where any order."""

    label: str
    written: str
    meanings: tuple[str, ...]
    gaps: tuple[int, ...]
    unless: tuple[str, ...]
    needed: frozenset[str]

    def places(self, reading: Reading) -> Iterator[Place]:
        """Where it holds, as first and last word."""
        if not reading.index.keys() >= self.needed:
            return
        for first in reading.index[self.meanings[0]]:
            found = self._in_order(reading, first) if self.gaps else self._near(reading, first)
            if found and not any(reading.in_sentence(unwanted, found[0]) for unwanted in self.unless):
                yield found

    def _in_order(self, reading: Reading, first: Place) -> Place | None:
        here = first
        for meaning, gap in zip(self.meanings[1:], self.gaps[1:], strict=True):
            after = next_place(reading.index[meaning], here[1] + 1)
            if not after or after[0] > here[1] + 1 + gap or reading.sentences[after[0]] != reading.sentences[here[0]]:
                return None
            here = after
        return first[0], here[1]

    def _near(self, reading: Reading, first: Place) -> Place | None:
        begin, end = first
        for meaning in self.meanings[1:]:
            nearest = reading.nearest(meaning, first, NEAR)
            if not nearest:
                return None
            begin, end = min(begin, nearest[0]), max(end, nearest[1])
        return begin, end


def next_place(places: list[Place], at: int) -> Place | None:
    """The first of these places that begins at this word or later."""
    found = bisect_left(places, (at, 0))
    return places[found] if found < len(places) else None


def parse(label: str, line: str) -> tuple[Pattern, dict[str, list[str]]]:
    """The pattern of one line, and the words that it brings along under meanings of their own."""
    wanted, *unless = re.split(r"\s+-\s+", line)
    any_order = " + " in wanted
    words: dict[str, list[str]] = {}
    meanings: list[str] = []
    gaps: list[int] = []
    gap = 0
    for item in _ITEM.finditer(wanted):
        if item["gap"]:
            gap = GAP
            continue
        meanings.append(_meaning(item, words))
        gaps.append(gap)
        gap = 0
    vetoes = tuple(_meaning(item, words) for part in unless for item in _ITEM.finditer(part))
    return Pattern(label, line, tuple(meanings), () if any_order else tuple(gaps), vetoes, frozenset(meanings)), words


def _meaning(item: re.Match[str], words: dict[str, list[str]]) -> str:
    if item["meaning"]:
        return item["meaning"]
    written = item["words"] or item["word"]
    words[f"={written}"] = written.split("|")
    return f"={written}"

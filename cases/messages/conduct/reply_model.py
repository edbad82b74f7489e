"""The weights by which replies are judged: what a reply is, and whether a question stays open, in one small file."""

from __future__ import annotations

import math
from array import array
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path

from cases.messages.conduct.features import rows_of_neighbours, rows_of_signs, rows_of_word

FINE = "fine"
KINDS = (FINE, "vague", "empty_politeness", "copy_of_question", "automatic")
"""What a reply is: fine, which leaves open whether it answers everything, or a verdict."""

OPEN = "open"
COLUMNS = (*KINDS, OPEN)

OF_WORDS, OF_SIGN = 2.0, 0.35
"""What the pieces of all words count together (divided by the root of their number), and what each sign counts."""

MOST_REMEMBERED = 20_000
_Weights = tuple[float, ...]


class ReplyModel:
    """The weights of one file: what stands before anything is seen, then a row of columns for each piece or sign."""

    def __init__(self, path: Path) -> None:
        self._table = array("f", path.read_bytes())
        self._word = lru_cache(MOST_REMEMBERED)(self._weigh_word)

    def kinds(self, words: Sequence[str], signs: Sequence[str]) -> dict[str, float]:
        """How probable it is by itself that the reply is each of the kinds."""
        said = [self._word(word) for word in words]
        beside = rows_of_neighbours(words)
        pieces = sum(count for _, count in said) + len(beside)
        of_words = _summed([*(weights for weights, _ in said), self._weigh(beside)])
        of_signs = self._weigh(rows_of_signs(signs))
        share = OF_WORDS / math.sqrt(pieces)
        return {
            kind: _probability(self._table[at] + share * of_words[at] + OF_SIGN * of_signs[at])
            for at, kind in enumerate(KINDS)
        }

    def stays_open(self, signs: Sequence[str]) -> float:
        """How probable it is that the question with these signs stays open."""
        at, width = COLUMNS.index(OPEN), len(COLUMNS)
        weights = (self._table[width * (1 + row) + at] for row in rows_of_signs(signs))
        return _probability(self._table[at] + OF_SIGN * math.fsum(weights))

    def _weigh_word(self, word: str) -> tuple[_Weights, int]:
        rows = rows_of_word(word)
        return self._weigh(rows), len(rows)

    def _weigh(self, rows: Iterable[int]) -> _Weights:
        width = len(COLUMNS)
        return _summed([self._table[width * (1 + row) : width * (2 + row)] for row in rows])


def pieces_of(words: Sequence[str]) -> list[int]:
    """The rows of the pieces of all words, and of each two that stand side by side."""
    return [row for word in words for row in rows_of_word(word)] + rows_of_neighbours(words)


def _summed(rows: Sequence[Sequence[float]]) -> _Weights:
    return tuple(map(sum, zip(*rows, strict=True))) if rows else (0.0,) * len(COLUMNS)


def _probability(odds: float) -> float:
    return 1 / (1 + math.exp(-odds)) if odds > 0 else 1 - 1 / (1 + math.exp(odds))

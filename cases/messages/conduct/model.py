"""The weights that the classifier was taught, in one file that a process maps and does not read beforehand.

Behind the head stand the rows of the words' pieces: what a piece weighs for each label in its own sentence, and what
in the sentences around; then such rows of the signs. A weight takes four bytes, so that rows are added up as one long
number without a weight ever running over into the next.
"""

from __future__ import annotations

import json
import math
import mmap
import struct
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from itertools import starmap
from pathlib import Path
from typing import NamedTuple

from cases.messages.conduct.features import (
    ROWS,
    Sentence,
    neighbours,
    pairs,
    row_of_neighbours,
    row_of_pair,
    row_of_sign,
    rows_of_word,
)
from cases.messages.conduct.finding import REASONS, Label

LABELS: tuple[Label, ...] = tuple(REASONS)
OF_SELLERS: frozenset[Label] = frozenset(["marketing", "misleading"])
CONTACT: tuple[Label, ...] = tuple(label for label in LABELS if label not in ("marketing", "insult", "misleading"))
COLUMNS: tuple[str, ...] = (*LABELS, "contact")
"""What is weighed: every label, and whether any of contact and deals is said at all."""

HEAD = 8192
WIDTH = len(COLUMNS)
HALF = 4 * WIDTH
ROW = 2 * HALF
SIGNS_AT = HEAD + ROWS * ROW
SIZE = SIGNS_AT + ROWS * ROW
MIDDLE = 1 << 15
"""What stands for a weight of nought."""

OF_SIGN, OF_PAIR = 0.35, 0.15
"""What a sign counts beside the pieces of all words, which count 1 together; and what two signs together."""

OF_SIGNS_AROUND, FEWEST_AROUND = 0.6, 9
"""What the signs of all other sentences count together; one of so many or fewer counts no more than among so many."""

MOST_REMEMBERED = 60_000
_FIELDS = struct.Struct(f"<{2 * WIDTH}I")

_AT = {column: at for at, column in enumerate(COLUMNS)}

Score = Callable[[str], float]
"""For a column the logarithm of the odds that a sentence says it."""


class Steps(NamedTuple):
    """What one step of a stored weight is worth, for each kind of row; and what every sentence begins with."""

    own: Sequence[float]
    around: Sequence[float]
    sign: Sequence[float]
    sign_around: Sequence[float]
    always: Sequence[float]


class _Sum(NamedTuple):
    """Weights of every column, added up as they are stored, and how many they are."""

    fields: Sequence[int]
    many: int

    def of(self, at: int) -> int:
        """The sum of one column, in steps."""
        return self.fields[at] - self.many * MIDDLE


class _Part(NamedTuple):
    """What a sentence weighs by itself, and what its words and its signs weigh for the others."""

    words: _Sum
    signs: _Sum
    pairs: _Sum
    words_around: _Sum
    signs_around: _Sum


class Model:
    """The weights of one file."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            self._table = mmap.mmap(file.fileno(), SIZE, access=mmap.ACCESS_READ)
        head = json.loads(self._table[:HEAD].rstrip(b"\0"))
        self._steps = Steps(**head)
        self._word = lru_cache(MOST_REMEMBERED)(self._weigh_word)
        self._neighbours = lru_cache(MOST_REMEMBERED)(self._weigh_neighbours)
        self._sign = lru_cache(MOST_REMEMBERED)(self._weigh_sign)
        self._pair = lru_cache(MOST_REMEMBERED)(self._weigh_pair)

    def scores(self, sentences: Sequence[Sentence]) -> list[Score]:
        """The scores of each sentence among the others; most are never asked for, so each is worked out when it is."""
        parts = [self._weigh(sentence) for sentence in sentences]
        words, signs = _together(part.words_around for part in parts), _together(part.signs_around for part in parts)
        return [self._score(part, words, signs) for part in parts]

    def of_words(self, words: Sequence[str], label: Label) -> list[float]:
        """What each word by itself weighs for the label."""
        at = LABELS.index(label)
        return [self._steps.own[at] * _unpacked(*self._word(word)).of(at) for word in words]

    def of_sign(self, sign: str, label: Label) -> float:
        """What a sign by itself weighs for the label."""
        at = LABELS.index(label)
        return OF_SIGN * self._steps.sign[at] * _unpacked(self._sign(sign), 1).of(at)

    def _score(self, part: _Part, words: _Sum, signs: _Sum) -> Score:
        """`words` and `signs` are the sums around of all sentences."""
        root = math.sqrt(part.words.many or 1)
        root_around = math.sqrt(words.many - part.words_around.many or 1)
        root_signs = math.sqrt(max(FEWEST_AROUND, signs.many - part.signs_around.many))
        steps = self._steps

        def score(column: str) -> float:
            at = _AT[column]
            return (
                steps.always[at]
                + steps.own[at] * part.words.of(at) / root
                + steps.around[at] * (words.of(at) - part.words_around.of(at)) / root_around
                + steps.sign[at] * (OF_SIGN * part.signs.of(at) + OF_PAIR * part.pairs.of(at))
                + steps.sign_around[at] * OF_SIGNS_AROUND * (signs.of(at) - part.signs_around.of(at)) / root_signs
            )

        return score

    def _weigh(self, sentence: Sentence) -> _Part:
        total = count = 0
        for word in sentence.words:
            packed, pieces = self._word(word)
            total += packed
            count += pieces
        beside = list(starmap(self._neighbours, neighbours(sentence.words)))
        own, words_around = _halves(total + sum(beside))
        of_signs, signs_around = _halves(sum(map(self._sign, sentence.signs)))
        both = list(starmap(self._pair, pairs(sentence.signs)))
        return _Part(
            words=_Sum(own, count + len(beside)),
            signs=_Sum(of_signs, len(sentence.signs)),
            pairs=_unpacked(sum(both), len(both)),
            words_around=_Sum(words_around, count),
            signs_around=_Sum(signs_around, len(sentence.signs)),
        )

    def _weigh_word(self, word: str) -> tuple[int, int]:
        rows = rows_of_word(word)
        return sum(self._stored(HEAD, row, ROW) for row in rows), len(rows)

    def _weigh_neighbours(self, first: str, then: str) -> int:
        return self._stored(HEAD, row_of_neighbours(first, then), HALF)

    def _weigh_sign(self, sign: str) -> int:
        return self._stored(SIGNS_AT, row_of_sign(sign), ROW)

    def _weigh_pair(self, one: str, other: str) -> int:
        return self._stored(SIGNS_AT, row_of_pair(one, other), HALF)

    def _stored(self, table: int, row: int, size: int) -> int:
        start = table + row * ROW
        return int.from_bytes(self._table[start : start + size], "little")


def _unpacked(total: int, count: int) -> _Sum:
    return _Sum(_halves(total)[0], count)


def _halves(total: int) -> tuple[Sequence[int], Sequence[int]]:
    """What weighs in the sentence itself, and what in those around."""
    fields = _FIELDS.unpack(total.to_bytes(ROW, "little"))
    return fields[:WIDTH], fields[WIDTH:]


def _together(sums: Iterable[_Sum]) -> _Sum:
    sums = list(sums)
    return _Sum(
        [sum(column) for column in zip(*(each.fields for each in sums), strict=True)], sum(each.many for each in sums)
    )

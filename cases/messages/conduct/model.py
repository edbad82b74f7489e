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
from collections.abc import Callable, Sequence
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


class _Part(NamedTuple):
    """The stored weights of a sentence added up, and of how many pieces, neighbours, signs and pairs of signs.

    Of its words and of its signs first what they weigh in the sentence itself, then what in the others.
    """

    words: Sequence[int]
    signs: Sequence[int]
    pairs: Sequence[int]
    pieces: int
    neighbours: int
    single: int
    double: int


class _Around(NamedTuple):
    """What all sentences together weigh for the others, and of how many pieces or signs."""

    fields: Sequence[int]
    many: int


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
        words = _Around(_together([part.words for part in parts]), sum(part.pieces for part in parts))
        signs = _Around(_together([part.signs for part in parts]), sum(part.single for part in parts))
        return [self._score(part, words, signs) for part in parts]

    def of_words(self, words: Sequence[str], label: Label) -> list[float]:
        """What each word by itself weighs for the label."""
        at = LABELS.index(label)
        weighed = (self._word(word) for word in words)
        return [self._steps.own[at] * (_fields(packed)[at] - pieces * MIDDLE) for packed, pieces in weighed]

    def of_sign(self, sign: str, label: Label) -> float:
        """What a sign by itself weighs for the label."""
        at = LABELS.index(label)
        return OF_SIGN * self._steps.sign[at] * (_fields(self._sign(sign))[at] - MIDDLE)

    def _score(self, part: _Part, words: _Around, signs: _Around) -> Score:
        own = part.pieces + part.neighbours
        pieces, single = words.many - part.pieces, signs.many - part.single
        root, root_around = math.sqrt(own or 1), math.sqrt(pieces or 1)
        root_signs = math.sqrt(max(FEWEST_AROUND, single))
        steps = self._steps

        def score(column: str) -> float:
            at = _AT[column]
            beyond = at + WIDTH
            of_signs = part.signs[at] - part.single * MIDDLE
            of_pairs = part.pairs[at] - part.double * MIDDLE
            around = words.fields[at] - part.words[beyond] - pieces * MIDDLE
            signs_around = signs.fields[at] - part.signs[beyond] - single * MIDDLE
            return (
                steps.always[at]
                + steps.own[at] * (part.words[at] - own * MIDDLE) / root
                + steps.around[at] * around / root_around
                + steps.sign[at] * (OF_SIGN * of_signs + OF_PAIR * of_pairs)
                + steps.sign_around[at] * OF_SIGNS_AROUND * signs_around / root_signs
            )

        return score

    def _weigh(self, sentence: Sentence) -> _Part:
        total = count = 0
        for word in sentence.words:
            packed, pieces = self._word(word)
            total += packed
            count += pieces
        beside = list(starmap(self._neighbours, neighbours(sentence.words)))
        both = list(starmap(self._pair, pairs(sentence.signs)))
        return _Part(
            words=_fields(total + sum(beside)),
            signs=_fields(sum(map(self._sign, sentence.signs))),
            pairs=_fields(sum(both)),
            pieces=count,
            neighbours=len(beside),
            single=len(sentence.signs),
            double=len(both),
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


def _fields(total: int) -> Sequence[int]:
    """For every column what weighs in the sentence itself, then for every column what weighs in the others."""
    return _FIELDS.unpack(total.to_bytes(ROW, "little"))


def _together(parts: Sequence[Sequence[int]]) -> list[int]:
    """What all parts weigh for the others."""
    return [sum(part[at] for part in parts) for at in range(WIDTH, 2 * WIDTH)]

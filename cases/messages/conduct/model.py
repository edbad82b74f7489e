"""The weights that the classifier was taught, in one file that a process maps and does not read beforehand.

Behind the head stand the rows of the words' pieces: what a piece weighs for each label in its own sentence, and what
in the sentences around; then the rows of the signs. A weight takes four bytes, so that rows are added up as one long
number without a weight ever running over into the next.
"""

from __future__ import annotations

import json
import math
import mmap
import struct
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from cases.messages.conduct.features import (
    ROWS,
    Sentence,
    rows_of_neighbours,
    rows_of_pairs,
    rows_of_signs,
    rows_of_word,
)
from cases.messages.conduct.finding import REASONS, Label

LABELS: tuple[Label, ...] = tuple(REASONS)
OF_SELLERS: frozenset[Label] = frozenset(["marketing", "misleading"])
CONTACT: tuple[Label, ...] = tuple(label for label in LABELS if label not in ("marketing", "insult", "misleading"))
COLUMNS: tuple[str, ...] = (*LABELS, "contact")
"""What is weighed: every label, and whether any of contact and deals is said at all."""

HEAD = 8192
ROW = 4 * len(COLUMNS)
WORD_ROW = 2 * ROW
SIGNS_AT = HEAD + ROWS * WORD_ROW
SIZE = SIGNS_AT + ROWS * ROW
MIDDLE = 1 << 15
"""What stands for a weight of nought."""

OF_SIGN, OF_PAIR = 0.35, 0.15
"""What a sign counts beside the pieces of all words, which count 1 together; and what two signs together."""

MOST_REMEMBERED = 20_000
_FIELDS = struct.Struct(f"<{len(COLUMNS)}I")
_WORD_FIELDS = struct.Struct(f"<{2 * len(COLUMNS)}I")

_AT = {column: at for at, column in enumerate(COLUMNS)}

Score = Callable[[str], float]
"""For a column the logarithm of the odds that a sentence says it."""


class Steps(NamedTuple):
    """What one step of a stored weight is worth, for each kind of row; and what every sentence begins with."""

    own: Sequence[float]
    around: Sequence[float]
    sign: Sequence[float]
    always: Sequence[float]


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

    def scores(self, sentences: Sequence[Sentence]) -> list[Score]:
        """The scores of each sentence among the others; most are never asked for, so each is worked out when it is."""
        weighed = [self._weigh_words(sentence.words) for sentence in sentences]
        everything = [sum(fields) for fields in zip(*(around for _, _, around, _ in weighed), strict=True)]
        pieces = sum(count for *_, count in weighed)
        return [
            self._score(sentence.signs, (own, own_pieces), (everything, around, pieces - count))
            for sentence, (own, own_pieces, around, count) in zip(sentences, weighed, strict=True)
        ]

    def of_words(self, words: Sequence[str], label: Label) -> list[float]:
        """What each word by itself weighs for the label."""
        at = LABELS.index(label)
        weights = []
        for word in words:
            packed, pieces = self._word(word)
            fields = _WORD_FIELDS.unpack(packed.to_bytes(WORD_ROW, "little"))
            weights.append(self._steps.own[at] * (fields[at] - pieces * MIDDLE))
        return weights

    def of_sign(self, sign: str, label: Label) -> float:
        """What a sign by itself weighs for the label."""
        at = LABELS.index(label)
        fields = _FIELDS.unpack(sum(map(self._sign, rows_of_signs([sign]))).to_bytes(ROW, "little"))
        step: float = self._steps.sign[at]
        return OF_SIGN * step * (int(fields[at]) - MIDDLE)

    def _score(
        self, signs: Iterable[str], inside: tuple[Sequence[int], int], outside: tuple[Sequence[int], Sequence[int], int]
    ) -> Score:
        own, pieces = inside
        everything, itself, pieces_around = outside
        single, pairs = rows_of_signs(signs), rows_of_pairs(signs)
        of_signs = _FIELDS.unpack(sum(map(self._sign, single)).to_bytes(ROW, "little"))
        of_pairs = _FIELDS.unpack(sum(map(self._sign, pairs)).to_bytes(ROW, "little"))
        root, root_around = math.sqrt(pieces or 1), math.sqrt(pieces_around or 1)
        steps = self._steps

        def score(column: str) -> float:
            at = _AT[column]
            around = everything[at] - itself[at]
            of_sign = OF_SIGN * (of_signs[at] - len(single) * MIDDLE) + OF_PAIR * (of_pairs[at] - len(pairs) * MIDDLE)
            said: float = (
                steps.always[at]
                + steps.own[at] * (own[at] - pieces * MIDDLE) / root
                + steps.around[at] * (around - pieces_around * MIDDLE) / root_around
                + steps.sign[at] * of_sign
            )
            return said

        return score

    def _weigh_words(self, words: Sequence[str]) -> tuple[Sequence[int], int, Sequence[int], int]:
        """The sums of a sentence's words for itself, with its neighbours, and for the others; each with its count."""
        total = count = 0
        for word in words:
            packed, pieces = self._word(word)
            total += packed
            count += pieces
        neighbours = rows_of_neighbours(words)
        total += sum(map(self._neighbours, neighbours))
        fields = _WORD_FIELDS.unpack(total.to_bytes(WORD_ROW, "little"))
        return fields[: len(COLUMNS)], count + len(neighbours), fields[len(COLUMNS) :], count

    def _weigh_word(self, word: str) -> tuple[int, int]:
        total = 0
        rows = rows_of_word(word)
        for row in rows:
            start = HEAD + row * WORD_ROW
            total += int.from_bytes(self._table[start : start + WORD_ROW], "little")
        return total, len(rows)

    def _weigh_neighbours(self, row: int) -> int:
        start = HEAD + row * WORD_ROW
        return int.from_bytes(self._table[start : start + ROW], "little")

    def _weigh_sign(self, row: int) -> int:
        start = SIGNS_AT + row * ROW
        return int.from_bytes(self._table[start : start + ROW], "little")

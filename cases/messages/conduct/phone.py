"""Telephone numbers in any disguise: every run of digits that could be dialled, judged by what is seen of it.

What a number looks like decides little, because meters, frames and parcels bear the same; what is learnt is what
people say around both.
"""

from __future__ import annotations

import math
import re
from array import array
from collections.abc import Iterator
from itertools import pairwise

from cases.messages.conduct.digits import MOST_DIGITS, Digit, runs
from cases.messages.conduct.features import rows_of_signs
from cases.messages.conduct.finding import Finding
from cases.messages.conduct.known_numbers import is_known
from cases.messages.conduct.number_signs import MOST, signs
from cases.messages.conduct.reading import Reading

FEWEST = 7
FOUND, SURE = 0.5, 1.5
"""From which score on a number is found, and from which it is sure: the logarithm of the odds."""

_CUT = re.compile(r"[,/|\n]|  ")


def find(reading: Reading, weights: array[float]) -> list[Finding]:
    """The numbers, as those weigh them that were learnt."""
    found = []
    for run in candidates(reading):
        score = weights[0] + math.fsum(weights[1 + row] for row in rows_of_signs(signs(reading, run)))
        if score >= FOUND:
            place = _edges(reading, run[0].word, run[-1].word)
            found.append(reading.finding("phone", *place, "phone.number", sure=score >= SURE))
    return found


def candidates(reading: Reading) -> Iterator[list[Digit]]:
    """Every run of digits that somebody could dial, and that is no date, hour or price."""
    for run in runs(reading):
        for part in _apart(reading, run):
            if FEWEST <= sum(len(piece.digits) for piece in part) <= MOST_DIGITS and not is_known(reading, part):
                yield part


def _apart(reading: Reading, run: list[Digit]) -> Iterator[list[Digit]]:
    """Two numbers one behind the other; what is no longer than one is one."""
    if sum(len(piece.digits) for piece in run) <= MOST:
        yield run
        return
    part = run[:1]
    for before, piece in pairwise(run):
        if _CUT.search(reading.text[reading.ends[before.word] : reading.starts[piece.word]]):
            yield part
            part = []
        part.append(piece)
    yield part


def _edges(reading: Reading, first: int, last: int) -> tuple[int, int]:
    start = reading.starts[first]
    while start and reading.text[start - 1] in "+(":
        start -= 1
    return start, reading.ends[last]

"""Teach which numbers are dialled: a logistic regression over every number of the labelled messages."""

from __future__ import annotations

import json
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import repeat
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

import numpy as np
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from cases.messages.conduct import iban, phone
from cases.messages.conduct.features import ROWS, rows_of_signs
from cases.messages.conduct.number_signs import signs
from cases.messages.conduct.reading import read
from cases.messages.conduct.taught import corpus
from cases.messages.conduct.teaching.spans import spans

STRENGTH = 0.2
"""How far the weights may follow the corpus; chosen on hands left out of the teaching."""

FOLDS = 4
DIALLED = frozenset(["phone", "messenger"])
TOLERANCE = 0.001


class Number(NamedTuple):
    """The rows of what is seen of a number, and whether people say that it is dialled."""

    rows: Sequence[int]
    dialled: bool


def teach(path: Path) -> None:
    """Learn from the development corpus and write the file."""
    path.write_bytes(learnt(numbers(corpus())).tobytes())


def by_others(paths: Iterable[Path]) -> Iterator[tuple[Path, array[float]]]:
    """Each file with weights that its hand did not teach: as the numbers of an unknown hand will be judged."""
    parts: dict[int, list[Path]] = defaultdict(list)
    for path in paths:
        parts[crc32(hand(path).encode()) % FOLDS].append(path)
    numbered = {part: numbers(files) for part, files in parts.items()}
    for part, files in parts.items():
        weights = learnt([number for other, found in numbered.items() if other != part for number in found])
        yield from zip(files, repeat(weights))


def hand(path: Path) -> str:
    """Who wrote a development file."""
    return path.stem.rpartition("_")[0] or "first"


def numbers(paths: Iterable[Path]) -> list[Number]:
    """Every number of these files that could be dialled; those of an account teach nothing."""
    found = []
    for path in paths:
        for line in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
            if "labels" not in line:
                continue
            reading = read(line["text"], line["lang"])
            labelled = spans(line["text"], line["spans"])
            accounts = [(item.start, item.end) for item in iban.find(reading)]
            accounts += [(start, stop) for start, stop, label in labelled if label == "iban"]
            for run in phone.candidates(reading):
                begin, end = reading.plain.place(reading.starts[run[0].word], reading.ends[run[-1].word])
                if any(start < end and stop > begin for start, stop in accounts):
                    continue
                said = {label for start, stop, label in labelled if start < end and stop > begin}
                found.append(Number(rows_of_signs(signs(reading, run)), bool(said & DIALLED)))
    return found


def learnt(taught: Sequence[Number]) -> array[float]:
    """What everything begins with, and the weight of each row."""
    ends = np.cumsum([0, *(len(number.rows) for number in taught)])
    columns = np.array([row for number in taught for row in number.rows])
    rows = sparse.csr_matrix((np.ones(len(columns)), columns, ends), shape=(len(taught), ROWS))
    regression = LogisticRegression(C=STRENGTH, solver="liblinear", tol=TOLERANCE, random_state=0, max_iter=1000)
    regression.fit(rows, np.array([number.dialled for number in taught]))
    return array("f", [*regression.intercept_, *regression.coef_[0]])

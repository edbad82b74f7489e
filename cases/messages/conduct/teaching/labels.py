"""Teach which labels a sentence has: a logistic regression for each over the sentences of every labelled message."""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterable, Sequence
from itertools import repeat
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from cases.messages.conduct import model
from cases.messages.conduct.features import (
    ROWS,
    Sentence,
    rows_of_neighbours,
    rows_of_pairs,
    rows_of_signs,
    rows_of_word,
    sentences,
)
from cases.messages.conduct.finding import Role
from cases.messages.conduct.model import (
    COLUMNS,
    CONTACT,
    FEWEST_AROUND,
    MIDDLE,
    OF_PAIR,
    OF_SELLERS,
    OF_SIGN,
    OF_SIGNS_AROUND,
    Steps,
)
from cases.messages.conduct.reading import Reading, read
from cases.messages.conduct.screen import written
from cases.messages.conduct.spoken import spoken
from cases.messages.conduct.taught import corpus
from cases.messages.conduct.teaching import numbers
from cases.messages.conduct.teaching.spans import spans

STRENGTH = 20.0
"""How far the weights may follow the corpus."""

AROUND = 1.0
"""What the words of the other sentences count beside those of the sentence itself."""

# The parts of a line of another task, and who wrote each.
PARTS: tuple[str, ...] = ("text", "buyer_text", "reply")
ROLES: tuple[Role, ...] = ("buyer", "buyer", "seller")

TOLERANCE = 0.1
Weights = np.ndarray[Any, np.dtype[np.float64]]


def teach(path: Path) -> None:
    """Learn every label from the development corpus and write the file."""
    taught = seen(lessons(corpus()))
    weights, always = zip(*(learnt(taught, column) for column in COLUMNS), strict=True)
    write(path, weights, always)


class Lesson(NamedTuple):
    """A message as the classifier sees it: its sentences, and what people say of each."""

    role: Role
    sentences: Sequence[Sentence]
    labels: Sequence[frozenset[str]]


class Lessons(NamedTuple):
    """Every sentence as a row of numbers, its labels, and whether a seller wrote it."""

    rows: sparse.csr_matrix
    labels: Weights
    of_sellers: Weights


def lessons(paths: Iterable[Path]) -> list[Lesson]:
    """The messages of these files with their labels; those of other tasks are clean where no rule speaks.

    The numbers of a hand are judged by what the other hands teach, as those of an unknown hand will be.
    """
    taught = []
    for path, weights in numbers.by_others(paths):
        for line in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
            if "labels" in line:
                taught.append(lesson(line, weights))
            else:
                said = map(line.get, PARTS)
                taught += filter(None, map(_clean, repeat(line["lang"]), ROLES, said, repeat(weights)))
    return taught


def lesson(line: dict[str, Any], weights: array[float]) -> Lesson:
    """One labelled message, its numbers judged by these weights."""
    reading = read(line["text"], line["lang"])
    parts = sentences(reading, written(reading, weights))
    labelled = spans(line["text"], line["spans"])
    return Lesson(line["role"], parts, [_labels(reading, part, labelled) for part in parts])


def _clean(language: str, role: Role, text: str | None, weights: array[float]) -> Lesson | None:
    """A message that was labelled for something else."""
    reading = read(text or "", language)
    if written(reading, weights) or spoken(reading):
        return None
    parts = sentences(reading, [])
    return Lesson(role, parts, [frozenset()] * len(parts))


def _labels(reading: Reading, part: Sentence, spans: list[tuple[int, int, str]]) -> frozenset[str]:
    begin, end = reading.plain.place(reading.starts[part.place[0]], reading.ends[part.place[1]])
    labels = frozenset(label for start, stop, label in spans if start < end and stop > begin)
    return labels | {"contact"} if labels.intersection(CONTACT) else labels


def seen(taught: Sequence[Lesson]) -> Lessons:
    """The lessons as numbers."""
    words: dict[str, int] = {}
    own = _Cells()
    around = _Cells()
    beside = _Cells()
    signs = _Cells()
    signs_around = _Cells()
    at = 0
    for item in taught:
        numbers = [[words.setdefault(word, len(words)) for word in part.words] for part in item.sentences]
        rows = [rows_of_signs(part.signs) for part in item.sentences]
        for part, mine, own_signs in zip(item.sentences, numbers, rows, strict=True):
            own.add(at, mine)
            around.add(at, [number for others in numbers if others is not mine for number in others])
            beside.add(at, rows_of_neighbours(part.words))
            signs.add(at, own_signs, OF_SIGN)
            signs.add(at, rows_of_pairs(part.signs), OF_PAIR)
            signs_around.add(at, [row for others in rows if others is not own_signs for row in others])
            at += 1
    pieces = _Cells()
    for word, number in words.items():
        pieces.add(number, rows_of_word(word))
    of_words = pieces.matrix(len(words), ROWS)
    rows = sparse.hstack(
        [
            _evened(own.matrix(at, len(words)) @ of_words + beside.matrix(at, ROWS)),
            _evened(around.matrix(at, len(words)) @ of_words) * AROUND,
            signs.matrix(at, ROWS),
            _evened(signs_around.matrix(at, ROWS), FEWEST_AROUND) * OF_SIGNS_AROUND,
        ],
        format="csr",
    )
    labels = np.array([[column in held for column in COLUMNS] for item in taught for held in item.labels], dtype=float)
    sellers = np.array([item.role == "seller" for item in taught for _ in item.sentences])
    return Lessons(rows, labels, sellers)


class _Cells:
    """The cells of a matrix, gathered row by row."""

    def __init__(self) -> None:
        self.rows: list[int] = []
        self.columns: list[int] = []
        self.values: list[float] = []

    def add(self, row: int, columns: Sequence[int], value: float = 1.0) -> None:
        self.rows += [row] * len(columns)
        self.columns += columns
        self.values += [value] * len(columns)

    def matrix(self, height: int, width: int) -> sparse.csr_matrix:
        return sparse.csr_matrix((self.values, (self.rows, self.columns)), shape=(height, width))


def _evened(counts: sparse.csr_matrix, fewest: int = 1) -> sparse.csr_matrix:
    """Divided by the root of how many there are, or of the fewest, so that long sentences do not shout."""
    sums = np.maximum(fewest, np.asarray(counts.sum(axis=1)).ravel())
    return sparse.diags(1 / np.sqrt(sums)) @ counts


def learnt(taught: Lessons, column: str) -> tuple[Weights, float]:
    """The weights of one column, and what every sentence begins with."""
    chosen = taught.of_sellers if column in OF_SELLERS else np.ones(len(taught.of_sellers), dtype=bool)
    wanted = taught.labels[chosen, COLUMNS.index(column)]
    regression = LogisticRegression(
        C=STRENGTH, solver="liblinear", dual=True, tol=TOLERANCE, random_state=0, max_iter=1000
    )
    regression.fit(taught.rows[chosen], wanted)
    return regression.coef_[0], float(regression.intercept_[0])


def write(path: Path, weights: Sequence[Weights], always: Sequence[float]) -> None:
    """Write the file that `Model` maps."""
    table = np.stack(weights)
    kinds = [_stored(kind * scale) for kind, scale in zip(np.split(table, 4, axis=1), (1, AROUND, 1, 1), strict=True)]
    own, around, sign, sign_around = (kept.T for kept, _ in kinds)
    worth = dict(zip(Steps._fields, (step.tolist() for _, step in kinds), strict=False))
    steps = Steps(**worth, always=list(always))
    head = json.dumps(steps._asdict()).encode()
    words, signs = np.concatenate([own, around], axis=1), np.concatenate([sign, sign_around], axis=1)
    path.write_bytes(head.ljust(model.HEAD, b"\0") + words.tobytes() + signs.tobytes())


def _stored(weights: Weights) -> tuple[Weights, Weights]:
    """As whole steps from the middle, and the step of each label."""
    steps = np.maximum(np.abs(weights).max(axis=1), 1e-9) / (MIDDLE - 1)
    return (np.rint(weights / steps[:, None]) + MIDDLE).astype("<u4"), steps

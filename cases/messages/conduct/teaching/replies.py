"""Teach what a reply is and which questions it leaves open: logistic regressions over the labelled replies."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pycrfsuite
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from cases.messages.conduct.answering_signs import Seen, seen
from cases.messages.conduct.features import ROWS, rows_of_signs
from cases.messages.conduct.find_questions import spans
from cases.messages.conduct.reply_model import FINE, KINDS, OF_SIGN, OF_WORDS, pieces_of
from cases.messages.conduct.taught import corpus

STRENGTH, STRENGTH_OF_OPEN = 3.0, 0.8
"""How far the weights may follow the corpus; chosen on hands left out of the teaching, as is what follows."""

OF_MIXED = 0.3
"""What a question of two replies put together counts beside one that somebody wrote."""

BOTH_ANSWERED, OTHER_FIRST = 0.4, 0.5
"""How often both replies are given, and how often the other comes first."""

MOST_QUESTIONS = 4
ENOUGH = 0.4
TOLERANCE = 0.001

Row = Sequence[tuple[int, float]]
Weights = np.ndarray[Any, np.dtype[np.float64]]


class Lesson(NamedTuple):
    """A reply, what it is, and its questions with whether each stays open."""

    language: str
    questions: Sequence[tuple[str, bool]]
    reply: str
    verdict: str

    @property
    def kind(self) -> str:
        """The verdict, where it is bad of the whole reply."""
        return self.verdict if self.verdict in KINDS else FINE

    @property
    def seen(self) -> Seen:
        """What is seen of it."""
        return seen([(question, self.language) for question, _ in self.questions], self.reply, self.language)


def teach(path: Path, tagger: pycrfsuite.Tagger) -> None:
    """Learn from the development corpus and write the file; the tagger tells what the buyers ask."""
    lines = (line for file in corpus("replies") for line in file.read_text(encoding="utf-8").splitlines())
    learn([lesson(json.loads(line), tagger) for line in lines], path)


def lesson(line: dict[str, Any], tagger: pycrfsuite.Tagger) -> Lesson:
    """One labelled reply, with the questions that are found in the buyer's message."""
    text = line["buyer_text"]
    labelled = list(_places(text, line["unanswered"]))
    found = spans(text, line["lang"], tagger)
    questions = [(text[start:stop], any(_same(start, stop, *place) for place in labelled)) for start, stop in found]
    return Lesson(line["lang"], questions, line["reply"], line["verdict"])


def learn(lessons: Sequence[Lesson], path: Path) -> None:
    """Learn from these replies and write the file."""
    kinds = _learnt_kinds(lessons)
    opens = _learnt_open([item for item in lessons if item.kind == FINE])
    path.write_bytes(np.stack([*kinds, opens], axis=1).astype("<f4").tobytes())


def _learnt_kinds(lessons: Sequence[Lesson]) -> list[Weights]:
    rows = _matrix(_row_of_reply(item.seen) for item in lessons)
    return [_learnt(rows, [item.kind == kind for item in lessons], STRENGTH) for kind in KINDS]


def _learnt_open(lessons: Sequence[Lesson]) -> Weights:
    together = mixed(lessons)
    asked = [(signs, stays) for item in [*lessons, *together] for signs, stays in _of_questions(item)]
    first = sum(len(item.questions) for item in lessons)
    weights = [1.0] * first + [OF_MIXED] * (len(asked) - first)
    rows = _matrix(_row_of_signs(signs) for signs, _ in asked)
    return _learnt(rows, [stays for _, stays in asked], STRENGTH_OF_OPEN, weights)


def _of_questions(item: Lesson) -> Iterator[tuple[Sequence[str], bool]]:
    return zip(item.seen.questions, (stays for _, stays in item.questions), strict=True)


def mixed(lessons: Sequence[Lesson]) -> list[Lesson]:
    """Two good replies put together with the questions of both; or one of them, which leaves the other's open."""
    chance = random.Random(0)  # noqa: S311  # the same corpus gives the same weights
    good = [item for item in lessons if item.verdict == "ok" and item.questions]
    found = []
    for one in good:
        other = chance.choice([item for item in good if item.language == one.language])
        both_answered = chance.random() < BOTH_ANSWERED
        pair = [(one, False), (other, not both_answered)]
        if chance.random() < OTHER_FIRST:
            pair.reverse()
        questions = [(question, stays) for item, stays in pair for question, _ in item.questions]
        reply = " ".join(item.reply for item, stays in pair if not stays)
        if other is not one and len(questions) <= MOST_QUESTIONS:
            found.append(Lesson(one.language, questions, reply, "ok" if both_answered else "partial"))
    return found


def _row_of_reply(reply: Seen) -> Row:
    pieces = pieces_of(reply.words)
    share = OF_WORDS / np.sqrt(max(1, len(pieces)))
    return [*((row, share) for row in pieces), *_row_of_signs(reply.signs)]


def _row_of_signs(signs: Sequence[str]) -> Row:
    return [(row, OF_SIGN) for row in rows_of_signs(signs)]


def _matrix(rows: Iterable[Row]) -> sparse.csr_matrix:
    cells = [(at, column, value) for at, row in enumerate(rows) for column, value in row]
    at, columns, values = zip(*cells, strict=True)
    return sparse.csr_matrix((values, (at, columns)), shape=(at[-1] + 1, ROWS))


def _learnt(
    rows: sparse.csr_matrix, wanted: Sequence[bool], strength: float, weights: Sequence[float] | None = None
) -> Weights:
    """What everything begins with, and the weight of each row."""
    regression = LogisticRegression(C=strength, solver="liblinear", tol=TOLERANCE, random_state=0, max_iter=1000)
    regression.fit(rows, np.array(wanted), sample_weight=weights)
    return np.concatenate([regression.intercept_, regression.coef_[0]])


def _places(text: str, parts: Iterable[str]) -> Iterator[tuple[int, int]]:
    after = 0
    for part in parts:
        start = text.index(part, after)
        after = start + len(part)
        yield start, after


def _same(start: int, stop: int, first: int, last: int) -> bool:
    """Whether two spans share enough of the shorter one to be the same question."""
    return min(stop, last) - max(start, first) > ENOUGH * min(stop - start, last - first)

"""How well the classifier judges messages that it was not taught by, from the development corpus alone.

    python benchmarks/conduct_classifier.py [--apart message|hand|language]

The corpus is parted: single messages, all of one hand, or all of one language; each part is judged by what the
others teach. Printed are the figures with the thresholds in use, and for each column what other thresholds would do,
by which those in `cases/messages/conduct/hearing.py` were chosen.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))

from cases.messages.conduct.hearing import labels_of
from cases.messages.conduct.model import COLUMNS, CONTACT, LABELS, OF_SELLERS
from cases.messages.conduct.reading import read
from cases.messages.conduct.screen import written
from cases.messages.conduct.taught import corpus
from cases.messages.conduct.teaching import labels, numbers

FOLDS = 5
STEPS = (-2.0, -1.5, -1.0, -0.5, 0.0, 0.5, 1.0, 1.5, 2.0)


class Message(NamedTuple):
    """A labelled message, whose hand wrote it, what the rules found, and its sentences."""

    line: dict[str, Any]
    hand: str
    found: frozenset[str]
    lesson: labels.Lesson


Apart = dict[str, Callable[[Message], str]]


def messages() -> list[Message]:
    """The development corpus."""
    found = []
    for path, weights in numbers.by_others(corpus()):
        for line in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
            if "labels" not in line:
                continue
            rules = frozenset(item.label for item in written(read(line["text"], line["lang"]), weights))
            found.append(Message(line, numbers.hand(path), rules, labels.lesson(line, weights)))
    return found


def judged(taught: list[Message], parts: list[str]) -> list[list[tuple[float, ...]]]:
    """The scores of every sentence of every message, each by what the other parts teach."""
    seen = labels.seen([message.lesson for message in taught])
    whose = np.repeat(np.arange(len(taught)), [len(message.lesson.sentences) for message in taught])
    part = np.array(parts)[whose]
    scores = np.full((len(whose), len(COLUMNS)), -np.inf)
    for left_out in sorted(set(parts)):
        others = labels.Lessons(*(rows[part != left_out] for rows in seen))
        for at, column in enumerate(COLUMNS):
            weights, always = labels.learnt(others, column)
            scores[part == left_out, at] = seen.rows[part == left_out] @ weights + always
    return [[tuple(row) for row in scores[whose == number]] for number in range(len(taught))]


def figures(pairs: list[tuple[bool, bool]]) -> str:
    """Precision, recall and F1 of what was wanted and what was found."""
    hits = sum(wanted and found for wanted, found in pairs)
    precision = hits / max(1, sum(found for _, found in pairs))
    recall = hits / max(1, sum(wanted for wanted, _ in pairs))
    return f"{precision:10.3f}{recall:10.3f}{2 * precision * recall / max(1e-9, precision + recall):8.3f}"


def show(taught: list[Message], scores: list[list[tuple[float, ...]]]) -> None:
    """The figures with the thresholds in use."""
    found = [
        message.found.union(
            *(labels_of(dict(zip(COLUMNS, row, strict=True)).__getitem__, message.lesson.role) for row in rows)
        )
        for message, rows in zip(taught, scores, strict=True)
    ]
    wanted = [frozenset(message.line["labels"]) for message in taught]
    print(f"{'':22}{'precision':>10}{'recall':>10}{'F1':>8}")
    rows: list[tuple[str, tuple[str, ...]]] = [
        ("any contact or deal", CONTACT),
        *((label, (label,)) for label in LABELS),
    ]
    for name, chosen in rows:
        pairs = [
            (bool(a.intersection(chosen)), bool(b.intersection(chosen))) for a, b in zip(wanted, found, strict=True)
        ]
        print(f"{name:22}{figures(pairs)}")
    hard = [
        bool(b.intersection(CONTACT)) for m, a, b in zip(taught, wanted, found, strict=True) if not a and m.line["hard"]
    ]
    print(f"contact found in hard clean text: {sum(hard)} of {len(hard)} ({sum(hard) / max(1, len(hard)):.1%})")


def show_thresholds(taught: list[Message], scores: list[list[tuple[float, ...]]]) -> None:
    """Precision and recall of each column by itself at other thresholds."""
    print(
        "\nprecision/recall of the words alone, from a score of\n" + " " * 22 + "".join(f"{step:>12}" for step in STEPS)
    )
    for at, column in enumerate(COLUMNS):
        chosen = [
            (bool(set(message.line["labels"]).intersection(CONTACT if column == "contact" else (column,))), rows)
            for message, rows in zip(taught, scores, strict=True)
            if message.lesson.role == "seller" or column not in OF_SELLERS
        ]
        best = [(wanted, max((row[at] for row in rows), default=-np.inf)) for wanted, rows in chosen]
        cells = [figures([(wanted, score >= step) for wanted, score in best]).split() for step in STEPS]
        print(f"{column:22}" + "".join(f"{cell[0][1:]:>7}/{cell[1][1:]:<4}" for cell in cells))


def main() -> None:
    """Part, judge and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--apart", choices=("message", "hand", "language"), default="message")
    asked = parser.parse_args()
    warnings.simplefilter("ignore")
    chance = random.Random(3)
    apart: Apart = {
        "message": lambda _: str(chance.randrange(FOLDS)),
        "hand": lambda message: message.hand,
        "language": lambda message: message.line["lang"],
    }
    taught = messages()
    scores = judged(taught, [apart[asked.apart](message) for message in taught])
    show(taught, scores)
    show_thresholds(taught, scores)


if __name__ == "__main__":
    main()

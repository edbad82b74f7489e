"""How right the rules are on labelled text, and what a message costs.

    python benchmarks/conduct.py [--part test|fresh|development] [--errors N] [--json FILE] [--speed]

A label counts once a message: right where both have it. Contact is any label of contact and deals. A false alarm is
a clean message with any finding; hard ones look like an offence. `--errors` prints texts, and only of the
development part, because whoever writes rules must not read the others.
"""

from __future__ import annotations

import argparse
import gc
import json
import random
import statistics
import sys
import time
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.labelled import PARTS, UNREAD, lines
from cases.messages.conduct.reading import read
from cases.messages.conduct.screen import find, screen

CONTACT = ("email", "phone", "messenger", "social", "url", "iban", "payment_offplatform", "deal_offplatform")
OTHERS = ("marketing", "insult", "misleading")
ANY = (*CONTACT, *OTHERS)
SIZES = (500, 5_000, 50_000)
MEDIAN_LIMIT, LARGE_LIMIT = 0.002, 0.1


class Judged(NamedTuple):
    """A labelled message and what the rules said of it."""

    line: dict[str, Any]
    wanted: frozenset[str]
    found: frozenset[str]
    spans: tuple[tuple[str, str, str], ...]


class Score(NamedTuple):
    """Right, too much, missed."""

    hits: int
    false: int
    missed: int

    @property
    def precision(self) -> float:
        """Of what was found, the share that is right."""
        return self.hits / (self.hits + self.false) if self.hits + self.false else 1.0

    @property
    def recall(self) -> float:
        """Of what is there, the share that was found."""
        return self.hits / (self.hits + self.missed) if self.hits + self.missed else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def judge(part: str) -> list[Judged]:
    """Every contact and marketing message of one part, judged."""
    judged = []
    for task in ("contact", "marketing"):
        for line in lines(part, task):
            text = line["text"]
            findings = screen(text, line["role"], line["lang"]).findings
            spans = tuple((found.label, text[found.start : found.end], found.rule) for found in findings)
            wanted, found = frozenset(line["labels"]), frozenset(label for label, _, _ in spans)
            judged.append(Judged(line | {"task": task}, wanted, found, spans))
    return judged


def score(judged: list[Judged], labels: tuple[str, ...]) -> Score:
    """The labels as one: whether a message has any of them."""
    counted = Counter(
        (bool(item.wanted.intersection(labels)), bool(item.found.intersection(labels))) for item in judged
    )
    return Score(counted[True, True], counted[False, True], counted[True, False])


def false_alarms(judged: list[Judged], *, hard: bool, labels: tuple[str, ...] = ANY) -> tuple[int, int]:
    """Clean messages that were flagged with any of these labels, and all clean ones."""
    clean = [item for item in judged if not item.wanted and bool(item.line.get("hard")) == hard]
    return sum(bool(item.found.intersection(labels)) for item in clean), len(clean)


def report(judged: list[Judged]) -> dict[str, Any]:
    """Every figure, as it is printed."""
    by_language: dict[str, list[Judged]] = defaultdict(list)
    for item in judged:
        by_language[item.line["lang"]].append(item)
    contact = [item for item in judged if item.line["task"] == "contact"]
    marketing = [item for item in judged if item.line["task"] == "marketing"]
    return {
        "messages": len(judged),
        "contact": _figures(score(contact, CONTACT)),
        "marketing": _figures(score(marketing, ("marketing",))),
        "labels": {label: _figures(score(judged, (label,))) for label in (*CONTACT, *OTHERS)},
        "languages": {
            language: {
                "contact": _figures(score([item for item in items if item.line["task"] == "contact"], CONTACT)),
                "marketing": _figures(
                    score([item for item in items if item.line["task"] == "marketing"], ("marketing",))
                ),
                "labels": {label: _figures(score(items, (label,))) for label in (*CONTACT, *OTHERS)},
                "false_alarms": false_alarms(items, hard=False),
                "false_alarms_hard": false_alarms(items, hard=True),
            }
            for language, items in sorted(by_language.items())
        },
        "false_alarms": {
            task: {
                "clean": false_alarms(items, hard=False, labels=labels),
                "hard": false_alarms(items, hard=True, labels=labels),
            }
            for task, items, labels in (
                ("contact labels", contact, CONTACT),
                ("any label, contact task", contact, ANY),
                ("any label, marketing task", marketing, ANY),
            )
        },
    }


def _figures(counted: Score) -> dict[str, float]:
    return {
        "precision": round(counted.precision, 3),
        "recall": round(counted.recall, 3),
        "f1": round(counted.f1, 3),
        "n": counted.hits + counted.missed,
    }


def show(figures: dict[str, Any]) -> None:
    """Print the figures as tables."""
    print(f"{figures['messages']} messages\n\n{'label':22}{'precision':>10}{'recall':>10}{'F1':>8}{'n':>6}")
    totals = {"any contact or deal": figures["contact"], "marketing (its task)": figures["marketing"]} | figures[
        "labels"
    ]
    for label, row in totals.items():
        print(f"{label:22}{row['precision']:>10.3f}{row['recall']:>10.3f}{row['f1']:>8.3f}{row['n']:>6}")
    print("\nprecision/recall/F1 for each label and language; clean and hard clean messages that were flagged")
    languages = figures["languages"]
    print(f"{'':22}" + "".join(f"{language:>16}" for language in languages))
    for label in ("contact", *CONTACT, *OTHERS):
        rows = [row["contact"] if label == "contact" else row["labels"][label] for row in languages.values()]
        cells = (f"{row['precision']:.2f} {row['recall']:.2f} {row['f1']:.2f}".replace("0.", ".") for row in rows)
        print(f"{label:22}" + "".join(f"{cell:>16}" for cell in cells))
    for kind in ("false_alarms", "false_alarms_hard"):
        cells = (f"{row[kind][0]} of {row[kind][1]}" for row in languages.values())
        print(f"{kind:22}" + "".join(f"{cell:>16}" for cell in cells))
    print()
    for task, kinds in figures["false_alarms"].items():
        for kind, (flagged, of) in kinds.items():
            print(f"false alarms, {task}, {kind}: {flagged} of {of} ({flagged / max(1, of):.1%})")


def show_errors(judged: list[Judged], most: int) -> None:
    """Print the development messages on which rules and people differ."""
    wrong = [item for item in judged if item.wanted != item.found]
    for item in wrong[:most]:
        print(f"{item.line['lang']} {item.line['role']} {item.line['text']}")
        print(f"    missed {sorted(item.wanted - item.found)} too much {sorted(item.found - item.wanted)} {item.spans}")


def speed() -> bool:
    """Print what a text of each size costs in CPU, and say whether that is within the limits."""
    lines = [item.line for item in judge("development")]
    random.Random(5).shuffle(lines)
    gc.collect()
    gc.freeze()  # the whole corpus in memory is no part of what a message costs
    well = True
    for size in SIZES:
        costs = []
        for turn in range(200 if size == SIZES[0] else 5):
            text, at = "", turn * 7
            while len(text) < size:
                text += lines[at % len(lines)]["text"] + "\n"
                at += 1
            line = lines[turn % len(lines)]
            began = time.process_time()
            find(read(text[:size], line["lang"]), line["role"])
            costs.append(time.process_time() - began)
        median = statistics.median(costs)
        limit = {SIZES[0]: MEDIAN_LIMIT, SIZES[-1]: LARGE_LIMIT}.get(size)
        well = well and (limit is None or median <= limit)
        print(
            f"{size:>6} characters: {median * 1000:.2f} ms of CPU at the median"
            + (f" (limit {limit * 1000:.0f})" if limit else "")
        )
    return well


def main() -> int:
    """Measure and print; exit 1 when a speed limit is not kept."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--part", choices=PARTS, default="test")
    parser.add_argument("--errors", type=int, default=0)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--speed", action="store_true")
    asked = parser.parse_args()
    if asked.errors and asked.part != "development":
        parser.error(UNREAD)
    if asked.speed:
        return 0 if speed() else 1
    judged = judge(asked.part)
    figures = report(judged)
    show(figures)
    show_errors(judged, asked.errors)
    if asked.json:
        asked.json.write_text(json.dumps(figures, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())

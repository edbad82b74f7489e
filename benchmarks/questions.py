"""How well questions are found: precision, recall and F1 of the spans, and how often their number is exact.

    python benchmarks/questions.py [--part test|fresh|development] [--errors N] [--hands NAME ...]

A found span is right when it and a labelled one cover the same words: what they share is at least half of both
together. Each labelled span is matched once. `--hands` teaches anew without what each of these hands wrote in the
development part, and judges that.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import pycrfsuite

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.labelled import PARTS, UNREAD, Line, apart, hands, lines
from cases.messages.conduct.find_questions import spans
from cases.messages.conduct.taught import corpus
from cases.messages.conduct.teaching.numbers import hand
from cases.messages.conduct.teaching.questions import learn, messages
from cases.messages.questions import split

ENOUGH = 0.5


@dataclass
class Count:
    """What was found in some messages."""

    messages: int = 0
    same_number: int = 0
    right: int = 0
    to_the_letter: int = 0
    found: int = 0
    labelled: int = 0
    wrong: list[tuple[Line, list[str]]] = field(default_factory=list)

    @property
    def precision(self) -> float:
        """How many of the found are right."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """How many of the labelled are found."""
        return self.right / self.labelled if self.labelled else 1.0

    @property
    def f1(self) -> float:
        """Both in one figure."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    @property
    def exact_number(self) -> float:
        """The share of the messages with as many found as labelled."""
        return self.same_number / self.messages if self.messages else 1.0


Find = Callable[[str, str], Sequence[tuple[int, int]]]


def measure(part: str) -> dict[str, Count]:
    """The counts by language, and of all under "all"."""
    counts: dict[str, Count] = {}
    for line in lines(part, "questions"):
        for name in (line["lang"], "all"):
            _count(line, counts.setdefault(name, Count()), split)
    return counts


def left_out(name: str) -> Count:
    """The count of what a hand wrote, found by what all others teach."""
    own, _ = apart("questions", name)
    tagger = pycrfsuite.Tagger()
    with TemporaryDirectory() as folder:
        learn(messages(path for path in corpus() if hand(path) != name), Path(folder) / "questions")
        tagger.open(str(Path(folder) / "questions"))
        count = Count()
        for line in own:
            _count(line, count, lambda text, language: spans(text, language, tagger))
    return count


def _count(line: Line, count: Count, find: Find) -> None:
    text, labelled = line["text"], places(line["text"], line["questions"])
    found = [(start, stop) for start, stop in find(text, line["lang"])]
    right = matched(found, labelled)
    count.messages += 1
    count.same_number += len(found) == len(labelled)
    count.right += right
    count.to_the_letter += len(set(found) & set(labelled))
    count.found += len(found)
    count.labelled += len(labelled)
    if right < max(len(found), len(labelled)):
        count.wrong.append((line, [text[start:stop] for start, stop in found]))


def places(text: str, parts: list[str]) -> list[tuple[int, int]]:
    """Where each part stands, each after the one before."""
    found, after = [], 0
    for part in parts:
        start = text.index(part, after)
        after = start + len(part)
        found.append((start, after))
    return found


def matched(found: list[tuple[int, int]], labelled: list[tuple[int, int]]) -> int:
    """How many of the found cover the same words as a labelled one."""
    left, right = list(labelled), 0
    for span in found:
        for other in left:
            shared = min(span[1], other[1]) - max(span[0], other[0])
            if shared > 0 and shared / (max(span[1], other[1]) - min(span[0], other[0])) >= ENOUGH:
                left.remove(other)
                right += 1
                break
    return right


def main() -> None:
    """Print the figures of one part, a row a language."""
    parser = argparse.ArgumentParser(description="How well questions are found.")
    parser.add_argument("--part", choices=PARTS, default="test")
    parser.add_argument("--errors", type=int, default=0)
    parser.add_argument("--hands", nargs="+", default=[], metavar="NAME", choices=hands("questions"))
    asked = parser.parse_args()
    if asked.errors and asked.part != "development":
        parser.error(UNREAD)
    for name in asked.hands:
        count = left_out(name)
        print(f"{name:10} {count.messages:5} F1 {count.f1:.3f} exact number {count.exact_number:.3f}")
    if asked.hands:
        return
    counts = measure(asked.part)
    print(f"questions, {asked.part}: messages, precision, recall, F1, exact number, to the letter")
    for name, count in sorted(counts.items()):
        letter = count.to_the_letter / count.labelled if count.labelled else 1.0
        figures = (count.precision, count.recall, count.f1, count.exact_number, letter)
        print(f"{name:4} {count.messages:5}", *(f"{figure:6.3f}" for figure in figures))
    for line, found in counts["all"].wrong[: asked.errors]:
        print(line["lang"], repr(line["text"]), "labelled", line["questions"], "found", found)


if __name__ == "__main__":
    main()

"""How well replies are judged: a table of verdicts, how often ok-or-not is right, and how many good ones are wronged.

    python benchmarks/replies.py [--part test|fresh|development] [--errors N] [--hands NAME ...]

`--errors` prints texts, and only of the development part, because whoever writes rules must not read the others.
`--hands` teaches anew without what each of these hands wrote in the development part, and judges that.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.labelled import PARTS, UNREAD, Line, apart, hands, lines
from cases.messages.conduct.reply_model import ReplyModel
from cases.messages.conduct.review_reply import Verdict, review_reply
from cases.messages.conduct.taught import tagger
from cases.messages.conduct.teaching.replies import learn, lesson
from cases.messages.questions import split

VERDICTS = tuple(Verdict)


@dataclass
class Count:
    """What was judged of some replies; ``table`` counts pairs of labelled and given verdict."""

    table: Counter[tuple[str, str]] = field(default_factory=Counter)
    wrong: list[tuple[Line, str]] = field(default_factory=list)

    def add(self, line: Line, given: str) -> None:
        """One more reply, and the verdict that was given."""
        self.table[line["verdict"], given] += 1
        if given != line["verdict"]:
            self.wrong.append((line, given))

    @property
    def replies(self) -> int:
        """How many were judged."""
        return self.table.total()

    @property
    def ok_or_not(self) -> float:
        """The share of which it was rightly said whether they are ok."""
        right = sum(n for (labelled, given), n in self.table.items() if (labelled == "ok") == (given == "ok"))
        return right / self.replies if self.replies else 1.0

    @property
    def wronged(self) -> float:
        """The share of the good ones that were said not to be."""
        good = sum(n for (labelled, _), n in self.table.items() if labelled == "ok")
        return 1 - self.table["ok", "ok"] / good if good else 0.0

    @property
    def same(self) -> float:
        """The share with the very verdict of the label."""
        return sum(self.table[verdict, verdict] for verdict in VERDICTS) / self.replies if self.replies else 1.0


def measure(part: str) -> dict[str, Count]:
    """The counts by language, and of all under "all"."""
    counts: dict[str, Count] = {}
    for line in lines(part, "replies"):
        given = judge(line)
        for name in (line["lang"], "all"):
            counts.setdefault(name, Count()).add(line, given)
    return counts


def left_out(name: str) -> Count:
    """The count of what a hand wrote, judged by what all others teach."""
    own, others = apart("replies", name)
    with TemporaryDirectory() as folder:
        learn([lesson(line, tagger()) for line in others], Path(folder) / "replies")
        taught = ReplyModel(Path(folder) / "replies")
    count = Count()
    with patch("cases.messages.conduct.review_reply.reply_model", lambda: taught):
        for line in own:
            count.add(line, judge(line))
    return count


def judge(line: Line) -> str:
    """The verdict on one line, as `nazorg review-reply` gives it."""
    text = line["buyer_text"]
    questions = [text[span.start : span.stop] for span in split(text, line["lang"])]
    return review_reply(questions, line["reply"], line["lang"]).verdict.value


def main() -> None:
    """Print the figures of one part, a row a language, and the table of verdicts."""
    parser = argparse.ArgumentParser(description="How well replies are judged.")
    parser.add_argument("--part", choices=PARTS, default="test")
    parser.add_argument("--errors", type=int, default=0)
    parser.add_argument("--hands", nargs="+", default=[], metavar="NAME", choices=hands("replies"))
    asked = parser.parse_args()
    if asked.errors and asked.part != "development":
        parser.error(UNREAD)
    for name in asked.hands:
        count = left_out(name)
        print(f"{name:10} {count.replies:5} ok or not right {count.ok_or_not:.3f} wronged {count.wronged:.3f}")
    if asked.hands:
        return
    counts = measure(asked.part)
    print(f"replies, {asked.part}: replies, ok or not right, good ones wronged, same verdict")
    for name, count in sorted(counts.items()):
        print(f"{name:4} {count.replies:5} {count.ok_or_not:6.3f} {count.wronged:6.3f} {count.same:6.3f}")
    print(f"{'labelled, given':18}", *(f"{verdict.value:>17}" for verdict in VERDICTS))
    for labelled in VERDICTS:
        print(f"{labelled.value:18}", *(f"{counts['all'].table[labelled, given]:17}" for given in VERDICTS))
    for line, given in counts["all"].wrong[: asked.errors]:
        print(line["lang"], line["verdict"], "given", given, repr(line["buyer_text"]), repr(line["reply"]))


if __name__ == "__main__":
    main()

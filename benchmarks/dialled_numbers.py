"""How well telephone numbers are told from other numbers, each hand of the development part judged by all others.

    python benchmarks/dialled_numbers.py [--hands NAME ...]

Counted is every number of seven digits or more that is no date, hour, price or account.
"""

from __future__ import annotations

import argparse
import math
import sys
from array import array
from collections import defaultdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.labelled import hands
from cases.messages.conduct.phone import FOUND
from cases.messages.conduct.taught import corpus
from cases.messages.conduct.teaching import numbers


def found(number: numbers.Number, weights: array[float]) -> bool:
    """Whether it is taken for a telephone number."""
    return weights[0] + math.fsum(weights[1 + row] for row in number.rows) >= FOUND


def main() -> None:
    """Print a line for each hand that wrote enough numbers."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--hands", nargs="+", default=hands("contact"), metavar="NAME", choices=hands("contact"))
    asked = parser.parse_args()
    files: dict[str, list[Path]] = defaultdict(list)
    for path in corpus():
        files[numbers.hand(path)].append(path)
    written = {hand: numbers.numbers(paths) for hand, paths in files.items()}
    print(f"{'hand':14}{'numbers':>8}{'precision':>11}{'recall':>8}{'others flagged':>16}")
    for hand in asked.hands:
        weights = numbers.learnt([number for other, told in written.items() if other != hand for number in told])
        pairs = [(number.dialled, found(number, weights)) for number in written[hand]]
        hits = sum(dialled and flagged for dialled, flagged in pairs)
        flagged, dialled = sum(flagged for _, flagged in pairs), sum(dialled for dialled, _ in pairs)
        others = (flagged - hits) / max(1, len(pairs) - dialled)
        print(f"{hand:14}{len(pairs):8}{hits / max(1, flagged):11.3f}{hits / max(1, dialled):8.3f}{others:16.1%}")


if __name__ == "__main__":
    main()

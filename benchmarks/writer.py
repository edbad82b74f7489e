"""One of many writers: waits to be told for how long, writes, says how fast. Started by ``advance.py``."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks import floors  # after the path is set
from benchmarks.market_place import build
from benchmarks.side_by_side import measure

CASES = 50


def main() -> None:
    """Write over cases of one's own until the input ends."""
    name, url, number, writers = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
    del writers
    if name == "plain":
        contestant = floors.plain(url, number * CASES, CASES)
    else:
        contestant = build(url, CASES, first=1 + number * CASES, migrate=False).advance
    measure(contestant, 0.3)
    print("ready", flush=True)
    for line in sys.stdin:
        print(measure(contestant, float(line)), flush=True)


if __name__ == "__main__":
    main()

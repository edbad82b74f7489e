"""How far a long run is, on one line of a terminal; silence where nobody looks."""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass, field

WIDTH = 30


@dataclass
class Progress:
    """A bar over the days of a run."""

    days: int
    started: float = field(default_factory=time.monotonic)

    def tell(self, day: int, cases: int) -> None:
        """So many days are over, with so many cases opened."""
        if not sys.stderr.isatty():
            return
        filled = WIDTH * day // self.days
        seconds = time.monotonic() - self.started
        line = f"day {day} of {self.days} [{'#' * filled:<{WIDTH}}] {cases:,} cases, {seconds:.0f} s"
        print(f"\r{line}\x1b[K", end="", file=sys.stderr, flush=True)

    def end(self) -> None:
        """Leave the line empty for what follows."""
        if sys.stderr.isatty():
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)

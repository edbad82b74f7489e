"""A run in parts: each process has sellers of its own and a database of its own, so that none waits for another.

Every decision is drawn from the seed and the place of its case. So the figures are those of one part, whatever the
number of parts.
"""

from __future__ import annotations

import resource
import shutil
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from cases.casefile import rules
from cases.db import upgrade
from cases.db.unsynced import unsynced
from cli.demo.scenery import load_scenery
from cli.simulation.acts import Stage
from cli.simulation.days import play, run_of
from cli.simulation.figures import Figures, figures_of
from cli.simulation.invariants import first_violation
from cli.simulation.market_place import MarketPlace
from markets import calendars
from markets.policy import load_policy

Tell = Callable[[int, int], None]
"""Hears of the day and of the cases that were opened so far."""

BETWEEN = 0.3
A_MEGABYTE = 1024 if sys.platform != "darwin" else 1024 * 1024


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be simulated."""

    cases: int
    days: int
    seed: int
    markets: tuple[str, ...]
    policy: Path | None = None


class Played(NamedTuple):
    """What came of it: counts, and the first law that did not hold.

    It took so many ``seconds``, in which processors were ``busy``, and each process so many megabytes.
    """

    figures: Figures
    violation: str
    seconds: float
    busy: float
    megabytes: int


def play_all(asked: Asked, workers: int, tell: Tell) -> Played:
    """Play the run in so many processes and add up what they count."""
    started = time.monotonic()
    with TemporaryDirectory(prefix="nazorg-simulation-") as folder:
        upgrade(f"sqlite:///{folder}/empty.sqlite")
        parts = [_play_part(asked, folder, 0, 1, tell)] if workers == 1 else _beside(asked, folder, workers, tell)
    figures: Figures = Counter()
    for part in parts:
        figures.update(part.figures)
    violation = next((part.violation for part in parts if part.violation), "")
    busy, megabytes = sum(part.busy for part in parts), max(part.megabytes for part in parts)
    return Played(figures, violation, time.monotonic() - started, busy, megabytes)


def _beside(asked: Asked, folder: str, workers: int, tell: Tell) -> list[Played]:
    context = get_context("spawn")
    told = context.Array("q", 2 * workers)
    with ProcessPoolExecutor(workers, mp_context=context, initializer=_listen, initargs=(told,)) as pool:
        coming = [pool.submit(_play_told, asked, folder, part, workers) for part in range(workers)]
        while wait(coming, timeout=BETWEEN).not_done:
            tell(min(told[:workers]), sum(told[workers:]))
        return [part.result() for part in coming]


_told: Any = None


def _listen(told: Any) -> None:
    """Where a process writes down how far it is, for the one that waits for it."""
    global _told  # noqa: PLW0603  # a process is given its place once, at its start
    _told = told


def _play_told(asked: Asked, folder: str, part: int, parts: int) -> Played:
    def tell(day: int, cases: int) -> None:
        _told[part], _told[parts + part] = day, cases

    return _play_part(asked, folder, part, parts, tell)


def _play_part(asked: Asked, folder: str, part: int, parts: int, tell: Tell) -> Played:
    file = Path(folder) / f"part-{part}.sqlite"
    shutil.copyfile(Path(folder) / "empty.sqlite", file)
    started, busy = time.monotonic(), time.process_time()
    market_place = MarketPlace(asked.cases, asked.seed, asked.markets, load_scenery(), part, parts)
    with _policy(asked.policy), unsynced(f"sqlite:///{file}") as database:
        stage = Stage(database, market_place)
        fired = play(stage, asked.days, tell)
        acts = stage.done.acts["opened"] + stage.done.acts["written"]
        violation = first_violation(database, run_of(asked.days).end, acts)
        figures = figures_of(stage, fired)
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // A_MEGABYTE
    return Played(figures, violation, time.monotonic() - started, time.process_time() - busy, used)


@contextmanager
def _policy(path: Path | None) -> Iterator[None]:
    """The policy of the file is in force; then what was before it."""
    before, policy = rules.known_policies(), load_policy(path)
    calendars.use_policy(policy)
    rules.use_policy(policy)
    try:
        yield
    finally:
        calendars.use_policy(before.in_force)
        rules.use_policies(before)

"""Contestants side by side: every round measures each once, in a rotated order; ratios are taken round by round."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Mapping

Contestant = Callable[[], int]


def rates(contestants: Mapping[str, Contestant], *, rounds: int = 9, seconds: float = 0.6) -> dict[str, list[float]]:
    """Advances a second of each contestant in each round."""
    names = list(contestants)
    found: dict[str, list[float]] = {name: [] for name in names}
    for name in names:
        measure(contestants[name], 0.2)
    for number in range(rounds):
        shift = number % len(names)
        for name in names[shift:] + names[:shift]:
            found[name].append(measure(contestants[name], seconds))
    return found


def ratio(found: Mapping[str, list[float]], name: str, base: str) -> tuple[float, float, float]:
    """Median, lowest and highest ratio of one contestant to another in the same round."""
    ratios = [ours / theirs for ours, theirs in zip(found[name], found[base], strict=True)]
    return statistics.median(ratios), min(ratios), max(ratios)


def say(found: Mapping[str, list[float]], name: str, base: str, goal: str) -> None:
    """One line: a contestant beside its base, with the goal."""
    middle, low, high = ratio(found, name, base)
    rate = statistics.median(found[name])
    print(f"{name:34} {rate:9.0f}/s   {middle:5.2f} x {base} ({low:.2f}-{high:.2f})   {goal}")


def measure(contestant: Contestant, seconds: float) -> float:
    done, start = 0, time.perf_counter()
    while (spent := time.perf_counter() - start) < seconds:
        done += contestant()
    return done / spent

"""The published formula: a score from 0 to 100 in parts that each can be followed, and the visibility that follows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt

from cases.sellers.figures import Figures
from cases.sellers.scale import Weight

FULL_VISIBILITY_AT, LEAST_VISIBILITY_AT, LEAST_VISIBILITY = 80.0, 30.0, 0.2
SURE = 1.96
"""How many standard deviations make 95 %."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the score: its points of how many, the value it was reckoned by, and on how many cases it rests."""

    name: str
    points: float
    of: float
    value: float
    cases: int


def parts_of(figures: Figures, weights: Mapping[str, Weight]) -> tuple[Part, ...]:
    """Every part of the score. They add up to it."""
    return tuple(part_of(name, weights[name], figures) for name in weights)


def part_of(name: str, weight: Weight, figures: Figures) -> Part:
    """One part of the score."""
    return _part(name, weight, *_observed(name, figures))


def score_of(parts: tuple[Part, ...]) -> float:
    """0 to 100, to one place: the points that were earned of those there are."""
    return round(100 * sum(part.points for part in parts) / (sum(part.of for part in parts) or 1), 1)


def visibility_of(score: float) -> float:
    """0 to 1: how far offers are shown by their seller's score alone; whole from 80 on, a fifth up to 30."""
    rises = (score - LEAST_VISIBILITY_AT) / (FULL_VISIBILITY_AT - LEAST_VISIBILITY_AT)
    return round(LEAST_VISIBILITY + (1 - LEAST_VISIBILITY) * min(1.0, max(0.0, rises)), 2)


def bounds(good: int, of: int) -> tuple[float, float]:
    """Between which rates the true one lies with 95 % (Wilson's interval), 0 to 1 where there is nothing to go by.

    Source: E. B. Wilson, Journal of the American Statistical Association 22 (1927), 209.
    """
    if not of:
        return 0.0, 1.0
    rate, square = good / of, SURE * SURE
    middle = rate + square / (2 * of)
    spread = SURE * sqrt(rate * (1 - rate) / of + square / (4 * of * of))
    scale = 1 + square / of
    return max(0.0, (middle - spread) / scale), min(1.0, (middle + spread) / scale)


def _observed(name: str, figures: Figures) -> tuple[float, int]:
    """The sum of what was observed, and of how many."""
    promises = figures.promises_kept + figures.promises_broken
    steps = figures.steps_in_time + figures.steps_missed
    return {
        "on_time": (figures.on_time, figures.messages),
        "speed": ((figures.median or 0) * figures.messages, figures.messages),
        "promises": (figures.promises_kept, promises),
        "steps": (figures.steps_in_time, steps),
        "conduct": (figures.conduct, figures.messages),
        "claims": (figures.claims_lost, figures.cases),
        "updates": (figures.updated, figures.cases),
    }[name]


def _part(name: str, weight: Weight, total: float, cases: int) -> Part:
    value = (total + weight.usual * weight.like) / (cases + weight.like) if cases + weight.like else weight.usual
    share = (value - weight.worst) / (weight.best - weight.worst)
    return Part(name, round(weight.points * min(1.0, max(0.0, share)), 2), weight.points, value, cases)

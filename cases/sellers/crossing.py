"""Whether the figures of a window cross a threshold. Pure, so that another policy can be tried on the same record."""

from __future__ import annotations

from cases.sellers.figures import Figures
from cases.sellers.scale import FALLING, Threshold
from cases.sellers.score import bounds

WARNING = "warning"
COUNTS = ("conduct", "missed")
"""The metrics that are counted; the others are rates, and have bounds."""


def crossed(threshold: Threshold, figures: Figures) -> bool:
    """Whether the metric is at its limit or worse, with enough to judge by."""
    return _is_at(threshold, figures, threshold.limit)


def warned(threshold: Threshold, figures: Figures) -> bool:
    """Whether the metric is at its warning or worse, with enough to judge by."""
    return _is_at(threshold, figures, threshold.warning)


def measure_due(threshold: Threshold, figures: Figures) -> str | None:
    """The measure that the figures ask for: the threshold's at its limit, a warning before it, else none."""
    if crossed(threshold, figures):
        return threshold.measure
    return WARNING if warned(threshold, figures) else None


def value_of(metric: str, figures: Figures) -> float | None:
    """What the metric of a threshold is; None where there is nothing to go by."""
    value: float | None = getattr(figures, metric)
    return value


def volume_of(metric: str, figures: Figures) -> int:
    """On how much the metric rests: messages, promises, steps or cases; what is counted rests on itself."""
    return {
        "on_time_rate": figures.messages,
        "promises_kept_rate": figures.promises_kept + figures.promises_broken,
        "steps_in_time_rate": figures.steps_in_time + figures.steps_missed,
        "claims_lost_rate": figures.cases,
        "conduct": figures.conduct,
        "missed": figures.missed,
    }[metric]


def _is_at(threshold: Threshold, figures: Figures, line: float) -> bool:
    """A rate is there only when even the better bound of where the true one lies with 95 % is: few cases say little."""
    value, volume = value_of(threshold.metric, figures), volume_of(threshold.metric, figures)
    if value is None or volume < threshold.volume:
        return False
    if threshold.metric in COUNTS:
        return value >= line
    least, most = bounds(min(round(value * volume), volume), volume)
    return most < line if threshold.metric in FALLING else least >= line

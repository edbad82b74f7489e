"""What would raise a seller's score: the next thing to do for each part, and what time alone brings back.

Reckoned by the published formula itself, with one thing changed and everything else as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from cases.sellers.figures import Figures
from cases.sellers.scale import Weight
from cases.sellers.score import Part, part_of, parts_of, score_of

MOST, A_POINT, NOTHING = 100, 1.0, 0.05
"""Nobody is told to do more than so many; a step is worth a point, or half of what is missing."""

GOOD = {"on_time": "on_time", "promises": "promises_kept", "steps": "steps_in_time", "updates": "updated"}
"""The figure that grows when something good is done for a part."""

BAD = {
    "reply": "missed",
    "promise": "promises_broken",
    "state": "steps_missed",
    "status_update": "steps_missed",
    "conduct": "conduct",
    "claim": "claims_lost",
}
"""The figure that each kind of breach is counted in."""


@dataclass(frozen=True, slots=True)
class Step:
    """Do something good ``count`` times and the part has ``then`` of its points instead of ``now``.

    ``count`` is 0 for the speed, which is raised by answering half of all within ``within`` working seconds. ``score``
    is the whole score then.
    """

    part: str
    count: int
    now: float
    then: float
    of: float
    score: float
    within: int = 0


@dataclass(frozen=True, slots=True)
class Fall:
    """A breach leaves the window at a moment, and the score is then what stands here, if nothing else changes."""

    at: datetime
    kind: str
    score: float


def steps_to_raise(figures: Figures, weights: Mapping[str, Weight]) -> tuple[Step, ...]:
    """The next step for each part that misses points, the one that raises the score most first."""
    parts = parts_of(figures, weights)
    found = [step for part in parts if (step := _step(part, parts, figures, weights[part.name])) is not None]
    return tuple(sorted(found, key=lambda step: step.now - step.then))


def as_they_fall(
    figures: Figures, weights: Mapping[str, Weight], falling: Iterable[tuple[datetime, str]]
) -> Sequence[Fall]:
    """What the score becomes as breaches that count leave the window, given as moment and kind, the first one first."""
    found = []
    for at, kind in falling:
        name = BAD[kind]
        figures = replace(figures, **{name: max(0, getattr(figures, name) - 1)})
        found.append(Fall(at, kind, score_of(parts_of(figures, weights))))
    return found


def _step(part: Part, parts: Sequence[Part], figures: Figures, weight: Weight) -> Step | None:
    wanted = min(A_POINT, (part.of - part.points) / 2)
    if wanted < NOTHING:
        return None
    if part.name == "speed":
        return _faster(part, parts, figures, weight)
    if part.name not in GOOD:
        return None  # only time brings back what findings and lost claims cost
    for count in range(1, MOST + 1):
        then = part_of(part.name, weight, _with(figures, part.name, count))
        if then.points - part.points >= wanted:
            return _told(part, then, parts, count)
    return None


def _faster(part: Part, parts: Sequence[Part], figures: Figures, weight: Weight) -> Step | None:
    """Where half of the answers come within what is best."""
    if not figures.messages:
        return None
    then = part_of(part.name, weight, replace(figures, median=int(weight.best)))
    return _told(part, then, parts, 0, int(weight.best)) if then.points > part.points else None


def _with(figures: Figures, part: str, count: int) -> Figures:
    """The figures once so many good things more were done; news needs a case of its own."""
    name = GOOD[part]
    more = replace(figures, **{name: getattr(figures, name) + count})
    return replace(more, cases=max(more.cases, more.updated))


def _told(now: Part, then: Part, parts: Sequence[Part], count: int, within: int = 0) -> Step:
    score = score_of(tuple(then if part.name == now.name else part for part in parts))
    return Step(now.name, count, now.points, then.points, now.of, score, within)

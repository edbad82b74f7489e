"""A seller's standing: what it is, and for every figure why. Derived from the record; there is nothing to type in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from cases.db import Connection
from cases.sellers.figures import Figures, figures_of
from cases.sellers.scale import WINDOWS, Scale
from cases.sellers.score import Part, parts_of, score_of, visibility_of
from cases.sellers.selling import VISIBLE, Selling, measures_in_force, selling_of

USUAL_WINDOW = WINDOWS[1]

Values = Mapping[str, str | int | float | datetime | None]


@dataclass(frozen=True, slots=True)
class Because:
    """Why a figure is what it is, as a text's key and what fills it; a part of the score has its points of how many."""

    figure: str
    key: str
    values: Values = field(default_factory=dict)
    points: float | None = None
    of: float | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """The score (0 to 100), the visibility (0 to 1), whether the seller may sell, and the figures of the window."""

    score: float
    visibility: float
    selling: Selling
    days: int
    figures: Figures
    parts: tuple[Part, ...]
    because: tuple[Because, ...]


def standing_of(
    connection: Connection, seller_id: str, now: datetime, scale: Scale, days: int = USUAL_WINDOW
) -> Standing:
    """The standing of a seller as the record has it now, in all markets together."""
    figures = figures_of(connection, seller_id, now, days)
    selling = selling_of(measures_in_force(connection, seller_id))
    return standing_by(figures, selling, scale, days)


def standing_by(figures: Figures, selling: Selling, scale: Scale, days: int) -> Standing:
    """The standing that the figures and the measure in force make."""
    parts = parts_of(figures, scale.weights)
    score = score_of(parts)
    visibility = round(visibility_of(score) * VISIBLE[selling.status], 2)
    because = (
        *_of_the_whole(score, visibility, selling),
        *(_of_a_part(part, figures, days) for part in parts),
        Because("messages", "standing.messages", {"of": figures.messages, "days": days}),
        Because("missed", "standing.missed", {"n": figures.missed, "excused": figures.excused, "days": days}),
    )
    return Standing(score, visibility, selling, days, figures, parts, because)


def _of_the_whole(score: float, visibility: float, selling: Selling) -> Iterator[Because]:
    yield Because("score", "standing.score", {"score": score})
    by = selling.by
    if by is None:
        yield Because("visibility", "standing.visibility", {"visibility": visibility, "score": score})
        yield Because("selling", "standing.selling_allowed")
        return
    named: Values = {"number": by.number, "measure": by.measure, "since": by.since, "until": by.until}
    yield Because("visibility", "standing.visibility_by_measure", {"visibility": visibility, "score": score, **named})
    yield Because("selling", "standing.selling_until" if by.until else "standing.selling_without_end", named)


_FIGURES = {
    "on_time": "on_time_rate",
    "speed": "median_reply_working_seconds",
    "promises": "promises_kept_rate",
    "steps": "steps_in_time_rate",
    "conduct": "conduct",
    "claims": "claims_lost",
    "updates": "updates",
}


def _of_a_part(part: Part, figures: Figures, days: int) -> Because:
    """A part of the score, with what it was reckoned from; where there was nothing it counts as is usual."""
    values: dict[str, Values] = {
        "on_time": {"good": figures.on_time, "of": figures.messages},
        "speed": {"median": _hours(figures.median), "p90": _hours(figures.p90)},
        "promises": {"good": figures.promises_kept, "of": figures.promises_kept + figures.promises_broken},
        "steps": {"good": figures.steps_in_time, "of": figures.steps_in_time + figures.steps_missed},
        "conduct": {"n": figures.conduct, "of": figures.messages},
        "claims": {"n": figures.claims_lost, "of": figures.cases},
        "updates": {"n": figures.updated, "of": figures.cases},
    }
    nothing = not part.cases and part.name in ("on_time", "speed", "promises", "steps")
    key = f"standing.{part.name}_unknown" if nothing else f"standing.{part.name}"
    return Because(_FIGURES[part.name], key, {"days": days, **values[part.name]}, part.points, part.of)


def _hours(seconds: int | None) -> str:
    """Hours and minutes of working time, as ``3:05``."""
    minutes = (seconds or 0) // 60
    return f"{minutes // 60}:{minutes % 60:02}"

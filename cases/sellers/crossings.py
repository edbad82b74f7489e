"""On which days a seller's figures began to ask for a measure, by the thresholds of a scale: what it would propose."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from functools import cache
from typing import NamedTuple

from cases.db import Connection, moment_text, placeholder, run
from cases.sellers.crossing import measure_due, value_of
from cases.sellers.figures import Figures, figures_of
from cases.sellers.scale import Scale, Threshold

DayEnds = Sequence[tuple[date, datetime]]
"""Days, each with the moment at which it was over; the first is looked at for what was so already."""

FiguresAt = Callable[[datetime, int], Figures]
"""The figures of a seller in a market, at a moment over so many days."""


class Crossing(NamedTuple):
    """A day on which a metric came to ask for a measure that it had not asked for the day before."""

    day: date
    market: str
    metric: str
    days: int
    measure: str
    value: float


def crossings(figures: FiguresAt, thresholds: Sequence[Threshold], market: str, ends: DayEnds) -> list[Crossing]:
    """Every day but the first on which a threshold was crossed anew, the earliest first."""
    found = [crossing for threshold in thresholds for crossing in _of_one(figures, threshold, market, ends)]
    return sorted(found)


def kept_figures(connection: Connection, seller_id: str, market: str) -> FiguresAt:
    """The figures of the record, each read once however many thresholds look at them."""

    @cache
    def at(moment: datetime, days: int) -> Figures:
        return figures_of(connection, seller_id, moment, days, market)

    return at


def markets_of(connection: Connection, seller_id: str, since: datetime, until: datetime) -> list[str]:
    """The markets in which there is anything on the seller's record between the moments."""
    mark = {name: placeholder(connection.dialect, name) for name in ("seller", "since", "until")}
    where = f"seller_id = {mark['seller']} AND at > {mark['since']} AND at <= {mark['until']}"
    sql = f"SELECT market FROM merit WHERE {where} UNION SELECT market FROM breach WHERE {where} ORDER BY 1"
    values = {"seller": seller_id, "since": moment_text(since), "until": moment_text(until)}
    return [str(market) for (market,) in run(connection, sql, values)]


def measures_by(scale: Scale, figures: FiguresAt, market: str, ends: DayEnds) -> list[Crossing]:
    """What the thresholds of the scale would have proposed in a market."""
    return crossings(figures, scale.thresholds(market), market, ends)


def _of_one(figures: FiguresAt, threshold: Threshold, market: str, ends: DayEnds) -> Iterator[Crossing]:
    before: str | None = None
    for place, (day, moment) in enumerate(ends):
        found = figures(moment, threshold.days)
        measure = measure_due(threshold, found)
        if place and measure is not None and measure != before:
            value = value_of(threshold.metric, found)
            assert value is not None
            yield Crossing(day, market, threshold.metric, threshold.days, measure, round(value, 4))
        before = measure

"""Which measures a scale's thresholds would have proposed on days that are over, by the record as it stands now."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, timedelta
from functools import cache, partial
from typing import NamedTuple

from cases.db import Connection, moment_text, placeholder, run
from cases.sellers.breaches import BreachRow
from cases.sellers.figures import Figures, figures_of
from cases.sellers.measures import Due, Earlier, counted_breaches, earlier_measures, measures_due
from cases.sellers.scale import Threshold

MOST_BREACHES = 200

DayEnds = Sequence[tuple[date, datetime]]
"""Days, each with the moment at which it was over."""


class Proposal(NamedTuple):
    """A measure that would have been proposed at the end of a day, for a metric over so many days that was so much."""

    day: date
    market: str
    metric: str
    days: int
    measure: str
    value: float


class Past(NamedTuple):
    """What is on record of a seller in a market, each figure read once however many thresholds look at it."""

    figures: Callable[[datetime, int], Figures]
    breaches: Callable[[datetime, Threshold], list[BreachRow]]
    earlier: tuple[Earlier, ...]


def past_of(connection: Connection, seller_id: str, market: str, since: datetime) -> Past:
    """The record of a seller in a market, with the measures that were proposed before ``since``."""

    @cache
    def figures(moment: datetime, days: int) -> Figures:
        return figures_of(connection, seller_id, moment, days, market)

    @cache
    def breaches(moment: datetime, threshold: Threshold) -> list[BreachRow]:
        return counted_breaches(connection, seller_id, market, threshold, moment, MOST_BREACHES)

    earlier = earlier_measures(connection, seller_id, market)
    return Past(figures, breaches, tuple(one for one in earlier if one.opened_at < since))


def proposals(past: Past, thresholds: Sequence[Threshold], market: str, ends: DayEnds) -> Iterator[Proposal]:
    """What would have been proposed at the end of each day, as if each proposal had been imposed at once.

    For as long as one lasts there is no other about the same metric.
    """
    lasting: list[tuple[Earlier, datetime | None]] = [(one, None) for one in past.earlier]
    for day, moment in ends:
        before = [one._replace(is_over=one.is_over or _is_past(until, moment)) for one, until in lasting]
        figures, breaches = partial(past.figures, moment), partial(past.breaches, moment)
        for due in measures_due(thresholds, figures, breaches, before, moment):
            lasting.append((_imposed(due, moment), _until(due, moment)))
            yield Proposal(day, market, due.threshold.metric, due.threshold.days, due.measure, round(due.value, 4))


def markets_of(connection: Connection, seller_id: str, since: datetime, until: datetime) -> list[str]:
    """The markets in which there is anything against the seller on record between the moments."""
    mark = {name: placeholder(connection.dialect, name) for name in ("seller", "since", "until")}
    sql = (
        f"SELECT DISTINCT market FROM breach WHERE seller_id = {mark['seller']} AND at > {mark['since']}"
        f" AND at <= {mark['until']} AND counts = 1 ORDER BY market"
    )
    values = {"seller": seller_id, "since": moment_text(since), "until": moment_text(until)}
    return [str(market) for (market,) in run(connection, sql, values)]


def _is_past(until: datetime | None, moment: datetime) -> bool:
    return until is not None and until < moment


def _imposed(due: Due, moment: datetime) -> Earlier:
    named = frozenset(breach.id for breach in due.breaches)
    return Earlier(due.measure, due.threshold.metric, named, moment, moment, is_over=False, was_lifted=False)


def _until(due: Due, moment: datetime) -> datetime | None:
    return moment + timedelta(days=due.lasts) if due.lasts is not None else None

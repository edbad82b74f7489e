"""Which measure the thresholds of a market ask for, given what was proposed against the seller before."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import groupby
from typing import NamedTuple

import orjson

from cases.db import Connection, moment_text, placeholder, run
from cases.sellers.breaches import BreachRow
from cases.sellers.crossing import WARNING, crossed, value_of, volume_of, warned
from cases.sellers.figures import Figures
from cases.sellers.scale import MEASURES, Threshold

WARNING_LASTS = 14
"""For how many days a warning stands before the same figure can lead to more: the time to do better."""

WARNING_REMEMBERED = timedelta(days=90)
"""How long an imposed warning is the one that has to come before a stronger measure."""

KINDS = {
    "on_time_rate": ("reply",),
    "missed": ("reply",),
    "promises_kept_rate": ("promise",),
    "steps_in_time_rate": ("state", "status_update"),
    "claims_lost_rate": ("claim",),
    "conduct": ("conduct",),
}
"""The kinds of breaches that make a metric worse."""

OVER = ("closed", "appealed_after")
"""The states in which a measure has no effect any more and asks for none."""


class Earlier(NamedTuple):
    """A measure that was proposed before: for which metric (empty where a person named none), on which breaches."""

    measure: str
    metric: str
    breaches: frozenset[str]
    opened_at: datetime
    imposed_at: datetime | None
    is_over: bool
    was_lifted: bool

    def is_about(self, metric: str, breaches: Collection[str]) -> bool:
        """Whether it is about this metric, by its name or by what it rests on."""
        return self.metric == metric if self.metric else not self.breaches.isdisjoint(breaches)


class Due(NamedTuple):
    """A measure that is due: by which threshold, at which of its lines, with which value, resting on how many cases."""

    measure: str
    threshold: Threshold
    line: float
    value: float
    cases: int
    lasts: int | None
    breaches: tuple[BreachRow, ...]


def measures_due(
    thresholds: Sequence[Threshold],
    figures: Callable[[int], Figures],
    breaches: Callable[[Threshold], Sequence[BreachRow]],
    earlier: Sequence[Earlier],
    now: datetime,
) -> Iterator[Due]:
    """At most one measure for each metric: a warning first, the strongest that is reached once one was imposed.

    None while one about the metric runs, and none that rests on nothing new since the last.
    """
    for metric, rows in groupby(sorted(thresholds, key=lambda row: row.metric), key=lambda row: row.metric):
        found = _asked_for(metric, list(rows), figures, breaches, earlier, now)
        if found is not None:
            yield found


def earlier_measures(connection: Connection, seller_id: str, market: str) -> list[Earlier]:
    """Every measure that was proposed against the seller in a market, the oldest first."""
    mark = {name: placeholder(connection.dialect, name) for name in ("seller", "market")}
    column = "progress" if connection.dialect == "sqlite" else "progress::text"
    sql = (
        f"SELECT opened_at, state, outcome, {column} FROM cases WHERE seller_id = {mark['seller']}"
        f" AND kind = 'sanction' AND market = {mark['market']} ORDER BY opened_at, id"
    )
    rows = run(connection, sql, {"seller": seller_id, "market": market})
    return [_earlier(_moment(at), state, outcome, orjson.loads(said)["measure"]) for at, state, outcome, said in rows]


def counted_breaches(
    connection: Connection, seller_id: str, market: str, threshold: Threshold, now: datetime, most: int
) -> list[BreachRow]:
    """What counts against the seller in the window of the threshold, the newest ``most`` of it, the oldest first."""
    names = ("seller", "market", "since", "now", "most")
    mark = {name: placeholder(connection.dialect, name) for name in names}
    kinds = ", ".join(f"'{kind}'" for kind in KINDS[threshold.metric])
    sql = (
        "SELECT b.id, b.kind, coalesce(c.number, ''), coalesce(b.seq, 0), b.at FROM breach b"
        f" LEFT JOIN cases c ON c.id = b.case_id WHERE b.seller_id = {mark['seller']} AND b.market = {mark['market']}"
        f" AND b.at > {mark['since']} AND b.at <= {mark['now']} AND b.counts = 1 AND b.kind IN ({kinds})"
        f" ORDER BY b.at DESC, b.id DESC LIMIT {mark['most']}"
    )
    since = moment_text(now - timedelta(days=threshold.days))
    values = {"seller": seller_id, "market": market, "since": since, "now": moment_text(now), "most": most}
    rows = run(connection, sql, values)
    return [BreachRow(str(name), kind, number, _moment(at), seq) for name, kind, number, seq, at in reversed(rows)]


def _asked_for(
    metric: str,
    rows: Sequence[Threshold],
    figures: Callable[[int], Figures],
    breaches: Callable[[Threshold], Sequence[BreachRow]],
    earlier: Sequence[Earlier],
    now: datetime,
) -> Due | None:
    reached = [row for row in rows if warned(row, figures(row.days))]
    if not reached:
        return None
    longest = breaches(max(rows, key=lambda row: row.days))
    before = [one for one in earlier if one.is_about(metric, {breach.id for breach in longest})]
    if any(not one.is_over for one in before):
        return None
    was_warned = any(_warns(one, now) for one in before)
    limits = [row for row in reached if crossed(row, figures(row.days))]
    if was_warned and not limits:
        return None
    row = max(limits or reached, key=lambda row: MEASURES.index(row.measure))
    on = tuple(breaches(row))
    named = frozenset[str]().union(*(one.breaches for one in before))
    last = before[-1].opened_at if before else None
    if all(breach.id in named or (last is not None and breach.at < last) for breach in on):
        return None
    found = figures(row.days)
    value, cases = value_of(metric, found), volume_of(metric, found)
    assert value is not None
    if was_warned:
        return Due(row.measure, row, row.limit, value, cases, row.lasts, on)
    return Due(WARNING, row, row.warning, value, cases, WARNING_LASTS, on)


def _warns(one: Earlier, now: datetime) -> bool:
    recent = one.imposed_at is not None and one.imposed_at > now - WARNING_REMEMBERED
    return one.measure == WARNING and recent and not one.was_lifted


def _earlier(opened_at: datetime, state: str, outcome: str, measure: dict[str, object]) -> Earlier:
    imposed_at, breaches = measure.get("imposed_at"), measure.get("breaches", ())
    assert isinstance(breaches, list | tuple)
    return Earlier(
        measure=str(measure["measure"]),
        metric=str(measure.get("metric", "")),
        breaches=frozenset(breaches),
        opened_at=opened_at,
        imposed_at=_moment(str(imposed_at)) if imposed_at else None,
        is_over=state in OVER,
        was_lifted=outcome == "lifted",
    )


def _moment(value: datetime | str) -> datetime:
    return datetime.fromisoformat(value) if isinstance(value, str) else value

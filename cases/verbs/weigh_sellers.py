"""The clock weighs sellers: it tells how they stand, keeps each day's standing, and proposes the measures that are due.

It proposes, and imposes nothing: that is an act in the measure's own case, by a person or by the market's rule.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import cache

from cases.casefile.record import record
from cases.casefile.rules import policy, policy_on
from cases.db import Connection, Database, moment_text, placeholder, run
from cases.outbox.events import Event, tell_of_seller
from cases.sellers.breaches import BreachRow
from cases.sellers.figures import Figures, figures_of
from cases.sellers.measures import counted_breaches, earlier_measures, measures_due
from cases.sellers.scale import Scale, Threshold, scale_of
from cases.sellers.standing import Standing, standing_of
from cases.verbs.propose_measure import propose_measure
from markets.catalogue import MARKETS

log = logging.getLogger(__name__)

MOST_BREACHES = 200
"""As many as a proposal may name; of more the newest are named."""

OVERLAP = timedelta(minutes=1)
"""What was written so shortly before a weighing may have come to light after it."""

A_POINT, A_POINT_OF_VISIBILITY = 1.0, 0.01
"""By how much a standing must have changed to be told."""


@dataclass(slots=True)
class Weighed:
    """What a weighing did: sellers that were weighed, changes told, measures proposed, sellers that failed."""

    sellers: int = 0
    told: int = 0
    proposed: int = 0
    failed: int = 0


def weigh_sellers(database: Database, now: datetime) -> Weighed:
    """Weigh every seller whose record has changed since the last time, and each at least once a day.

    Each is weighed in a transaction of its own, by one worker at a time; one that fails is logged and does not stop
    the others.
    """
    weighed = Weighed()
    with database.read() as connection:
        sellers = _to_weigh(connection, now)
    for seller_id in sellers:
        try:
            with database.write() as connection:
                _weigh(connection, seller_id, now, weighed)
        except Exception:
            log.exception("seller %s could not be weighed", seller_id)
            weighed.failed += 1
    return weighed


def _to_weigh(connection: Connection, now: datetime) -> list[str]:
    """Those with a breach, a merit or a word about a measure since they were weighed; all where a day has begun."""
    mark = {name: placeholder(connection.dialect, name) for name in ("today", "recently")}
    fresh = "(x.{at} >= w.weighed_at OR x.{at} >= " + mark["recently"] + ")"
    since = " OR ".join(
        f"EXISTS (SELECT 1 FROM {table} x WHERE x.seller_id = s.id AND {fresh.format(at=at)}{more})"
        for table, at, more in (
            ("breach", "at", ""),
            ("merit", "at", ""),
            ("cases", "updated_at", " AND x.kind = 'sanction'"),
        )
    )
    sql = (
        "SELECT s.id FROM seller s LEFT JOIN seller_standing w ON w.seller_id = s.id"
        f" WHERE w.seller_id IS NULL OR w.weighed_at < {mark['today']} OR {since} ORDER BY s.id"
    )
    today = datetime.combine(now.date(), time(), now.tzinfo)
    values = {"today": moment_text(today), "recently": moment_text(now - OVERLAP)}
    return [str(row[0]) for row in run(connection, sql, values)]


def _weigh(connection: Connection, seller_id: str, now: datetime, weighed: Weighed) -> None:
    if not _is_ours(connection, seller_id):
        return
    weighed.sellers += 1
    weighed.told += _tell(connection, seller_id, standing_of(connection, seller_id, now, scale_of(policy())), now)
    for market in _markets_of(connection, seller_id, now):
        weighed.proposed += _propose(connection, seller_id, market, scale_of(policy_on(market, now)), now)


def _is_ours(connection: Connection, seller_id: str) -> bool:
    """Whether no other worker weighs the seller just now."""
    sql = f"SELECT 1 FROM seller WHERE id = {placeholder(connection.dialect, 'id')}"
    lock = "" if connection.dialect == "sqlite" else " FOR NO KEY UPDATE SKIP LOCKED"
    return bool(run(connection, sql + lock, {"id": seller_id}))


def _tell(connection: Connection, seller_id: str, standing: Standing, now: datetime) -> bool:
    """Keep the day's standing, and tell it where it is another than the one that was told last."""
    score, visibility = standing.score, standing.visibility
    day = {"seller_id": seller_id, "day": now.date().isoformat(), "score": score, "visibility": visibility}
    _put(connection, "standing_day", day, ("seller_id", "day"))
    mark = placeholder(connection.dialect, "seller")
    sql = f"SELECT score, visibility, told_at FROM seller_standing WHERE seller_id = {mark}"
    told = run(connection, sql, {"seller": seller_id})
    changes = bool(told) and (
        abs(score - told[0][0]) >= A_POINT or round(abs(visibility - told[0][1]), 4) >= A_POINT_OF_VISIBILITY
    )
    if changes:
        tell_of_seller(connection, Event.STANDING_CHANGED, seller_id, now, score=score, visibility=visibility)
    row = {"seller_id": seller_id, "score": score, "visibility": visibility, "told_at": moment_text(now)}
    if told and not changes:
        kept = dict(zip(("score", "visibility", "told_at"), told[0], strict=True))
        row |= {name: moment_text(value) if isinstance(value, datetime) else value for name, value in kept.items()}
    _put(connection, "seller_standing", row | {"weighed_at": moment_text(now)}, ("seller_id",))
    return changes


def _put(connection: Connection, table: str, row: dict[str, object], key: tuple[str, ...]) -> None:
    marks = ", ".join(placeholder(connection.dialect, name) for name in row)
    changes = ", ".join(f"{name} = excluded.{name}" for name in row if name not in key)
    sql = f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks}) ON CONFLICT ({', '.join(key)}) DO UPDATE SET"
    run(connection, f"{sql} {changes}", row)


def _markets_of(connection: Connection, seller_id: str, now: datetime) -> list[str]:
    """The markets in which anything counts against the seller."""
    mark = {name: placeholder(connection.dialect, name) for name in ("seller", "since")}
    sql = (
        f"SELECT DISTINCT market FROM breach WHERE seller_id = {mark['seller']} AND at > {mark['since']}"
        " AND counts = 1 ORDER BY market"
    )
    values = {"seller": seller_id, "since": moment_text(now - timedelta(days=90))}
    return [market for (market,) in run(connection, sql, values) if market in MARKETS]


def _propose(connection: Connection, seller_id: str, market: str, scale: Scale, now: datetime) -> int:
    @cache
    def figures(days: int) -> Figures:
        return figures_of(connection, seller_id, now, days, market)

    @cache
    def breaches(threshold: Threshold) -> list[BreachRow]:
        return counted_breaches(connection, seller_id, market, threshold, now, MOST_BREACHES)

    earlier = earlier_measures(connection, seller_id, market)
    due = list(measures_due(scale.thresholds(market), figures, breaches, earlier, now))
    if due:
        record(connection, [propose_measure(connection, seller_id, market, one, now) for one in due])
    return len(due)

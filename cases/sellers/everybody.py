"""Every seller at a glance: the figures of all of them by a few statements, however many there are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import orjson

from cases.db import Connection, moment_text, placeholder, run
from cases.sellers.figures import LIMIT_SECONDS, Figures
from cases.sellers.scale import MEASURES, Scale
from cases.sellers.score import parts_of, score_of, visibility_of
from cases.sellers.selling import IN_FORCE, SELLING, VISIBLE

TO_DECIDE = ("proposed", "awaiting_consent", "appealed_before_effect", "appealed", "appealed_after")
"""The states of a measure in which a person of the platform has something to decide."""

Counts = Mapping[str, Mapping[Any, int]]


@dataclass(frozen=True, slots=True)
class SellerRow:
    """A seller in a list: how they stand in the window, and in how many measures somebody has to decide."""

    id: str
    name: str
    score: float
    visibility: float
    selling: str
    figures: Figures
    to_decide: int


def every_seller(connection: Connection, now: datetime, scale: Scale, days: int) -> list[SellerRow]:
    """All sellers, by name."""
    figures = figures_of_everybody(connection, now, days)
    strongest, to_decide = _measures(connection)
    rows = []
    for seller_id, name in run(connection, "SELECT id, name FROM seller ORDER BY name, id", {}):
        found = figures.get(seller_id, Figures())
        score = score_of(parts_of(found, scale.weights))
        selling = SELLING[strongest[seller_id]] if seller_id in strongest else "allowed"
        visibility = round(visibility_of(score) * VISIBLE[selling], 2)
        rows.append(SellerRow(seller_id, name, score, visibility, selling, found, to_decide[seller_id]))
    return rows


def figures_of_everybody(connection: Connection, now: datetime, days: int) -> dict[str, Figures]:
    """The figures of each seller of whom anything is on record in the window, in all markets together."""
    mark = {name: placeholder(connection.dialect, name) for name in ("since", "now")}
    within = f"at > {mark['since']} AND at <= {mark['now']}"
    values = {"since": moment_text(now - timedelta(days=days)), "now": moment_text(now)}
    merits = _counts(connection, f"SELECT seller_id, kind, count(*) FROM merit WHERE {within} AND counts = 1", values)
    breaches = _counts(
        connection, f"SELECT seller_id, kind, count(*) FROM breach WHERE {within} AND counts = 1", values
    )
    excused = _counts(connection, f"SELECT seller_id, '', count(*) FROM breach WHERE {within} AND counts = 0", values)
    times = _percentiles(connection, within, values)
    touched = _touched(connection, within, values)
    return {
        seller_id: _figures(merits[seller_id], breaches[seller_id], excused[seller_id], times, touched, seller_id)
        for seller_id in {*merits, *breaches, *excused}
    }


def _figures(
    good: Mapping[str, int],
    bad: Mapping[str, int],
    excused: Mapping[str, int],
    times: Mapping[tuple[str, int], int],
    touched: Mapping[str, tuple[int, int]],
    seller_id: str,
) -> Figures:
    on_time, missed = good["reply"], bad["reply"]
    cases, updated = touched.get(seller_id, (0, 0))
    median, p90 = (_after(times, seller_id, tenths, on_time + missed) for tenths in (5, 9))
    return Figures(
        on_time=on_time,
        missed=missed,
        median=median,
        p90=p90,
        promises_kept=good["promise"],
        promises_broken=bad["promise"],
        steps_in_time=good["state"] + good["status_update"],
        steps_missed=bad["state"] + bad["status_update"],
        conduct=bad["conduct"],
        claims_lost=bad["claim"],
        updated=updated,
        cases=cases,
        excused=excused[""],
    )


def _after(times: Mapping[tuple[str, int], int], seller_id: str, tenths: int, of: int) -> int | None:
    """How long so many tenths of the answers took at most; one that was missed took the limit."""
    return times.get((seller_id, -(-tenths * of // 10)), LIMIT_SECONDS) if of else None


def _counts(connection: Connection, select: str, values: dict[str, Any]) -> dict[str, defaultdict[str, int]]:
    """How many of each kind there are, by seller."""
    found: defaultdict[str, defaultdict[str, int]] = defaultdict(lambda: defaultdict(int))
    for seller_id, kind, number in run(connection, f"{select} GROUP BY seller_id, kind", values):
        found[seller_id][kind] += number
    return found


def _percentiles(connection: Connection, within: str, values: dict[str, Any]) -> dict[tuple[str, int], int]:
    """The seconds of the answers that stand at the half and at nine tenths of each seller's, by seller and rank."""
    missed = f"SELECT seller_id, count(*) AS n FROM breach WHERE {within} AND counts = 1 AND kind = 'reply'"
    sql = (
        "WITH ranked AS (SELECT seller_id, seconds,"
        " row_number() OVER (PARTITION BY seller_id ORDER BY seconds) AS rank,"
        f" count(*) OVER (PARTITION BY seller_id) AS good FROM merit WHERE {within} AND counts = 1 AND kind = 'reply'),"
        f" late AS ({missed} GROUP BY seller_id)"
        " SELECT r.seller_id, r.rank, r.seconds FROM ranked r LEFT JOIN late l ON l.seller_id = r.seller_id"
        " WHERE r.rank IN ((5 * (good + coalesce(l.n, 0)) + 9) / 10, (9 * (good + coalesce(l.n, 0)) + 9) / 10)"
    )
    return {(seller_id, rank): seconds for seller_id, rank, seconds in run(connection, sql, values)}


def _touched(connection: Connection, within: str, values: dict[str, Any]) -> dict[str, tuple[int, int]]:
    """In how many cases of each seller something is on record, and in how many the buyer had news unasked."""
    sql = (
        "SELECT seller_id, count(DISTINCT case_id), count(DISTINCT CASE WHEN news = 1 THEN case_id END) FROM ("
        "SELECT seller_id, case_id, CASE WHEN kind = 'update' THEN 1 ELSE 0 END AS news FROM merit"
        f" WHERE {within} AND counts = 1 UNION ALL SELECT seller_id, case_id, 0 FROM breach"
        f" WHERE {within} AND case_id IS NOT NULL) AS record GROUP BY seller_id"
    )
    return {seller_id: (cases, news) for seller_id, cases, news in run(connection, sql, values)}


def _measures(connection: Connection) -> tuple[dict[str, str], defaultdict[str, int]]:
    """The strongest measure in force of each seller, and in how many measures somebody has to decide."""
    column = "progress" if connection.dialect == "sqlite" else "progress::text"
    states = ", ".join(f"'{state}'" for state in {*IN_FORCE, *TO_DECIDE})
    sql = f"SELECT seller_id, state, {column} FROM cases WHERE kind = 'sanction' AND state IN ({states})"
    strongest: dict[str, str] = {}
    to_decide: defaultdict[str, int] = defaultdict(int)
    for seller_id, state, progress in run(connection, sql, {}):
        measure = str(orjson.loads(progress)["measure"]["measure"])
        to_decide[seller_id] += state in TO_DECIDE
        if state in IN_FORCE:
            strongest[seller_id] = max(measure, strongest.get(seller_id, measure), key=MEASURES.index)
    return strongest, to_decide

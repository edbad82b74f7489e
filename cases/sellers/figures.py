"""What a seller's record amounts to in a window of days, as plain counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from typing import Any

from cases.db import Connection, moment_text, placeholder, run

LIMIT_SECONDS = 24 * 3600
"""The working time of an answer that was missed: the limit, which it let pass."""


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts of one seller and one window. Only what counts is in them; ``excused`` breaches are apart.

    ``median`` and ``p90`` are seconds of working time from receipt to answer, None where nothing was to be answered.
    ``cases`` were touched in the window, in ``updated`` of them the buyer had news unasked.
    """

    on_time: int = 0
    missed: int = 0
    median: int | None = None
    p90: int | None = None
    promises_kept: int = 0
    promises_broken: int = 0
    steps_in_time: int = 0
    steps_missed: int = 0
    conduct: int = 0
    claims_lost: int = 0
    updated: int = 0
    cases: int = 0
    excused: int = 0

    @property
    def messages(self) -> int:
        """Everything that was to be answered; what one silence left unanswered is one."""
        return self.on_time + self.missed

    @property
    def on_time_rate(self) -> float | None:
        """The share that was answered in time, 0 to 1; None where nothing was to be answered."""
        return _share(self.on_time, self.messages)

    @property
    def promises_kept_rate(self) -> float | None:
        """The share of promised answers that came by their day, 0 to 1; None where none was due."""
        return _share(self.promises_kept, self.promises_kept + self.promises_broken)

    @property
    def steps_in_time_rate(self) -> float | None:
        """The share of steps and owed news that came in time, 0 to 1; None where none was due."""
        return _share(self.steps_in_time, self.steps_in_time + self.steps_missed)

    @property
    def claims_lost_rate(self) -> float | None:
        """Lost claims for each case that was touched; None where none was."""
        return self.claims_lost / self.cases if self.cases else None


def figures_of(connection: Connection, seller_id: str, now: datetime, days: int, market: str | None = None) -> Figures:
    """The figures of the last ``days`` times 24 hours up to ``now``, in one market or in all."""
    counted, touched = _merits(connection, seller_id, now, days, market)
    broken, excused, named = _breaches(connection, seller_id, now, days, market)
    on_time, missed = counted.get("reply", 0), broken.get("reply", 0)
    window = _window(connection, seller_id, now, days, market)
    return Figures(
        on_time=on_time,
        missed=missed,
        median=_percentile(connection, window, on_time, missed, 0.5),
        p90=_percentile(connection, window, on_time, missed, 0.9),
        promises_kept=counted.get("promise", 0),
        promises_broken=broken.get("promise", 0),
        steps_in_time=counted.get("state", 0) + counted.get("status_update", 0),
        steps_missed=broken.get("state", 0) + broken.get("status_update", 0),
        conduct=broken.get("conduct", 0),
        claims_lost=broken.get("claim", 0),
        updated=len(touched["update"]),
        cases=len(touched["all"] | named),
        excused=excused,
    )


Window = tuple[str, dict[str, Any]]


def _window(connection: Connection, seller_id: str, now: datetime, days: int, market: str | None) -> Window:
    """The condition for a row of the window, and its values."""
    mark = {name: placeholder(connection.dialect, name) for name in ("seller", "since", "now", "market")}
    where = f"seller_id = {mark['seller']} AND at > {mark['since']} AND at <= {mark['now']}"
    values = {"seller": seller_id, "since": moment_text(now - timedelta(days=days)), "now": moment_text(now)}
    if market is not None:
        where, values["market"] = f"{where} AND market = {mark['market']}", market
    return where, values


def _merits(
    connection: Connection, seller_id: str, now: datetime, days: int, market: str | None
) -> tuple[dict[str, int], dict[str, set[str]]]:
    """How many of each kind count, and the cases that have one, by ``update`` and ``all``."""
    where, values = _window(connection, seller_id, now, days, market)
    counted: dict[str, int] = {}
    touched: dict[str, set[str]] = {"update": set(), "all": set()}
    sql = f"SELECT kind, case_id, count(*) FROM merit WHERE {where} AND counts = 1 GROUP BY kind, case_id"
    for kind, case_id, number in run(connection, sql, values):
        counted[kind] = counted.get(kind, 0) + number
        touched["all"].add(str(case_id))
        if kind == "update":
            touched["update"].add(str(case_id))
    return counted, touched


def _breaches(
    connection: Connection, seller_id: str, now: datetime, days: int, market: str | None
) -> tuple[dict[str, int], int, set[str]]:
    """How many of each kind count, how many do not, and the cases that are named."""
    where, values = _window(connection, seller_id, now, days, market)
    counted: dict[str, int] = {}
    excused, named = 0, set()
    sql = f"SELECT kind, case_id, counts, count(*) FROM breach WHERE {where} GROUP BY kind, case_id, counts"
    for kind, case_id, counts, number in run(connection, sql, values):
        if case_id is not None:
            named.add(str(case_id))
        if counts:
            counted[kind] = counted.get(kind, 0) + number
        else:
            excused += number
    return counted, excused, named


def _percentile(connection: Connection, window: Window, on_time: int, missed: int, share: float) -> int | None:
    """The time that this share of the answers took at most (nearest rank); a missed one took the limit or more."""
    if not on_time + missed:
        return None
    rank = ceil(share * (on_time + missed))
    if rank > on_time:
        return LIMIT_SECONDS
    where, values = window
    sql = f"SELECT seconds FROM merit WHERE {where} AND counts = 1 AND kind = 'reply' ORDER BY seconds LIMIT 1 OFFSET"
    return int(run(connection, f"{sql} {rank - 1:d}", values)[0][0])


def _share(good: int, of: int) -> float | None:
    return good / of if of else None

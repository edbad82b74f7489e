"""How a seller's score moved: as it was kept on each day, and by the record where no day was kept."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from cases.db import Connection, placeholder, run
from cases.sellers.figures import figures_of
from cases.sellers.scale import Scale
from cases.sellers.score import parts_of, score_of
from cases.sellers.standing import USUAL_WINDOW

POINTS, APART = 13, timedelta(days=7)
"""Twelve weeks, and now."""


class Point(NamedTuple):
    """The score that the last days made at a moment."""

    at: datetime
    score: float


def trend_of(connection: Connection, seller_id: str, now: datetime, scale: Scale, days: int) -> list[Point]:
    """The score at each of the moments, the oldest first. What was reckoned anew has nothing that was struck since."""
    earlier = [now - APART * ago for ago in reversed(range(1, POINTS))]
    kept = _kept(connection, seller_id, earlier[0]) if days == USUAL_WINDOW else {}

    def reckoned(at: datetime) -> float:
        return score_of(parts_of(figures_of(connection, seller_id, at, days), scale.weights))

    found = [(at, kept.get(at.date().isoformat())) for at in earlier]
    return [*(Point(at, reckoned(at) if score is None else score) for at, score in found), Point(now, reckoned(now))]


def _kept(connection: Connection, seller_id: str, since: datetime) -> dict[str, float]:
    """The scores that were kept, by the day (of UTC)."""
    mark = {name: placeholder(connection.dialect, name) for name in ("seller", "since")}
    sql = f"SELECT day, score FROM standing_day WHERE seller_id = {mark['seller']} AND day >= {mark['since']}"
    return dict(run(connection, sql, {"seller": seller_id, "since": since.date().isoformat()}))

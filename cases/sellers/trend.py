"""How a seller's score moved: the same formula at earlier moments, by the record as it stands now."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from cases.db import Connection
from cases.sellers.figures import figures_of
from cases.sellers.scale import Scale
from cases.sellers.score import parts_of, score_of

POINTS, APART = 13, timedelta(days=7)
"""Twelve weeks, and now."""


class Point(NamedTuple):
    """The score that the last days made at a moment."""

    at: datetime
    score: float


def trend_of(connection: Connection, seller_id: str, now: datetime, scale: Scale, days: int) -> list[Point]:
    """The score at each of the moments, the oldest first. What was struck since does not count in any of them."""
    moments = [now - APART * ago for ago in reversed(range(POINTS))]
    return [Point(at, score_of(parts_of(figures_of(connection, seller_id, at, days), scale.weights))) for at in moments]

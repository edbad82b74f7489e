"""Read all that a seller's standing rests on: how it moved, each breach, and what would raise it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from cases.casefile.asker import Asker
from cases.casefile.rules import policy
from cases.db import Connection
from cases.sellers.raising import Fall, Step, as_they_fall, steps_to_raise
from cases.sellers.record import BreachLine, MeasureLine, breaches_within, measures_of, next_to_fall
from cases.sellers.scale import scale_of
from cases.sellers.standing import USUAL_WINDOW, Standing, standing_of
from cases.sellers.trend import Point, trend_of
from cases.verbs.read_standing import may_read_record

PAGE, FALLS, MEASURES = 50, 5, 20


@dataclass(frozen=True, slots=True)
class Record:
    """A seller's standing over a window, and what it rests on; ``more`` says that there are older breaches."""

    standing: Standing
    trend: Sequence[Point]
    breaches: Sequence[BreachLine]
    more: bool
    steps: Sequence[Step]
    falls: Sequence[Fall]
    measures: Sequence[MeasureLine]


def read_record(
    connection: Connection, asker: Asker, seller_id: str, now: datetime, days: int = USUAL_WINDOW, page: int = 1
) -> Record:
    """The record of the last ``days`` by the policy in use. Raises ``Forbidden`` and ``NotFound``."""
    may_read_record(connection, asker, seller_id)
    scale = scale_of(policy())
    standing = standing_of(connection, seller_id, now, scale, days)
    found = breaches_within(connection, seller_id, now, days, limit=PAGE + 1, offset=PAGE * (page - 1))
    falling = next_to_fall(connection, seller_id, now, days, FALLS)
    return Record(
        standing,
        trend_of(connection, seller_id, now, scale, days),
        found[:PAGE],
        len(found) > PAGE,
        steps_to_raise(standing.figures, scale.weights),
        as_they_fall(standing.figures, scale.weights, [(one.falls_out(days), one.kind) for one in falling]),
        measures_of(connection, seller_id, MEASURES),
    )

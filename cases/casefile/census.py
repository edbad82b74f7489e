"""How many cases are in each state, and how long they wait there."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from cases.db import Connection, run
from workflows.grammar import CLOSED


class Crowd(NamedTuple):
    """The cases of one state: how many, and how long they wait, on average and at most; None where nobody waits."""

    cases: int
    usual: timedelta | None
    longest: timedelta | None


Census = dict[tuple[str, str], Crowd]


def census_of(connection: Connection, now: datetime) -> Census:
    """The crowd of each workflow (by name) and state that has cases. A wait counts since its clock was started."""
    seconds = "unixepoch(d.since)" if connection.dialect == "sqlite" else "extract(epoch from d.since)"
    sql = (
        f"SELECT c.workflow, c.state, count(*), avg({seconds}), min({seconds}) FROM cases c LEFT JOIN"
        " (SELECT case_id, name, min(started_at) AS since FROM deadline WHERE kind = 'state' GROUP BY case_id, name) d"
        " ON d.case_id = c.id AND d.name = c.state GROUP BY c.workflow, c.state"
    )
    return {
        (workflow, state): Crowd(count, _since(usual, now, state), _since(first, now, state))
        for workflow, state, count, usual, first in run(connection, sql)
    }


def _since(moment: float | None, now: datetime, state: str) -> timedelta | None:
    if moment is None or state == CLOSED:
        return None
    return timedelta(seconds=max(0.0, now.timestamp() - float(moment)))

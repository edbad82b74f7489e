"""Whether a seller may sell: the strongest measure in force. Nobody sets it; it follows from the measures' cases."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

import orjson

from cases.db import Connection, placeholder, run
from cases.sellers.scale import MEASURES
from markets.business_time import due_on
from markets.calendars import calendar_of

IN_FORCE = ("in_force", "appealed")
"""The states in which a measure has its effect; an appeal lets it stand until it is decided."""

SELLING = {"warning": "allowed", "restriction": "restricted", "suspension": "suspended", "removal": "removed"}
VISIBLE = {"allowed": 1.0, "restricted": 0.5, "suspended": 0.0, "removed": 0.0}
"""What a measure leaves of the visibility by score."""


class InForce(NamedTuple):
    """A measure in force: its case and its market, since when, and until when (None: until a person ends it)."""

    case: str
    number: str
    market: str
    measure: str
    since: datetime
    until: datetime | None


class Selling(NamedTuple):
    """``allowed``, ``restricted``, ``suspended`` or ``removed``, and the measure that says so."""

    status: str
    by: InForce | None


def measures_in_force(connection: Connection, seller_id: str) -> list[InForce]:
    """The seller's measures that have their effect now, read from the log: what was proposed, and what stands."""
    sql = (
        "SELECT c.id, c.number, c.market, t.fields, (SELECT max(m.at) FROM message m WHERE m.case_id = c.id"
        " AND m.to_state = 'in_force' AND m.from_state <> 'in_force' AND m.event <> 'uphold')"
        " FROM cases c JOIN content t ON t.case_id = c.id AND t.seq = 1"
        f" WHERE c.seller_id = {placeholder(connection.dialect, 'seller')} AND c.kind = 'sanction'"
        f" AND c.state IN ({', '.join(repr(state) for state in IN_FORCE)}) ORDER BY c.id"
    )
    found = []
    for case_id, number, market, fields, entered in run(connection, sql, {"seller": seller_id}):
        said = orjson.loads(fields) if isinstance(fields, str) else fields
        since = datetime.fromisoformat(entered) if isinstance(entered, str) else entered
        found.append(InForce(str(case_id), number, market, said["measure"], since, _until(said, market, since)))
    return found


def last_day(until: date, lasts: int | None, imposed_on: date) -> date:
    """The last day of a measure: so many days after it was imposed, at the latest the day that was proposed."""
    return until if lasts is None else min(until, imposed_on + timedelta(days=lasts))


def _until(said: Mapping[str, Any], market: str, since: datetime) -> datetime | None:
    if "until" not in said:
        return None
    calendar = calendar_of(market)
    imposed_on = since.astimezone(calendar.zone).date()
    return due_on(calendar, last_day(date.fromisoformat(said["until"]), said.get("lasts"), imposed_on))


def changes_selling(measure: str, from_state: str, to_state: str) -> bool:
    """Whether this step of a measure's case lets it begin or end to limit selling."""
    return SELLING[measure] != "allowed" and (from_state in IN_FORCE) != (to_state in IN_FORCE)


def selling_of(measures: list[InForce]) -> Selling:
    """What the measures leave of selling: the strongest says it, of two equals the one that lasts longer."""
    if not measures:
        return Selling("allowed", None)
    strongest = max(measures, key=lambda one: (MEASURES.index(one.measure), one.until is None, one.until or one.since))
    status = SELLING[strongest.measure]
    return Selling(status, None if status == "allowed" else strongest)

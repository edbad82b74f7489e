"""What a seller did in time, as the rows of its table: written with the act, and made again from the record."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from cases.db import Connection, insert_sql, moment_text, placeholder, run
from cases.timers.deadline import Ended
from markets.business_time import working_seconds
from markets.calendars import Calendar, calendar_of
from workflows.grammar import SELLER

Row = dict[str, Any]

REPLY, STATE, STATUTORY, UPDATE = "reply", "state", "statutory", "update"
UNASKED = 0
"""The number of news that nobody asked for: no deadline has it."""

STORED = tuple(name for name in Ended.__struct_fields__ if name not in ("mark", "next_at"))
"""The columns of a deadline that is over; it has no marks any more."""

_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT")


def merit_of(ended: Ended, seller_id: str, market: str, calendar: Calendar) -> Row | None:
    """The merit of a deadline that is over; None where the seller did not owe it or did not meet it."""
    if ended.waits_on != SELLER or ended.state != "met" or ended.ended_at is None:
        return None
    return {
        "case_id": ended.case_id,
        "seq": ended.seq,
        "number": ended.number,
        "seller_id": seller_id,
        "market": market,
        "kind": STATE if ended.kind == STATUTORY else ended.kind,
        "name": ended.name,
        "at": ended.ended_at,
        "seconds": ended.used_seconds + working_seconds(calendar, ended.started_at, ended.ended_at),
        "counts": 1,
    }


def unasked(case_id: str, seq: int, seller_id: str, market: str, at: datetime) -> Row:
    """The merit of news that nobody had asked for, given with message ``seq``."""
    row = {"case_id": case_id, "seq": seq, "number": UNASKED, "seller_id": seller_id, "market": market}
    return row | {"kind": UPDATE, "name": "", "at": at, "seconds": 0, "counts": 1}


def earn(connection: Connection, case_id: str, seq: int, number: int) -> None:
    """Put the merit of a deadline on record that turned out to have been met."""
    for seller_id, market, _, ended in _met(
        connection, "h.case_id = {case} AND h.seq = {seq} AND h.number = {number}", case=case_id, seq=seq, number=number
    ):
        if (row := merit_of(ended, seller_id, market, calendar_of(market))) is not None:
            values = {name: moment_text(value) if isinstance(value, datetime) else value for name, value in row.items()}
            run(connection, insert_sql(connection.dialect, "merit", values), values)


def recounted(connection: Connection, seller_id: str) -> Iterator[Row]:
    """Every merit of a seller made anew from the log and from the deadlines that are over, in no order."""
    for _, market, counts, ended in _met(connection, "c.seller_id = {seller}", seller=seller_id):
        if (row := merit_of(ended, seller_id, market, calendar_of(market))) is not None:
            yield row | {"counts": counts}
    mark = placeholder(connection.dialect, "seller")
    told = (
        "SELECT m.case_id, m.seq, c.market, m.at FROM message m JOIN cases c ON c.id = m.case_id"
        f" WHERE c.seller_id = {mark} AND m.event = 'update_status' AND m.role = '{SELLER}'"
    )
    for case_id, seq, market, at in run(connection, told, {"seller": seller_id}):
        yield unasked(str(case_id), seq, seller_id, market, _known(at))


def _met(connection: Connection, where: str, **values: Any) -> Iterator[tuple[str, str, int, Ended]]:
    """The deadlines that sellers met: whose, in which market, and 0 where the same message had to be answered again."""
    marks = {name: placeholder(connection.dialect, name) for name in values}
    names = ", ".join(f"h.{name}" for name in STORED)
    later = (
        "SELECT 1 FROM {table} l WHERE l.case_id = h.case_id AND l.kind = h.kind AND l.name = h.name"
        " AND (l.seq > h.seq OR l.seq = h.seq AND l.number > h.number)"
    )
    again = " OR ".join(f"EXISTS ({later.format(table=table)})" for table in ("deadline", "deadline_history"))
    sql = (
        f"SELECT c.seller_id, c.market, CASE WHEN h.kind = '{REPLY}' AND ({again}) THEN 0 ELSE 1 END, {names}"
        " FROM deadline_history h JOIN cases c ON c.id = h.case_id"
        f" WHERE {where.format(**marks)} AND h.waits_on = '{SELLER}' AND h.state = 'met'"
    )
    for seller_id, market, counts, *columns in run(connection, sql, values):
        ended = Ended(**dict(zip(STORED, map(_known, columns), strict=True)))
        ended.case_id = str(ended.case_id)
        yield seller_id, market, counts, ended


def _known(value: Any) -> Any:
    """A moment from SQLite's text; everything else as it is."""
    return datetime.fromisoformat(value) if isinstance(value, str) and _MOMENT.match(value) else value

"""A seller's record as somebody reads it: each breach, whether it counts and why, and when it falls out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import orjson

from cases.db import Connection, moment_text, placeholder, run


class BreachLine(NamedTuple):
    """A breach in a list; ``seq`` is the message that waited or broke a rule, ``refusal`` words that became none."""

    id: str
    kind: str
    market: str
    case: str | None
    number: str
    seq: int | None
    at: datetime
    counts: bool
    because: str
    refusal: str | None

    def falls_out(self, days: int) -> datetime:
        """From when a window of so many days has it no more."""
        return self.at + timedelta(days=days)


class MeasureLine(NamedTuple):
    """A measure against a seller in a list: its case, what it is, where it stands and how it ended."""

    case: str
    number: str
    market: str
    measure: str
    state: str
    outcome: str
    opened_at: datetime


def breaches_within(
    connection: Connection, seller_id: str, now: datetime, days: int, *, limit: int, offset: int = 0, market: str = ""
) -> list[BreachLine]:
    """The breaches of the last ``days`` times 24 hours, the newest first, whether they count or not."""
    here = f"AND b.market = {placeholder(connection.dialect, 'market')}" if market else ""
    order = f"ORDER BY b.at DESC, b.id DESC LIMIT {limit:d} OFFSET {offset:d}"
    return _lines(connection, seller_id, now, days, f"{here} {order}", {"market": market} if market else {})


def next_to_fall(connection: Connection, seller_id: str, now: datetime, days: int, limit: int) -> list[BreachLine]:
    """The breaches that count and leave the window first, in that order."""
    return _lines(connection, seller_id, now, days, f"AND b.counts = 1 ORDER BY b.at, b.id LIMIT {limit:d}")


def measures_of(connection: Connection, seller_id: str, limit: int) -> list[MeasureLine]:
    """The measures that were ever proposed against the seller, the newest first."""
    column = "progress" if connection.dialect == "sqlite" else "progress::text"
    sql = (
        f"SELECT id, number, market, {column}, state, outcome, opened_at FROM cases WHERE kind = 'sanction'"
        f" AND seller_id = {placeholder(connection.dialect, 'seller')} ORDER BY opened_at DESC, id DESC LIMIT {limit:d}"
    )
    return [
        MeasureLine(str(case), number, market, orjson.loads(said)["measure"]["measure"], state, ended or "", _known(at))
        for case, number, market, said, state, ended, at in run(connection, sql, {"seller": seller_id})
    ]


def _lines(
    connection: Connection, seller_id: str, now: datetime, days: int, rest: str, more: Mapping[str, str] | None = None
) -> list[BreachLine]:
    mark = {name: placeholder(connection.dialect, name) for name in ("seller", "since", "now")}
    sql = (
        "SELECT b.id, b.kind, b.market, b.case_id, c.number, b.seq, b.at, b.counts, b.because, b.refusal"
        " FROM breach b LEFT JOIN cases c ON c.id = b.case_id"
        f" WHERE b.seller_id = {mark['seller']} AND b.at > {mark['since']} AND b.at <= {mark['now']} {rest}"
    )
    values = {"seller": seller_id, "since": moment_text(now - timedelta(days=days)), "now": moment_text(now)}
    return [_line(*row) for row in run(connection, sql, values | dict(more or {}))]


def _line(*row: Any) -> BreachLine:
    name, kind, market, case, number, seq, at, counts, because, refusal = row
    told = str(case) if case else None
    return BreachLine(
        str(name), kind, market, told, number or "", seq, _known(at), bool(counts), because, _text(refusal)
    )


def _known(at: datetime | str) -> datetime:
    return at if isinstance(at, datetime) else datetime.fromisoformat(at)


def _text(name: object) -> str | None:
    return str(name) if name else None

"""A seller's record as somebody reads it: each breach, whether it counts and why, and when it falls out."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, NamedTuple

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


def breaches_within(
    connection: Connection, seller_id: str, now: datetime, days: int, *, limit: int, offset: int = 0
) -> list[BreachLine]:
    """The breaches of the last ``days`` times 24 hours, the newest first, whether they count or not."""
    return _lines(connection, seller_id, now, days, f"ORDER BY b.at DESC, b.id DESC LIMIT {limit:d} OFFSET {offset:d}")


def next_to_fall(connection: Connection, seller_id: str, now: datetime, days: int, limit: int) -> list[BreachLine]:
    """The breaches that count and leave the window first, in that order."""
    return _lines(connection, seller_id, now, days, f"AND b.counts = 1 ORDER BY b.at, b.id LIMIT {limit:d}")


def _lines(connection: Connection, seller_id: str, now: datetime, days: int, rest: str) -> list[BreachLine]:
    mark = {name: placeholder(connection.dialect, name) for name in ("seller", "since", "now")}
    sql = (
        "SELECT b.id, b.kind, b.market, b.case_id, c.number, b.seq, b.at, b.counts, b.because, b.refusal"
        " FROM breach b LEFT JOIN cases c ON c.id = b.case_id"
        f" WHERE b.seller_id = {mark['seller']} AND b.at > {mark['since']} AND b.at <= {mark['now']} {rest}"
    )
    values = {"seller": seller_id, "since": moment_text(now - timedelta(days=days)), "now": moment_text(now)}
    return [_line(*row) for row in run(connection, sql, values)]


def _line(*row: Any) -> BreachLine:
    name, kind, market, case, number, seq, at, counts, because, refusal = row
    moment = at if isinstance(at, datetime) else datetime.fromisoformat(at)
    told = str(case) if case else None
    return BreachLine(str(name), kind, market, told, number or "", seq, moment, bool(counts), because, _text(refusal))


def _text(name: object) -> str | None:
    return str(name) if name else None

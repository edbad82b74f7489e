"""The feed: what happened, by position, for whoever may know."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import msgspec

from cases.db import Connection, Database, moment_text, placeholder, run

KEPT = timedelta(days=90)
_COLUMNS = "position, type, case_id, version, market, seller_id, buyer_id, more, at"


class Happened(msgspec.Struct, frozen=True):
    """One event at its position."""

    position: int
    type: str
    case: str | None
    version: int | None
    market: str | None
    seller: str | None
    buyer: str | None
    more: dict[str, Any]
    at: str

    def as_told(self) -> dict[str, Any]:
        """What the outside reads of it: ids and versions, never words. The buyer's random id is ours alone."""
        named = {"position": self.position, "type": self.type, "timestamp": self.at, "case": self.case}
        return named | {"version": self.version, "market": self.market, "seller": self.seller} | self.more


@dataclass(frozen=True, slots=True)
class Audience:
    """Who listens: to everything, or to what is about a seller, or to a buyer's own cases."""

    seller: str | None = None
    buyer: str | None = None
    """The random id of a person; the nil UUID of one who has no case yet."""

    def hears(self, event: Happened) -> bool:
        """Whether the event is theirs to know."""
        if self.seller is not None:
            return event.seller == self.seller
        return self.buyer is None or event.buyer == self.buyer


@dataclass(frozen=True, slots=True)
class Bounds:
    """The oldest position that is still kept, and the newest; 1 and 0 where nothing happened yet."""

    first: int
    last: int


def bounds(connection: Connection) -> Bounds:
    """From where to where the feed reaches."""
    found = run(
        connection, "SELECT (SELECT min(position) FROM feed), (SELECT position FROM feed_head WHERE id = 1) AS last"
    )
    first, last = found[0]
    return Bounds(first or (last or 0) + 1, last or 0)


def happened_after(
    connection: Connection, audience: Audience, after: int, limit: int, types: Sequence[str] = ()
) -> list[Happened]:
    """The audience's next events after a position, the oldest first; only of some types where any are named."""
    where = ["position > {after}"]
    values: dict[str, Any] = {"after": after, "limit": limit}
    named: dict[str, Any] = {"seller_id": audience.seller, "buyer_id": audience.buyer}
    for column, value in named.items():
        if value is not None:
            where.append(f"{column} = {{{column}}}")
            values[column] = value
    if types:
        marks = {f"type{number}": kind for number, kind in enumerate(types)}
        where.append(f"type IN ({', '.join(f'{{{name}}}' for name in marks)})")
        values |= marks
    sql = f"SELECT {_COLUMNS} FROM feed WHERE {' AND '.join(where)} ORDER BY position LIMIT {{limit}}"
    marked = sql.format(**{name: placeholder(connection.dialect, name) for name in values})
    return [_happened(row) for row in run(connection, marked, values)]


def happened_at(connection: Connection, position: int) -> Happened | None:
    """The event at a position; None where there is none, or none any more."""
    sql = f"SELECT {_COLUMNS} FROM feed WHERE position = {placeholder(connection.dialect, 'position')}"
    rows = run(connection, sql, {"position": position})
    return _happened(rows[0]) if rows else None


def forget_old_events(database: Database, now: datetime) -> int:
    """Drop what is older than ninety days; return how many events those were."""
    sql = f"DELETE FROM feed WHERE at < {placeholder(database.dialect, 'before')} RETURNING 1"
    with database.write() as connection:
        return len(run(connection, sql, {"before": moment_text(now - KEPT)}))


def _happened(row: Sequence[Any]) -> Happened:
    position, kind, case, version, market, seller, buyer, more, at = row
    return Happened(
        position,
        kind,
        None if case is None else str(case),
        version,
        market,
        seller,
        None if buyer is None else str(buyer),
        json.loads(more) if isinstance(more, str) else more,
        at if isinstance(at, str) else moment_text(at),
    )

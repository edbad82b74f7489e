"""Gives what happened its position in the feed, one after the other, without gaps.

Events are committed in any order, so a number given by whoever writes them could become visible after a higher one was
read. Here one transaction at a time takes what is committed and numbers it; the row of the head is its lock, and the
next one looks only after this one has ended. So a position that was read has every lower one before it, for ever.
In the same transaction the messages that the events are of become leaves of the ledger's tree, in the same order.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from cases.db import Connection, Database, Rows, insert_sql, moment_text, placeholder, run, run_all
from cases.ledger.tree import append_leaves
from cases.outbox.webhooks import enlist

BATCH = 500
Row = dict[str, Any]


def put_in_sequence(database: Database) -> int:
    """Give every event that waits its position; return how many those were."""
    with database.read() as connection:
        if not run(connection, "SELECT 1 FROM outbox LIMIT 1"):
            return 0
    given = 0
    while True:
        with database.write() as connection:
            rows, events = _number(connection)
        given += events
        if rows < BATCH:
            return given


def _number(connection: Connection) -> tuple[int, int]:
    """Move one batch into the feed; how many rows, and how many events, that were."""
    (last,) = run(connection, _TAKE_HEAD)[0]
    taken = _in_order(_waiting(connection))
    if not taken:
        return 0, 0
    buyers = _buyers(connection, {str(row[1]) for row in taken if row[1] is not None})
    events = [event for row in taken for event in _events_of(row, buyers)]
    for position, event in enumerate(events, start=last + 1):
        event["position"] = position
    run_all(connection, insert_sql(connection.dialect, "feed", events[0]), events)
    enlist(connection, events)
    append_leaves(connection, [(str(row[1]), int(row[2])) for row in taken if row[1] is not None])
    gone = f"DELETE FROM outbox WHERE id = {placeholder(connection.dialect, 'id')}"
    run_all(connection, gone, [{"id": str(row[0])} for row in taken])
    moved = f"UPDATE feed_head SET position = {placeholder(connection.dialect, 'position')} WHERE id = 1"
    run(connection, moved, {"position": last + len(events)})
    return len(taken), len(events)


_TAKE_HEAD = (
    "INSERT INTO feed_head (id, position) VALUES (1, 0)"
    " ON CONFLICT (id) DO UPDATE SET position = feed_head.position RETURNING position"
)


def _waiting(connection: Connection) -> Rows:
    """The oldest rows, and whatever else waits of the same cases: an earlier version must not be left for later.

    Ids are made by several machines' clocks, so they are not the order in which a case's versions came.
    """
    first = f"SELECT id, case_id FROM outbox ORDER BY id LIMIT {BATCH}"
    return run(
        connection,
        "SELECT id, case_id, seq, market, seller_id, events, at FROM outbox"
        f" WHERE id IN (SELECT f.id FROM ({first}) f) OR case_id IN (SELECT f.case_id FROM ({first}) f) ORDER BY id",
    )


def _in_order(rows: Rows) -> Rows:
    """By their ids, but the rows of one case by its versions: they share out the places that their ids have."""
    of_case: dict[str, Rows] = {}
    for row in rows:
        if row[1] is not None:
            of_case.setdefault(str(row[1]), []).append(row)
    by_version = {case: iter(sorted(found, key=_version)) for case, found in of_case.items()}
    return [row if row[1] is None else next(by_version[str(row[1])]) for row in rows]


def _version(row: Sequence[Any]) -> int:
    return int(row[2])


def _buyers(connection: Connection, cases: set[str]) -> dict[str, str | None]:
    if not cases:
        return {}
    names = {f"c{number}": case for number, case in enumerate(sorted(cases))}
    marks = ", ".join(placeholder(connection.dialect, name) for name in names)
    found = run(connection, f"SELECT id, buyer_id FROM cases WHERE id IN ({marks})", names)
    return {str(case): None if buyer is None else str(buyer) for case, buyer in found}


def _events_of(row: Sequence[Any], buyers: dict[str, str | None]) -> list[Row]:
    _, case_id, seq, market, seller_id, events, at = row
    case = None if case_id is None else str(case_id)
    moment = at if isinstance(at, str) else moment_text(at)
    said = json.loads(events) if isinstance(events, str) else events
    return [
        {
            "position": 0,
            "type": event.pop("type"),
            "case_id": case,
            "version": seq,
            "market": market,
            "seller_id": seller_id,
            "buyer_id": buyers.get(case) if case else None,
            "more": json.dumps(event),
            "at": moment,
        }
        for event in said
    ]

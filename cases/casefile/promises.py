"""What a seller has promised and by when: every running deadline that waits on them, the earliest first."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from cases.casefile.queue import OWED
from cases.db import Connection, moment_text, placeholder, run
from cases.ids import deadline_id

MOST = 5_000


class Promise(NamedTuple):
    """A deadline on the seller: of which case, of which kind, and when it is due."""

    id: str
    case: str
    number: str
    case_kind: str
    market: str
    kind: str
    due_at: datetime


def promises(connection: Connection, seller: str, now: datetime, until: datetime) -> list[Promise]:
    """Those due from ``now`` to ``until``; read along the queue, so far ones cost nothing."""
    mark = {name: placeholder(connection.dialect, name) for name in ("seller", "folder", "now", "until", "on")}
    sql = (
        "SELECT d.case_id, d.seq, d.number, c.number, q.kind, q.market, d.kind, d.due_at FROM queue q"
        " JOIN deadline d ON d.case_id = q.case_id JOIN cases c ON c.id = q.case_id"
        f" WHERE q.seller_id = {mark['seller']} AND q.folder = {mark['folder']} AND q.due_at <= {mark['until']}"
        f" AND d.waits_on = {mark['on']} AND d.paused_at IS NULL AND d.due_at BETWEEN {mark['now']} AND {mark['until']}"
        f" ORDER BY d.due_at, d.case_id, d.seq, d.number LIMIT {MOST:d}"
    )
    moments = {"now": moment_text(now), "until": moment_text(until)}
    values = {"seller": seller, "folder": OWED, "on": "seller"} | moments
    return [
        Promise(deadline_id(str(case), seq, place), str(case), number, case_kind, market, kind, _moment(due_at))
        for case, seq, place, number, case_kind, market, kind, due_at in run(connection, sql, values)
    ]


def missed(connection: Connection, seller: str, now: datetime) -> list[Promise]:
    """The cases in which something that is still owed was due before ``now``, the oldest first."""
    mark = {name: placeholder(connection.dialect, name) for name in ("seller", "folder", "now")}
    sql = (
        "SELECT q.case_id, c.number, q.kind, q.market, q.due_at FROM queue q JOIN cases c ON c.id = q.case_id"
        f" WHERE q.seller_id = {mark['seller']} AND q.folder = {mark['folder']} AND q.due_at < {mark['now']}"
        f" ORDER BY q.due_at, q.case_id LIMIT {MOST:d}"
    )
    values = {"seller": seller, "folder": OWED, "now": moment_text(now)}
    return [
        Promise(str(case), str(case), number, case_kind, market, "reply", _moment(due_at))
        for case, number, case_kind, market, due_at in run(connection, sql, values)
    ]


def _moment(stored: datetime | str) -> datetime:
    return datetime.fromisoformat(stored) if isinstance(stored, str) else stored

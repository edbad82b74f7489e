"""What can be asked of a seller's record."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

import msgspec

from cases.db import Connection, moment_text, placeholder, run
from cases.ids import deadline_id, is_id, message_id


def is_seller(connection: Connection, seller_id: str) -> bool:
    """Whether anybody sells under this id."""
    mark = ":id" if connection.dialect == "sqlite" else "%(id)s"
    return bool(run(connection, f"SELECT 1 FROM seller WHERE id = {mark}", {"id": seller_id}))


def breaches_named(connection: Connection, seller_id: str, names: Sequence[str]) -> list[str]:
    """Those of the named breaches that are on the seller's record."""
    mark = {name: placeholder(connection.dialect, name) for name in ("id", "seller")}
    sql = f"SELECT id FROM breach WHERE id = {mark['id']} AND seller_id = {mark['seller']}"
    return [name for name in names if is_id(name) and run(connection, sql, {"id": name, "seller": seller_id})]


class BreachRow(NamedTuple):
    """A breach as people name it: what it was, in which case, when, and at which message (0: at none)."""

    id: str
    kind: str
    number: str
    at: datetime
    seq: int = 0


def breach_rows(connection: Connection, names: Sequence[str]) -> list[BreachRow]:
    """These breaches, the oldest first."""
    on_sqlite = connection.dialect == "sqlite"
    ids = msgspec.json.encode(names).decode() if on_sqlite else list(names)
    among = "IN (SELECT value FROM json_each(:ids))" if on_sqlite else "= ANY(%(ids)s::uuid[])"
    sql = (
        "SELECT b.id, b.kind, c.number, b.at, coalesce(b.seq, 0) FROM breach b LEFT JOIN cases c ON c.id = b.case_id"
        f" WHERE b.id {among} ORDER BY b.at, b.id"
    )
    return [
        BreachRow(str(name), kind, number or "", at if isinstance(at, datetime) else datetime.fromisoformat(at), seq)
        for name, kind, number, at, seq in run(connection, sql, {"ids": ids})
    ]


def breaches_of(connection: Connection, seller_id: str, *, before: str | None, limit: int) -> list[dict[str, Any]]:
    """The breaches of a seller, the newest first, from the one before ``before`` on.

    Each names the message that waited and its deadline, or the message that broke a rule, whether it counts and why.
    """
    mark = {name: placeholder(connection.dialect, name) for name in ("seller", "most", "before")}
    values: dict[str, Any] = {"seller": seller_id, "most": limit}
    older = ""
    if before is not None:
        older, values["before"] = f" AND id < {mark['before']}", before
    sql = (
        f"SELECT id, kind, case_id, seq, number, at, counts, because FROM breach"
        f" WHERE seller_id = {mark['seller']}{older} ORDER BY id DESC LIMIT {mark['most']}"
    )
    return [
        {
            "id": str(name),
            "kind": kind,
            "case": str(case) if case else None,
            "message": message_id(str(case), seq) if seq else None,
            "deadline": deadline_id(str(case), seq, number) if number else None,
            "at": moment_text(at) if isinstance(at, datetime) else at,
            "counts": bool(counts),
            "because": because,
        }
        for name, kind, case, seq, number, at, counts, because in run(connection, sql, values)
    ]

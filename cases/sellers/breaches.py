"""What can be asked of a seller's record."""

from __future__ import annotations

from typing import Any

from cases.db import Connection, run
from cases.ids import deadline_id, message_id


def breaches_of(connection: Connection, seller_id: str, *, skip: int, limit: int) -> list[dict[str, Any]]:
    """The breaches of a seller, newest first, each with the message and the deadline that it rests on."""
    mark = ":{}" if connection.dialect == "sqlite" else "%({})s"
    sql = (
        "SELECT CAST(id AS text), kind, CAST(case_id AS text), seq, number, at, counts, because FROM breach"
        f" WHERE seller_id = {mark.format('seller')} ORDER BY id DESC"
        f" LIMIT {mark.format('most')} OFFSET {mark.format('skip')}"
    )
    rows = run(connection, sql, {"seller": seller_id, "most": limit, "skip": skip})
    return [
        {
            "id": name,
            "kind": kind,
            "case": case,
            "message": message_id(case, seq),
            "deadline": deadline_id(case, seq, number),
            "at": at if isinstance(at, str) else at.isoformat(),
            "counts": bool(counts),
            "because": because,
        }
        for name, kind, case, seq, number, at, counts, because in rows
    ]

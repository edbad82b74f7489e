"""The platform's own queue: cases in which somebody waits for it, those that wait longest in their own time first."""

from __future__ import annotations

from cases.db import Connection, placeholder, run


def waiting_for_platform(connection: Connection, *, limit: int, offset: int = 0, kind: str = "") -> list[str]:
    """Ids of cases in which the platform owes something; what is due first comes first, what has no end last."""
    mark = {name: placeholder(connection.dialect, name) for name in ("limit", "offset", "kind")}
    only = f" AND c.kind = {mark['kind']}" if kind else ""
    sql = (
        "SELECT c.id FROM cases c JOIN (SELECT case_id, min(due_at) AS due, min(started_at) AS since FROM deadline"
        " WHERE waits_on = 'platform' AND paused_at IS NULL GROUP BY case_id) d ON d.case_id = c.id"
        f" WHERE c.state <> 'closed'{only} ORDER BY d.due IS NULL, d.due, d.since, c.id"
        f" LIMIT {mark['limit']} OFFSET {mark['offset']}"
    )
    values = {"limit": limit, "offset": offset} | ({"kind": kind} if kind else {})
    return [str(case) for (case,) in run(connection, sql, values)]

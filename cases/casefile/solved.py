"""Whether a closed case was solved, as its buyer says: one answer each time that it was closed."""

from __future__ import annotations

from cases.casefile.casefile import CaseFile
from cases.db import Connection, moment_text, placeholder, run


def was_it_solved(connection: Connection, file: CaseFile) -> bool | None:
    """What the buyer said since the case was closed last; None where it is open or nothing was said."""
    if file.case.closed_at is None:
        return None
    mark = {name: placeholder(connection.dialect, name) for name in ("case", "closed")}
    sql = f"SELECT solved FROM solved WHERE case_id = {mark['case']} AND closed_at = {mark['closed']}"
    rows = run(connection, sql, {"case": file.case.id, "closed": moment_text(file.case.closed_at)})
    return bool(rows[0][0]) if rows else None

"""Which files the messages of a case name, and which cases name a file. What was redacted named it all the same."""

from __future__ import annotations

from datetime import datetime

from cases.db import Connection, moment_text, placeholder, run


def files_named_in(connection: Connection, case_id: str) -> set[str]:
    """The files that the messages of a case name, beside their words or in the fields of an event."""
    mark = placeholder(connection.dialect, "case")
    found = run(connection, f"SELECT DISTINCT attachment FROM attachment_use WHERE case_id = {mark}", {"case": case_id})
    return {name for (name,) in found}


def cases_naming(connection: Connection, file: str) -> set[str]:
    """The cases whose messages name a file."""
    mark = placeholder(connection.dialect, "file")
    found = run(connection, f"SELECT DISTINCT case_id FROM attachment_use WHERE attachment = {mark}", {"file": file})
    return {str(case) for (case,) in found}


def files_never_sent(connection: Connection, before: datetime, most: int) -> list[str]:
    """Files uploaded before a moment that no message has named, the oldest first."""
    mark = {name: placeholder(connection.dialect, name) for name in ("before", "most")}
    used = "SELECT 1 FROM attachment_use u WHERE u.attachment = a.id"
    sql = (
        f"SELECT a.id FROM attachment a WHERE a.uploaded_at < {mark['before']} AND a.destroyed_at IS NULL"
        f" AND NOT EXISTS ({used}) ORDER BY a.uploaded_at, a.id LIMIT {mark['most']}"
    )
    found = run(connection, sql, {"before": moment_text(before), "most": most})
    return [name for (name,) in found]

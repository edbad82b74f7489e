"""Outage windows: when a platform or a carrier failed, and what that leaves of a deadline. Never less."""

from __future__ import annotations

from datetime import datetime, timedelta

import msgspec

from cases.db import Connection, insert_sql, moment_text, placeholder, run
from cases.timers.deadline import UNTIL, Deadline
from markets.business_time import due, due_after_seconds, working_seconds
from markets.calendars import Calendar
from markets.durations import CalendarDays, WorkingDays, WorkingHours, parse_duration
from markets.moments import wall_of

PLATFORM, CARRIER = "platform", "carrier"
A_SECOND = timedelta(seconds=1)


class Outage(msgspec.Struct):
    """A window in which something failed; without a market in all of them."""

    id: str
    scope: str
    carrier: str | None
    market: str | None
    since: datetime
    until: datetime
    reason: str
    declared_at: datetime


def due_after(outage: Outage, deadline: Deadline, calendar: Calendar) -> datetime | None:
    """When the deadline is due once the window is taken out of its own counted time; None where it does not touch it.

    Hours go on after the window where they had stopped; days are put on whole for each day that the window touched.
    """
    if deadline.due_at is None:
        return None
    stopped = max(deadline.started_at, outage.since)
    if stopped >= min(deadline.due_at, outage.until):
        return None
    length = CalendarDays(1) if deadline.within == UNTIL else parse_duration(deadline.within)
    if isinstance(length, WorkingHours):
        left = working_seconds(calendar, stopped, deadline.due_at)
        later = due_after_seconds(calendar, outage.until, left)
    else:
        days = (
            wall_of(calendar.zone, outage.until - A_SECOND).date() - wall_of(calendar.zone, stopped).date()
        ).days + 1
        more = WorkingDays(days) if isinstance(length, WorkingDays) else CalendarDays(days)
        later = due(calendar, deadline.due_at - A_SECOND, more)
    return max(later, deadline.due_at)


def keep(connection: Connection, outage: Outage, declared_by: str) -> None:
    """Write the window down."""
    row = msgspec.structs.asdict(outage) | {"declared_by": declared_by}
    values = {name: moment_text(value) if isinstance(value, datetime) else value for name, value in row.items()}
    run(connection, insert_sql(connection.dialect, "outage", values), values)


def outages(connection: Connection, *, after: str | None = None, limit: int = 200) -> list[Outage]:
    """The windows, the newest first, from the one before ``after`` on."""
    mark = {name: placeholder(connection.dialect, name) for name in ("after", "most")}
    older = "" if after is None else f"WHERE id < {mark['after']}"
    values = {"most": limit} if after is None else {"most": limit, "after": after}
    columns = ", ".join(Outage.__struct_fields__)
    rows = run(connection, f"SELECT {columns} FROM outage {older} ORDER BY id DESC LIMIT {mark['most']}", values)
    named = (dict(zip(Outage.__struct_fields__, row, strict=True)) for row in rows)
    return [msgspec.convert(row | {"id": str(row["id"])}, Outage) for row in named]


def touched(connection: Connection, outage: Outage) -> list[str]:
    """The cases with a deadline that the window touches and that it was not taken out of yet, running or missed."""
    mark = {name: placeholder(connection.dialect, name) for name in ("id", "since", "until", "market")}
    where = f"d.started_at < {mark['until']} AND d.due_at > {mark['since']} AND d.kind IN ('reply', 'state', 'promise',"
    where += f" 'status_update') AND NOT EXISTS (SELECT 1 FROM outage_taken_out t WHERE t.outage = {mark['id']}"
    where += " AND t.case_id = d.case_id AND t.seq = d.seq AND t.number = d.number)"
    if outage.market is not None:
        where += f" AND c.market = {mark['market']}"
    tables = ("deadline", ""), ("deadline_history", " AND d.state = 'missed'")
    sql = " UNION ".join(
        f"SELECT d.case_id FROM {table} d JOIN cases c ON c.id = d.case_id WHERE {where}{more}"
        for table, more in tables
    )
    values = {"id": outage.id, "since": moment_text(outage.since), "until": moment_text(outage.until)}
    if outage.market is not None:
        values["market"] = outage.market
    return [str(case_id) for (case_id,) in run(connection, sql, values)]


def take_out(connection: Connection, outage: Outage, deadline: Deadline) -> None:
    """Remember that the window was taken out of the deadline."""
    row = {"outage": outage.id, "case_id": deadline.case_id, "seq": deadline.seq, "number": deadline.number}
    run(connection, insert_sql(connection.dialect, "outage_taken_out", row), row)


def is_taken_out(connection: Connection, outage: Outage, deadline: Deadline) -> bool:
    """Whether the window was taken out of the deadline before."""
    row = {"outage": outage.id, "case_id": deadline.case_id, "seq": deadline.seq, "number": deadline.number}
    where = " AND ".join(f"{name} = {placeholder(connection.dialect, name)}" for name in row)
    return bool(run(connection, f"SELECT 1 FROM outage_taken_out WHERE {where}", row))

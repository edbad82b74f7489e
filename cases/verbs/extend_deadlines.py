"""A newer calendar may extend an open deadline, because a new holiday is nobody's fault, and never shortens one.

What was promised under the older calendar stays promised. Every deadline names the version that it was reckoned by,
so each is looked at once for each newer version.
"""

from __future__ import annotations

import logging
from datetime import datetime
from functools import partial

from cases.casefile import waits
from cases.casefile.draft import Draft
from cases.casefile.extending import extend_and_tell
from cases.casefile.queries import load
from cases.casefile.record import record
from cases.casefile.until_it_holds import until_it_holds
from cases.db import Connection, Database, placeholder, run
from cases.errors import Busy
from cases.timers.deadline import UNTIL, Deadline
from markets.business_time import due, due_after_seconds
from markets.calendars import calendar_of
from markets.durations import WorkingHours, parse_duration

log = logging.getLogger(__name__)


def extend_deadlines(database: Database, now: datetime) -> int:
    """Reckon anew what an older calendar reckoned; return how many deadlines are later for it.

    A case that others hold for too long waits for the next time.
    """
    extended = 0
    for case_id in _reckoned_otherwise(database):
        try:
            extended += until_it_holds(database, case_id, partial(_extend, case_id=case_id, now=now))
        except Busy:
            log.warning("case %s is busy; its deadlines are reckoned anew the next time", case_id)
    return extended


def _reckoned_otherwise(database: Database) -> list[str]:
    """The cases with a running deadline that names another version than the market's calendar has now."""
    running = "FROM deadline d JOIN cases c ON c.id = d.case_id WHERE d.due_at IS NOT NULL"
    mark = {name: placeholder(database.dialect, name) for name in ("market", "version")}
    others = f"{running} AND c.market = {mark['market']} AND d.calendar <> {mark['version']}"
    found: list[str] = []
    with database.read() as connection:
        for (market,) in run(connection, f"SELECT DISTINCT c.market {running}"):
            values = {"market": market, "version": calendar_of(market).version}
            found += [str(case_id) for (case_id,) in run(connection, f"SELECT DISTINCT d.case_id {others}", values)]
    return found


def _extend(connection: Connection, case_id: str, now: datetime) -> int:
    file = load(connection, case_id)
    assert file is not None
    draft, extended = Draft.of(file, now), 0
    older = [d for d in file.deadlines if d.due_at is not None and d.calendar != file.calendar.version]
    for deadline in sorted(older, key=lambda d: d.kind != waits.STATUTORY):  # those of the law cap the others
        before, after = deadline.due_at, _due_now(draft, deadline)
        assert before is not None
        if after > before:
            extend_and_tell(draft, deadline, after, "system.extended")
            extended += 1
        deadline.calendar = file.calendar.version
        draft.change(deadline)
    record(connection, [draft])
    return extended


def _due_now(draft: Draft, deadline: Deadline) -> datetime:
    """When the deadline is due by today's calendar, from its own start and its own length."""
    assert deadline.due_at is not None
    calendar = draft.file.calendar
    if deadline.within == UNTIL:
        return deadline.due_at
    if deadline.kind == waits.STATUTORY:
        return waits.due_by_law(draft, deadline)
    length = parse_duration(deadline.within)
    if isinstance(length, WorkingHours):
        return due_after_seconds(calendar, deadline.started_at, length.n * 3600 - deadline.used_seconds)
    due_at = due(calendar, deadline.started_at, length)
    return waits.no_later_than_the_law(draft, due_at) if deadline.kind == waits.STATE else due_at

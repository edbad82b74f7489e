"""When deadlines that are over would have been due under another policy: other durations, other days off.

Only what is sure is said. A deadline that was met is judged by the moment at which it was; of one that was missed
nobody knows when it would have been met, so under a longer one it is ``not yet`` missed.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, NamedTuple

from cases.casefile.waits import STATE, STATUTORY
from cases.db import Connection, moment_text, placeholder, run
from cases.timers.deadline import UNTIL
from markets.business_time import due, due_after_seconds
from markets.calendars import Calendar, OutsideCalendar, calendar_under
from markets.catalogue import law_row
from markets.durations import CalendarDays, Duration, WorkingDays, WorkingHours, parse_duration
from markets.moments import wall_of
from markets.policy import Policy
from workflows.registry import workflow_named

MET, MISSED, NOT_YET = "met", "missed", "not yet"


class Past(NamedTuple):
    """A deadline that is over, as it was kept."""

    case_id: str
    number: str
    seller: str
    market: str
    workflow: str
    kind: str
    name: str
    on: str
    within: str
    started_at: datetime
    due_at: datetime
    used_seconds: int
    state: str
    ended_at: datetime


class Otherwise(NamedTuple):
    """A deadline that ends differently: what becomes of it under the old and under the new policy, and when due."""

    past: Past
    old: str
    new: str
    due_old: datetime
    due_new: datetime

    @property
    def length(self) -> str:
        """The length that decided, written as the policy writes it."""
        return f"{self.past.workflow.partition('@')[0]}.{self.past.name}" if self.past.kind != "reply" else "reply"


class Rules:
    """A policy with the calendars that follow from it, each made once."""

    def __init__(self, policy: Policy) -> None:
        self.policy = policy
        self._calendars: dict[str, Calendar] = {}

    def calendar(self, market: str) -> Calendar:
        """The working days of a market under the policy."""
        if market not in self._calendars:
            self._calendars[market] = calendar_under(self.policy, market)
        return self._calendars[market]


def reckoned_anew(
    connection: Connection, since: datetime, until: datetime, old: Rules, new: Rules
) -> Iterator[Otherwise]:
    """The deadlines that ended between the moments and would have ended otherwise."""
    for past in _ended(connection, since, until):
        try:
            due_old, due_new = (_due(past, rules, old) for rules in (old, new))
        except OutsideCalendar:
            continue
        before, after = _end(past, due_old), _end(past, due_new)
        if before != after:
            yield Otherwise(past, before, after, due_old, due_new)


def _end(past: Past, due_at: datetime) -> str:
    if past.state == MET:
        return MET if past.ended_at <= due_at else MISSED
    return MISSED if past.ended_at > due_at else NOT_YET


def _due(past: Past, rules: Rules, kept_under: Rules) -> datetime:
    """When it was due by the rules; what was extended, or had stood still, keeps the difference."""
    calendar = rules.calendar(past.market)
    length = _length(past, rules.policy, kept_under.policy)
    if isinstance(length, WorkingHours):
        return due_after_seconds(calendar, past.started_at, max(1, length.n * 3600 - past.used_seconds))
    return due(calendar, past.started_at, length)


def _length(past: Past, policy: Policy, kept_under: Policy) -> Duration:
    """How long the rules give; what was the rest of a longer wait stays the rest that it was."""
    within = parse_duration(past.within)
    if past.kind not in (STATE, STATUTORY):
        return within
    whole, chosen = _whole(past, kept_under), _whole(past, policy)
    return chosen if within in (whole, chosen) else within


def _whole(past: Past, policy: Policy) -> Duration:
    workflow = workflow_named(past.workflow)
    own = policy.of(past.market).durations.get(f"{workflow.kind}.{past.name}")
    if own is not None:
        return own
    if past.kind == STATE:
        wait = workflow.wait_of(past.name)
        return wait.within if wait is not None and wait.within is not None else parse_duration(past.within)
    return _by_law(past)


def _by_law(past: Past) -> Duration:
    law = next(law for law in workflow_named(past.workflow).statutory if law.name == past.name)
    day = wall_of(calendar_under(Policy(), past.market).zone, past.started_at).date()
    row = law_row(past.market, law.law, day) if law.law else None
    if row is None or row.value is None or not row.verified:
        return law.within
    return WorkingDays(row.value) if row.unit == "working_days" else CalendarDays(row.value)


def _ended(connection: Connection, since: datetime, until: datetime) -> Iterator[Past]:
    """What was met or missed and counted from its own start; nothing that had a named moment or was extended."""
    mark = {name: placeholder(connection.dialect, name) for name in ("since", "until")}
    sql = (
        "SELECT h.case_id, c.number, c.seller_id, c.market, c.workflow, h.kind, h.name, h.waits_on, h.within,"
        " h.started_at, h.due_at, h.used_seconds, h.state, h.ended_at FROM deadline_history h"
        f" JOIN cases c ON c.id = h.case_id WHERE h.ended_at > {mark['since']} AND h.ended_at <= {mark['until']}"
        f" AND h.kind IN ('reply', '{STATE}', '{STATUTORY}', 'status_update') AND h.state IN ('{MET}', '{MISSED}')"
        f" AND h.within NOT IN ('', '{UNTIL}') AND h.due_at IS NOT NULL AND h.extended_from IS NULL"
        " ORDER BY h.ended_at, h.case_id, h.seq, h.number"
    )
    for row in run(connection, sql, {"since": moment_text(since), "until": moment_text(until)}):
        yield Past(*(_known(name, value) for name, value in zip(Past._fields, row, strict=True)))


def _known(name: str, value: Any) -> Any:
    if name.endswith("_at"):
        return datetime.fromisoformat(value).astimezone(UTC) if isinstance(value, str) else value
    return str(value) if name == "case_id" else value

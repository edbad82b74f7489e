"""The market's rules for a case: its policy, and how long the law gives."""

from __future__ import annotations

from datetime import datetime

from cases.casefile.casefile import CaseFile
from markets.business_time import due
from markets.catalogue import LawRow, law_row
from markets.durations import CalendarDays, Duration, WorkingDays
from markets.moments import wall_of
from markets.policy import Policy
from workflows.grammar import Statutory, Wait

_policy = Policy()


def use_policy(policy: Policy) -> None:
    """What the markets decided beyond the law; set once at start."""
    global _policy  # noqa: PLW0603  # a process has one policy, as it has one set of calendars
    _policy = policy


def policy() -> Policy:
    """The policy in use."""
    return _policy


def law_of(file: CaseFile, subject: str) -> LawRow | None:
    """The market's law row on the subject, as it stood on the day of purchase (of opening, where there is none)."""
    bought = file.order.terms.placed_at if file.order else file.case.opened_at
    return law_row(file.case.market, subject, wall_of(file.calendar.zone, bought).date())


def first_due(file: CaseFile, law: Statutory) -> datetime:
    """When the deadline of the law ends, counted from the case's start."""
    return due(file.calendar, file.counts_from, length_by_law(file, law))


def length_by_law(file: CaseFile, law: Statutory) -> Duration:
    """How long the law gives: what the market's policy says, else its law row, else the table."""
    chosen = _policy.of(file.case.market).durations.get(f"{file.case.kind}.{law.name}")
    if chosen is not None:
        return chosen
    row = law_of(file, law.law) if law.law else None
    if row is None or row.value is None or not row.verified:  # because nothing follows by itself from advice
        return law.within
    return WorkingDays(row.value) if row.unit == "working_days" else CalendarDays(row.value)


def length_of(file: CaseFile, wait: Wait) -> Duration:
    """How long the market lets this state wait."""
    assert wait.within is not None
    return _policy.of(file.case.market).durations.get(f"{file.case.kind}.{wait.state}", wait.within)

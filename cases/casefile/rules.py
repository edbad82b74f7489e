"""The market's rules for a case: its policy, and how long the law gives."""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from cases.casefile.casefile import CaseFile
from markets.business_time import due
from markets.catalogue import LawRow, law_row, market
from markets.durations import CalendarDays, Duration, WorkingDays
from markets.moments import wall_of
from markets.policies import Policies
from markets.policy import Policy
from workflows.grammar import Statutory, Wait


class Known(NamedTuple):
    """Every policy that there is or was, and the one of today."""

    policies: Policies
    in_force: Policy


def alone(policy: Policy) -> Known:
    """This policy and no other, whatever the day."""
    return Known(Policies(((date.min, policy),)), policy)


_known = Known(Policies(), Policy())


def use_policy(policy: Policy) -> None:
    """What the markets decided beyond the law: this alone, whatever was in force before."""
    use_policies(alone(policy))


def use_policies(known: Known) -> bool:
    """Every policy that there is, and the one of today. Whether that is another one than before."""
    global _known  # noqa: PLW0603  # a process has one set of policies, as it has one set of calendars
    changes = known.in_force != _known.in_force
    _known = known
    return changes


def known_policies() -> Known:
    """Every policy, and the one of today."""
    return _known


def policy() -> Policy:
    """The policy of today."""
    return _known.in_force


def policy_on(market_code: str, moment: datetime) -> Policy:
    """The policy in force in a market at a moment, by the market's own day."""
    return _known.policies.on(wall_of(ZoneInfo(market(market_code).zone), moment).date())


def policy_of(file: CaseFile) -> Policy:
    """The policy that the case was opened under: the version that it remembers, else that of its first day."""
    named = _known.policies.named(file.case.progress.policy)
    return named if named is not None else policy_on(file.case.market, file.case.opened_at)


def law_of(file: CaseFile, subject: str) -> LawRow | None:
    """The market's law row on the subject, as it stood on the day of purchase (of opening, where there is none)."""
    bought = file.order.terms.placed_at if file.order else file.case.opened_at
    return law_row(file.case.market, subject, wall_of(file.calendar.zone, bought).date())


def first_due(file: CaseFile, law: Statutory) -> datetime:
    """When the deadline of the law ends, counted from the case's start."""
    return due(file.calendar, file.counts_from, length_by_law(file, law))


def length_by_law(file: CaseFile, law: Statutory) -> Duration:
    """How long the law gives: what the market's policy says, else its law row, else the table."""
    chosen = policy_of(file).of(file.case.market).durations.get(f"{file.case.kind}.{law.name}")
    if chosen is not None:
        return chosen
    row = law_of(file, law.law) if law.law else None
    if row is None or row.value is None or not row.verified:  # because nothing follows by itself from advice
        return law.within
    return WorkingDays(row.value) if row.unit == "working_days" else CalendarDays(row.value)


def length_of(file: CaseFile, wait: Wait) -> Duration:
    """How long the market lets this state wait."""
    assert wait.within is not None
    return policy_of(file).of(file.case.market).durations.get(f"{file.case.kind}.{wait.state}", wait.within)

"""What is known of claims and of measures against sellers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

import msgspec

from cases.casefile.casefile import CaseFile, Crossed, Measure, Recorded, Sibling
from cases.casefile.rules import policy_of
from cases.sellers.crossing import WARNING
from cases.sellers.selling import last_day
from markets.business_time import due, due_on
from markets.durations import WorkingDays
from workflows.facts import ClaimFacts, Crossing, OnRecord, SanctionFacts
from workflows.grammar import CLOSED
from workflows.registry import CURRENT

TO_RESPOND = WorkingDays(5)
APPEALS_FOR = timedelta(days=184)
"""At least six months (Regulation (EU) 2022/2065, art. 20(1))."""

REPORTED = ("contact_outside", "payment_outside", "marketing", "insult", "misleading", "dangerous_product", "illegal")
"""The reasons of a claim that reports somebody and holds nothing."""


_THINGS = {"repair": "repairing", "replacement": "replacing"}


def claim_facts(file: CaseFile) -> ClaimFacts:
    claim = file.case.progress.claim
    if claim is None:
        return ClaimFacts()
    return ClaimFacts(
        opened_by=claim.opened_by,
        remedies=_remedies(file, claim.source),
        proposal_of=claim.proposal_of,
        proposal_until=claim.proposal_until,
        asked_of=tuple(claim.asked_of),
        in_favour_of=claim.in_favour_of,
    )


def _remedies(file: CaseFile, source: str) -> tuple[str, ...]:
    """Money always; a repaired or a new thing where the kind of the case has a state for it."""
    kinds = [sibling.kind for sibling in file.siblings if sibling.id == source]
    states = CURRENT[kinds[0]].states if kinds else ()
    return ("refund", *(remedy for remedy, state in _THINGS.items() if state in states))


def sanction_facts(file: CaseFile, now: datetime) -> SanctionFacts:
    measure = file.case.progress.measure
    if measure is None:
        return SanctionFacts(recorded=_on_record(file.recorded), crossing=_crossing(file.crossed))
    until = ends_on(file, measure, now)
    return SanctionFacts(
        measure=measure.measure,
        proposed_at=measure.proposed_at,
        may_respond_until=due(file.calendar, measure.proposed_at, TO_RESPOND),
        seller_has_responded=measure.responded,
        danger=measure.urgent,
        imposed_by_rule=_by_rule(file, measure.measure),
        ends_at=due_on(file.calendar, until) if until else None,
        appeal_until=measure.imposed_at + APPEALS_FOR if measure.imposed_at else None,
        breaches=tuple(measure.breaches),
        ground=measure.ground,
        rule=measure.rule,
        recorded=_on_record(measure.recorded),
        crossing=_crossing(measure.crossed),
    )


def _by_rule(file: CaseFile, measure: str) -> bool:
    """By the market's policy: a warning of anybody, more than that of a legal person alone.

    Because of a natural person no machine decides what limits them (Regulation (EU) 2016/679, art. 22).
    """
    by_policy = measure in policy_of(file).of(file.case.market).imposed_by_rule
    return by_policy and (measure == WARNING or file.seller_is_legal_person)


def ends_on(file: CaseFile, measure: Measure, now: datetime) -> date | None:
    """The last day of the measure: by its length from the day it is imposed, at the latest as it was proposed."""
    if measure.until is None or measure.imposed_at is not None:
        return measure.until
    return last_day(measure.until, measure.lasts, now.astimezone(file.calendar.zone).date())


def _on_record(recorded: Sequence[Recorded]) -> tuple[OnRecord, ...]:
    return tuple(OnRecord(one.kind, one.number, one.seq, one.at) for one in recorded)


def _crossing(crossed: Crossed | None) -> Crossing | None:
    return Crossing(*msgspec.structs.astuple(crossed)) if crossed is not None else None


def claim_is_open(file: CaseFile) -> bool:
    """Whether a claim about the case waits for its end; one that only reports somebody does not count."""
    return file.case.held_by is not None or any(_is_claim_on(sibling, file.case.id) for sibling in file.siblings)


def _is_claim_on(sibling: Sibling, case_id: str) -> bool:
    is_open = sibling.kind == "claim" and sibling.state != CLOSED
    return is_open and sibling.source == case_id and sibling.reason not in REPORTED


def asked_for(file: CaseFile) -> str:
    return next((sibling.asks_for for sibling in file.siblings if sibling.id == file.case.held_by), "")

"""The moments that a case itself names for the end of a wait: each reads after *until*."""

from __future__ import annotations

from datetime import datetime

from workflows.facts import Facts
from workflows.grammar import until


@until
def the_answer_is_due(facts: Facts) -> datetime | None:
    """The law's last moment for the seller's answer to the complaint."""
    return facts.answer_due


@until
def the_buyer_waits_longer(facts: Facts) -> datetime | None:
    """The end of the day that the buyer agreed to wait for."""
    return facts.waits_longer_until


@until
def the_promised_date_is_over(facts: Facts) -> datetime | None:
    """The date that was promised when the order was placed, and one working day."""
    return facts.promised_until


@until
def the_agreed_date_is_over(facts: Facts) -> datetime | None:
    """The end of the day on which seller and buyer agreed."""
    return facts.agreed_until


@until
def the_measure_ends(facts: Facts) -> datetime | None:
    """The end of the measure; a removal has none."""
    return facts.sanction.ends_at


def whom_evidence_was_asked_of(facts: Facts) -> tuple[str, ...]:
    """The side, or both, that the platform asked for evidence."""
    return facts.claim.asked_of

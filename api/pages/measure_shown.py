"""What a measure means for its seller: whether it has its effect, until when, and what it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from api.pages.forms import Choices
from cases.casefile.casefile import CaseFile
from cases.casefile.facts import facts_of

STANDS = {
    "proposed": "proposed",
    "awaiting_consent": "proposed",
    "announced": "announced",
    "appealed_before_effect": "announced",
    "in_force": "in_force",
    "appealed": "in_force",
}
"""How a measure stands in each state of its case; in all others it is over."""


@dataclass(frozen=True, slots=True)
class MeasureShown:
    """A measure in words. ``until`` is its last day, None for one that only a decision ends."""

    measure: str
    stands: str
    until: date | None
    appeal_until: datetime | None
    breaches: Choices


def measure_shown(file: CaseFile, breaches: Choices, now: datetime) -> MeasureShown | None:
    """The measure that the case is about; None where it is about none."""
    measure = file.case.progress.measure
    if measure is None:
        return None
    appeal_until = facts_of(file, now).sanction.appeal_until
    stands = STANDS.get(file.case.state, "over")
    may_appeal = appeal_until is not None and appeal_until > now
    return MeasureShown(measure.measure, stands, measure.until, appeal_until if may_appeal else None, breaches)

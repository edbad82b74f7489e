"""What is known of rights and remedies in a case: whose the burden of proof is, what may be chosen, until when."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache

from cases.casefile.casefile import CaseFile, Sibling
from cases.casefile.rules import first_due, law_of
from markets.law import Rights, rights_of


def rights_in(file: CaseFile, delivered: datetime | None) -> Rights | None:
    """The buyer's rights from an order that was delivered at that moment; None before a sale."""
    if file.order is None:
        return None
    terms = file.order.terms
    business = terms.buyer_type == "business"
    return _rights(file.case.market, terms.placed_at, delivered, terms.withdrawal_informed_at, business)


def silence_accepts(file: CaseFile) -> bool:
    """Whether the market takes silence for acceptance: of a seller who owes the answer, not of one who gave it."""
    row = law_of(file, "complaint_answer") if file.case.kind == "complaint" else None
    return (
        row is not None and row.verified and row.silence == "accepts" and "answer" not in file.case.progress.laws_over
    )


def answer_due(file: CaseFile) -> datetime | None:
    answers = [law for law in file.workflow.statutory if law.name == "answer"]
    return first_due(file, answers[0]) if answers else None


def second_remedy_is_open(file: CaseFile) -> bool:
    """A remedy failed, was refused or is late, here or in an earlier case about one of the units."""
    progress = file.case.progress
    failed = progress.remedies_failed or progress.refused or progress.remedy_is_late or progress.accepted_by_silence
    return bool(failed) or any(_tried_before(sibling, file) for sibling in file.siblings)


def _tried_before(sibling: Sibling, file: CaseFile) -> bool:
    lines = {unit.line for unit in file.case.units}
    ended = sibling.kind in ("complaint", "warranty") and sibling.outcome in ("repaired", "replaced")
    return ended and any(unit.line in lines for unit in sibling.units)


@lru_cache(maxsize=4_096)
def _rights(
    market: str, placed: datetime, delivered: datetime | None, informed: datetime | None, business: bool
) -> Rights:
    """Kept, because every decision about a case asks for them."""
    return rights_of(market, placed_at=placed, delivered_at=delivered, informed_at=informed, business_buyer=business)

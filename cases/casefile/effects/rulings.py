"""How a claim and a measure against a seller come to be decided."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from cases.casefile.casefile import Measure
from cases.casefile.draft import Draft


def ask_evidence(draft: Draft, fields: Mapping[str, Any], _: str) -> None:
    """From whom the platform waits for evidence."""
    claim = draft.file.case.progress.claim
    assert claim is not None
    claim.asked_of = ["buyer", "seller"] if fields["of"] == "both" else [fields["of"]]


def propose_settlement(draft: Draft, fields: Mapping[str, Any], _: str) -> None:
    """One side's proposal stands until its date; a newer one takes its place."""
    claim = draft.file.case.progress.claim
    assert claim is not None
    claim.proposal_of = str(draft.speaker)
    claim.proposal_until = datetime.fromisoformat(fields["valid_until"])
    claim.proposal = fields["remedy"]
    claim.proposed_amount = Decimal(fields["amount"]["amount"]) if "amount" in fields else None


def record_decision(draft: Draft, fields: Mapping[str, Any], _: str) -> None:
    """For whom the platform decided."""
    claim = draft.file.case.progress.claim
    assert claim is not None
    claim.in_favour_of = fields["in_favour_of"]


def record_admin(draft: Draft, _: Mapping[str, Any], __: str) -> None:
    """Who has decided; an appeal is for somebody else."""
    admins = draft.file.case.progress.admins
    if draft.actor and draft.actor not in admins:
        admins.append(draft.actor)


def record_measure(draft: Draft, fields: Mapping[str, Any], _: str) -> None:
    """Which measure is proposed, on which breaches, until when."""
    draft.file.case.progress.measure = Measure(
        measure=fields["measure"],
        proposed_at=draft.now,
        breaches=list(fields["breaches"]),
        urgent="urgent" in fields,
        until=date.fromisoformat(fields["until"]) if "until" in fields else None,
    )


def record_response(draft: Draft, _: Mapping[str, Any], __: str) -> None:
    """The seller has responded."""
    measure = draft.file.case.progress.measure
    assert measure is not None
    measure.responded = True


def impose_measure(draft: Draft, _: Mapping[str, Any], __: str) -> None:
    """From when the seller may appeal."""
    measure = draft.file.case.progress.measure
    assert measure is not None
    measure.imposed_at = draft.now

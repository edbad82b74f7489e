"""How a claim and a measure against a seller come to be decided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from cases.casefile.casefile import Measure
from cases.casefile.draft import Draft
from cases.casefile.rulings import REPORTED, ends_on
from cases.ids import new_id
from workflows.grammar import BUYER


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
    if claim.in_favour_of == BUYER:
        claim.breach = _lost(draft)


def _lost(draft: Draft) -> str:
    """The seller lost: what was reported of them was so, or the claim was right. Return the breach that this is."""
    case = draft.file.case
    upheld = case.reason in REPORTED
    row = {"id": new_id(), "seller_id": case.seller_id, "market": case.market, "case_id": case.id}
    row |= {"kind": "conduct" if upheld else "claim", "because": "report_upheld" if upheld else "claim_lost"}
    places = {"seq": draft.seq, "number": None, "by_seq": draft.seq, "refusal": None}
    draft.breaches.append(row | {"at": draft.now, "counts": 1} | places)
    return str(row["id"])


def strike_lost_claim(draft: Draft, _: Mapping[str, Any], __: str) -> None:
    """The appeal is right, so what was decided counts no more; whoever decides anew may find the same."""
    claim = draft.file.case.progress.claim
    assert claim is not None
    if claim.breach:
        _strike(draft, [claim.breach], "appeal_won")
        claim.breach = ""


def strike_breaches(draft: Draft, _: Mapping[str, Any], __: str) -> None:
    """The measure is lifted, and nothing that it rested on counts any more."""
    measure = draft.file.case.progress.measure
    assert measure is not None
    _strike(draft, measure.breaches, "measure_lifted")


def strike_some(draft: Draft, fields: Mapping[str, Any], _: str) -> None:
    """The measure stays, but some of what it rested on counts no more."""
    _strike(draft, fields.get("struck", ()), "appeal_won")


def _strike(draft: Draft, breaches: Sequence[str], because: str) -> None:
    draft.struck += [{"id": breach, "counts": 0, "because": because} for breach in breaches]


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
        ground=fields.get("urgent", ""),
        rule=fields["rule"],
        metric=fields.get("metric", ""),
        lasts=fields.get("lasts"),
        recorded=draft.file.recorded,
        crossed=draft.file.crossed,
    )


def record_response(draft: Draft, _: Mapping[str, Any], __: str) -> None:
    """The seller has responded."""
    measure = draft.file.case.progress.measure
    assert measure is not None
    measure.responded = True


def impose_measure(draft: Draft, _: Mapping[str, Any], __: str) -> None:
    """From when the seller may appeal, and until when it lasts."""
    measure = draft.file.case.progress.measure
    assert measure is not None
    measure.until = ends_on(draft.file, measure, draft.now)
    measure.imposed_at = draft.now

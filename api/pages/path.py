"""The way of a case in a few steps, each a group of the workflow's states: as a buyer sees it, and what lies ahead."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

ON_ITS_WAY = ("awaiting_parcel", "awaiting_collection", "in_transit", "tracing")
MONEY = ("refund_due", "refunding", "refund_unclear")
MENDED = ("repairing", "replacing", "remedy_ready", "remedy_in_transit", "verifying", *MONEY)
CHOOSING = ("awaiting_choice", "price_cut_asked")
CHOOSING_UNDER_GUARANTEE = ("awaiting_choice", "cost_offered")
Steps = tuple[tuple[str, tuple[str, ...]], ...]
DONE = ("done", ("closed",))
# fmt: off
STEPS: Mapping[str, Steps] = {
    "return": (
        ("asked", ("requested", "awaiting_buyer", "awaiting_platform", "offered", "declined")),
        ("sent", ON_ITS_WAY), ("checked", ("inspecting", "units_rejected", "sending_back")), ("money", MONEY), DONE,
    ),
    "withdrawal": (
        ("declared", ("declared", "take_back_asked", "under_review")), ("sent", (*ON_ITS_WAY, "parcel_overdue")),
        ("checked", ("inspecting", "value_loss_claimed", "value_loss_under_review")), ("money", MONEY), DONE,
    ),
    "complaint": (
        ("reported", ("lodged", "awaiting_buyer", "awaiting_platform", "offered", "rejected", *CHOOSING)),
        ("sent", ON_ITS_WAY), ("checked", ("inspecting", "in_analysis")), ("remedied", MENDED), DONE,
    ),
    "warranty": (
        ("reported", ("lodged", "awaiting_platform", "denied", "covered", "with_guarantor", *CHOOSING_UNDER_GUARANTEE)),
        ("sent", ON_ITS_WAY), ("checked", ("in_service",)), ("remedied", (*MENDED, "sending_back")), DONE,
    ),
    "delivery": (
        ("reported", ("awaiting_date", "reported")),
        ("searched", ("in_search", "date_offered", "promised", "proof_shown", "awaiting_choice")),
        ("remedied", ("resending", "verifying", *MONEY)), DONE,
    ),
    "question": (("asked", ("awaiting_seller", "awaiting_platform")), ("answered", ("answered",)), DONE),
    "claim": (
        ("submitted", ("submitted",)), ("heard", ("hearing", "awaiting_evidence")),
        ("decided", ("deciding", "decided")), ("carried_out", ("carried_out", "appealed")), DONE,
    ),
}
# fmt: on
TEXTS = {
    "asked": "page.buyer.steps.asked",
    "declared": "page.buyer.steps.declared",
    "reported": "page.buyer.steps.reported",
    "submitted": "page.buyer.steps.submitted",
    "sent": "page.buyer.steps.sent",
    "checked": "page.buyer.steps.checked",
    "money": "page.buyer.steps.money",
    "remedied": "page.buyer.steps.remedied",
    "searched": "page.buyer.steps.searched",
    "answered": "page.buyer.steps.answered",
    "heard": "page.buyer.steps.heard",
    "decided": "page.buyer.steps.decided",
    "carried_out": "page.buyer.steps.carried_out",
    "done": "page.buyer.steps.done",
}
"""What each step is called."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step: ``now`` where the case is, ``reached`` where it has been."""

    name: str
    now: bool
    reached: bool


def path_of(kind: str, state: str, been: Collection[str]) -> list[Step]:
    """The steps of a case that is in a state and has been in those; none of a kind that has no buyer."""
    return [
        Step(name, state in states, state in states or any(one in states for one in been))
        for name, states in STEPS.get(kind, ())
    ]

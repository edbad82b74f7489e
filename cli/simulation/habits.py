"""What people tend to do when it is their turn, and in which words they do it."""

from __future__ import annotations

from functools import cache

from cli.demo.plots.steps import ANSWER, DONE
from cli.demo.plots.told import PLOTS
from workflows.grammar import PLATFORM, SELLER, Role, Row

SELDOM: dict[str, float] = {
    "cancel": 0.05,
    "escalate": 0.08,
    "promise_answer": 0.05,
    "no_reply_needed": 0.0,
    "refund_without_return": 0.1,
    "let_buyer_keep": 0.1,
    "arrange_collection": 0.1,
    "ask_to_take_back": 0.05,
    "contest_right": 0.1,
    "request_information": 0.2,
    "send_to_expert": 0.2,
    "withdraw_claim": 0.1,
    "settle": 0.1,
    "declare_lost": 0.2,
    "lift": 0.3,
    "propose_settlement": 0.3,
    "report_found": 0.2,
}
"""How likely an event is beside the others that somebody could take; 1 where nothing is said here."""

NEVER = frozenset({
    "object", "convert", "reopen", "split", "take_over", "hand_back", "apply_decision", "report", "update_status",
    "refund_undisputed", "claim_value_loss", "reject_units", "report_damage", "prove_delivery", "give_evidence",
    "request_evidence", "ask_for_label", "follow_up",
})  # fmt: skip
"""What nobody does here: what needs photos, and what is done about a case rather than in it."""

REFUSING = frozenset({
    "decline", "decline_change", "reject", "deny_cover", "refuse_withdrawal", "decline_take_back", "refuse_claim",
    "decline_offer", "decline_cost", "decline_date", "dispute_deduction", "dispute_proof", "report_still_defective",
    "fail_payment", "return_to_sender", "declare_lost", "deny_appeal", "dismiss", "escalate", "appeal", "uphold",
})  # fmt: skip
"""The events that say no, or that do not leave it at that."""

_ALSO: dict[tuple[str, str], tuple[str, ...]] = {
    (SELLER, "answer"): (ANSWER,),
    (SELLER, "arrive"): ("arrived",),
    (SELLER, "fail_collection"): ("late_answer",),
    (SELLER, "decline_take_back"): ("decline",),
    (SELLER, "accept_price_cut"): ("refund_agreed",),
    (SELLER, "accept_settlement"): ("settle_accept",),
    (SELLER, "settle"): ("carried_out",),
    (SELLER, "withdraw_claim"): ("withdraw_claim",),
    (SELLER, "complete_repair"): (DONE,),
    (PLATFORM, "close"): ("dismiss",),
    (PLATFORM, "decline"): ("decline",),
    (PLATFORM, "declare_lost"): ("lost",),
    (PLATFORM, "confirm_payment"): ("paid",),
    (PLATFORM, "fail_payment"): ("pay_failed",),
    (PLATFORM, "let_buyer_choose"): ("platform_approve",),
    (PLATFORM, "reject"): ("platform_refuse",),
    (PLATFORM, "deny_cover"): ("deny_cover",),
    (PLATFORM, "uphold"): ("appeal_denied",),
}
"""Words for what no plot of the demo tells of."""


def weight_of(row: Row, state: str, refuses: float, *, waits_for_a_step: bool) -> float:
    """How likely somebody takes the row; nothing that leaves the case where it is, while a step is waited for."""
    if row.event in NEVER:
        return 0.0
    weight = SELDOM.get(row.event, 1.0)
    if row.target(state) == state and waits_for_a_step:
        weight *= 0.3
    return weight * (2 * refuses if row.event in REFUSING else 1.0)


def words_for(role: Role, event: str) -> tuple[str, ...]:
    """The names of the lines that this role may say with the event; empty where its stored text does."""
    return _told().get((role, event), ()) or _ALSO.get((role, event), ())


@cache
def _told() -> dict[tuple[str, str], tuple[str, ...]]:
    """The words of the demo's plots by who does what."""
    found: dict[tuple[str, str], dict[str, None]] = {}
    for plot in PLOTS:
        for step in plot.steps:
            if step.event and step.words:
                found.setdefault((step.who, step.event), {})[step.words] = None
    return {key: tuple(names) for key, names in found.items()}

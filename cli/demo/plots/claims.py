"""Cases about which the platform is asked to decide, each told until its claim stands in another stage."""

from __future__ import annotations

from cli.demo.plots.steps import ASK, BACK, CLAIM, FAULT, PAY, After, Ago, Plot, Step, d, h, step
from workflows.grammar import BUYER, PAYMENTS, PLATFORM, SELLER, Role


def claim(after: After, who: Role, event: str, words: str = "", **more: object) -> Step:
    """A step that is taken in the claim."""
    return step(after, who, event, words, beside=CLAIM, **more)


# fmt: off
DECLINED = step(h(9), SELLER, "decline", "decline")
REJECTED = step(h(9), SELLER, "reject",  "reject_fault")
REVIEWED = claim(h(6),  PLATFORM, "accept_for_review",  "scope")
HEARD = (
    REVIEWED,
    claim(h(10), BUYER,    "add_statement",      "buyer_states"),
    claim(h(9),  SELLER,   "add_statement",      "seller_states"),
    claim(h(20), PLATFORM, "deliberate",         "deliberate"),
)
NEVER_CAME = (
    REVIEWED,
    claim(h(10), BUYER,    "add_statement",      "buyer_never_got"),
    claim(h(9),  SELLER,   "add_statement",      "seller_has_the_proof"),
    claim(h(20), PLATFORM, "deliberate",         "deliberate"),
)

CLAIMS = (
    Plot(1, "return", "does_not_fit", "does_not_fit", (
        step(Ago(30), SELLER,   "decline",            "decline"),
        step(Ago(5), BUYER,     "escalate",           "escalate_declined", reason="declined", asks_for="refund"),
    ), ago=d(2)),
    Plot(1, "complaint", "defective", FAULT, (
        step(Ago(99), SELLER,   "reject",             "reject_fault"),
        step(Ago(50), BUYER,    "escalate",           "escalate_declined", reason="declined", asks_for="repair"),
        claim(Ago(30), PLATFORM, "accept_for_review", "scope"),
        claim(Ago(9), BUYER,    "add_statement",      "buyer_states"),
    ), wish="repair", ago=d(6), photos=True),
    Plot(1, "delivery", "not_received", "where", (
        step(Ago(70), SELLER,   "prove_delivery",     "proof"),
        step(Ago(50), BUYER,    "escalate",           "escalate_lost", reason="not_received", asks_for="refund"),
        claim(Ago(40), PLATFORM, "accept_for_review", "scope"),
        claim(Ago(20), PLATFORM, "request_evidence",  "ask_evidence", of="seller"),
    ), ago=d(4)),
    Plot(1, "warranty", "", FAULT, (
        step(h(9),  SELLER,     "deny_cover",         "deny_cover"),
        step(d(1),  BUYER,      "escalate",           "escalate_declined", reason="declined", asks_for="repair"),
        REVIEWED,
        claim(h(5), PLATFORM,   "request_evidence",   "ask_evidence", of="both"),
        claim(h(20), BUYER,     "give_evidence",      "evidence"),
        claim(h(9), PLATFORM,   "deliberate",         "deliberate"),
    ), ago=d(10), photos=True),
    Plot(1, "complaint", "defective", FAULT, (
        step(Ago(99), SELLER,   "reject",             "reject_fault"),
        step(Ago(72), BUYER,    "escalate",           "escalate_declined", reason="declined", asks_for="refund"),
        claim(Ago(50), PLATFORM, "accept_for_review", "scope"),
        claim(Ago(25), SELLER,  "propose_settlement", "settle_offer"),
    ), wish="refund", ago=d(6), photos=True),
    Plot(1, "return", "damaged", "damaged", (
        DECLINED,
        step(d(1),  BUYER,      "escalate",           "escalate_declined", reason="declined", asks_for="refund"),
        REVIEWED,
        claim(h(9), SELLER,     "propose_settlement", "settle_offer"),
        claim(h(20), BUYER,     "accept_settlement",  "settle_accept"),
    ), ago=d(13)),
    Plot(1, "complaint", "defective", FAULT, (
        REJECTED,
        step(d(1),  BUYER,      "escalate",           "escalate_declined", reason="declined", asks_for="refund"),
        *HEARD,
        claim(h(20), PLATFORM,  "decide",             "decided_buyer", in_favour_of="buyer"),
        step(h(20), SELLER,     "refund",             "refund"),
        claim(h(1), SELLER,     "carry_out",          "carried_out"),
        step(d(1),  PAYMENTS,   "confirm_payment",    "paid"),
    ), ago=d(20), photos=True),
    Plot(1, "return", "damaged", "damaged", (
        step(h(9),  SELLER,     "approve",            "approve"),
        *BACK,
        step(h(9),  SELLER,     "escalate",           "escalate_condition", reason="condition", asks_for="no_refund"),
        *HEARD,
        claim(h(20), PLATFORM,  "decide",             "decided_seller", in_favour_of="seller"),
    ), ago=d(20)),
    Plot(1, "return", "damaged", "damaged", (
        DECLINED,
        step(d(1),  BUYER,      "escalate",           "escalate_declined", reason="declined", asks_for="refund"),
        *HEARD,
        claim(Ago(20), PLATFORM, "decide",            "decided_buyer", in_favour_of="buyer"),
    ), ago=d(12)),
    Plot(1, "withdrawal", "", "withdraw", (
        step(h(6),  SELLER,     "give_instructions",  "instructions"),
        *BACK,
        step(h(9),  SELLER,     "claim_value_loss",   "value_loss"),
        step(h(9),  BUYER,      "escalate",           "escalate_deduction", reason="condition", asks_for="refund"),
        *HEARD,
        claim(h(20), PLATFORM,  "decide",             "decided_shared", in_favour_of="shared"),
        claim(h(9), BUYER,      "appeal",             "appeal"),
        *PAY,
    ), ago=d(22)),
    Plot(1, "return", "does_not_fit", "does_not_fit", (
        DECLINED,
        step(d(1),  BUYER,      "escalate",           "escalate_declined", reason="declined", asks_for="refund"),
        *HEARD,
        claim(h(20), PLATFORM,  "decide",             "decided_seller", in_favour_of="seller"),
        claim(d(2), BUYER,      "appeal",             "appeal"),
        claim(h(40), PLATFORM,  "deny_appeal",        "appeal_denied", another=True),
    ), ago=d(24)),
    Plot(1, "delivery", "not_received", "where", (
        step(h(9),  SELLER,     "prove_delivery",     "proof"),
        step(h(9),  BUYER,      "escalate",           "escalate_lost", reason="not_received", asks_for="refund"),
        *NEVER_CAME,
        claim(h(20), PLATFORM,  "decide",             "decided_seller", in_favour_of="seller"),
        claim(d(2), BUYER,      "appeal",             "appeal_lost"),
        claim(h(40), PLATFORM,  "grant_appeal",       "appeal_granted", another=True),
    ), ago=d(20)),
    Plot(1, "return", "damaged", "damaged", (
        step(d(5),  BUYER,      "escalate",           "escalate_silence", reason="no_reply", asks_for="refund"),
        REVIEWED,
        step(h(12), SELLER,     "refund_without_return", "refund_without"),
        *PAY,
    ), ago=d(15)),
    Plot(1, "complaint", "defective", FAULT, (
        REJECTED,
        step(d(1),  BUYER,      "escalate",           "escalate_declined", reason="declined", asks_for="refund"),
        *HEARD,
        claim(h(20), PLATFORM,  "decide",             "decided_shared", in_favour_of="shared"),
        *PAY,
    ), ago=d(48), photos=True),
    Plot(1, "question", "product", ASK, (
        step(h(6),  SELLER,     "",                   "@answer"),
        step(Ago(8), BUYER,     "report",             "report_contact", reason="contact_outside"),
    ), ago=d(6)),
    Plot(1, "question", "product", ASK, (
        step(h(6),  SELLER,     "",                   "@answer"),
        step(h(9),  BUYER,      "report",             "report_contact", reason="contact_outside"),
        claim(h(6), PLATFORM,   "refuse_claim",       "refuse_claim"),
    ), ago=d(8)),
    Plot(1, "complaint", "defective", FAULT, (
        REJECTED,
        step(d(1),  BUYER,      "escalate",           "escalate_declined", reason="declined", asks_for="repair"),
        claim(h(9), BUYER,      "withdraw_claim",     "withdraw_claim"),
    ), wish="repair", ago=d(9), photos=True),
)
# fmt: on

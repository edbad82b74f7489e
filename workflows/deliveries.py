"""A problem of the delivery: not received, late, refused, sent to a wrong address (Dir. 2011/83/EU, art. 18)."""

from __future__ import annotations

from markets.durations import CalendarDays, WorkingDays
from workflows.everywhere import everywhere
from workflows.fields.agreements import RefundAccepted
from workflows.fields.base import Nothing
from workflows.fields.deliveries import (
    DamageFound,
    DatePromised,
    DeliveryProblem,
    DeliveryProven,
    ProofDisputed,
    Scanned,
    TrackingGiven,
)
from workflows.fields.parcels import AddressConfirmed, Dispatched, SentBack
from workflows.grammar import (
    BUYER,
    CARRIER,
    CLOCK,
    SELLER,
    always,
    closed,
    once,
    opens,
    row,
    twice,
    wait,
    wait_until,
    workflow,
)
from workflows.guards.goods import promised_date_is_ahead
from workflows.guards.life import no_twin_is_open
from workflows.moments import the_agreed_date_is_over, the_promised_date_is_over
from workflows.stretches import REFUND_WAITS, refund

PROBLEMS = ("not_received", "late", "refused", "wrong_address")
LOOKED_FOR = ("reported", "in_search", "promised")
ON_ITS_WAY_OUT = (
    "awaiting_date",
    "reported",
    "in_search",
    "date_offered",
    "promised",
    "proof_shown",
    "awaiting_choice",
    "resending",
)

# fmt: off
ROWS = (
    #     in                                who                does                if                                        saying           becomes
    opens(                                  BUYER,             "report_problem",   (promised_date_is_ahead, no_twin_is_open), DeliveryProblem, "awaiting_date", reasons=PROBLEMS),
    opens(                                  BUYER,             "report_problem",   no_twin_is_open,                          DeliveryProblem, "reported", reasons=PROBLEMS),
    row("awaiting_date",                    CLOCK,             "go_on_without",    always,                                   Nothing,         "reported"),
    row(("reported", "in_search"),          SELLER,            "give_tracking",    always,                                   TrackingGiven,   "in_search"),
    row("reported",                         SELLER,            "promise_date",     once,                                     DatePromised,    "date_offered"),
    row("date_offered",                     (BUYER, CLOCK),    "agree_date",       always,                                   Nothing,         "promised"),
    row("date_offered",                     BUYER,             "decline_date",     always,                                   Nothing,         "reported"),
    row(("reported", "in_search"),          (SELLER, CARRIER), "prove_delivery",   always,                                   DeliveryProven,  "proof_shown"),
    row("proof_shown",                      BUYER,             "dispute_proof",    once,                                     ProofDisputed,   "in_search"),
    row(("proof_shown", "verifying"),       (BUYER, CLOCK),    "confirm",          always,                                   Nothing,         closed("delivered")),
    row(ON_ITS_WAY_OUT,                     CARRIER,           "deliver",          always,                                   Scanned,         "verifying"),
    row(ON_ITS_WAY_OUT,                     BUYER,             "report_found",     always,                                   Nothing,         closed("delivered")),
    row("verifying",                        BUYER,             "report_damage",    always,                                   DamageFound,     closed("converted")),
    row(LOOKED_FOR,                         (CARRIER, SELLER), "return_to_sender", always,                                   SentBack,        "awaiting_choice"),
    row(LOOKED_FOR,                         CLOCK,             "let_buyer_choose", always,                                   Nothing,         "awaiting_choice"),
    row((*LOOKED_FOR, "awaiting_choice"),   SELLER,            "accept_refund",    always,                                   RefundAccepted,  "refund_due"),
    row("awaiting_choice",                  BUYER,             "choose_resend",    twice,                                    AddressConfirmed, "resending"),
    row("awaiting_choice",                  (BUYER, CLOCK),    "choose_refund",    always,                                   Nothing,         "refund_due"),
    row("resending",                        SELLER,            "ship_again",       always,                                   Dispatched,      "in_search", restarts=True),
    row("resending",                        CLOCK,             "choose_refund",    always,                                   Nothing,         "refund_due"),
    *refund(),
)

DELIVERY = workflow(
    "delivery", version=1, prefix="D", reopens_in="reported",
    rows=ROWS,
    waits=(
        wait_until("awaiting_date", CARRIER, the_promised_date_is_over, then="go_on_without"),
        wait("reported",            SELLER,  WorkingDays(2),  then="let_buyer_choose"),
        wait("date_offered",        BUYER,   WorkingDays(2),  then="agree_date"),
        wait_until("promised",      SELLER,  the_agreed_date_is_over, then="let_buyer_choose"),
        wait("in_search",           CARRIER, WorkingDays(5),  then="let_buyer_choose"),
        wait("proof_shown",         BUYER,   WorkingDays(3),  then="confirm"),
        wait("awaiting_choice",     BUYER,   WorkingDays(3),  then="choose_refund"),
        wait("resending",           SELLER,  WorkingDays(2),  then="choose_refund"),
        wait("verifying",           BUYER,   CalendarDays(3), then="confirm"),
        *REFUND_WAITS,
    ),
    outcomes=("delivered", "refunded", "partially_refunded", "withdrawn_by_buyer", "converted", "decided_buyer", "decided_seller", "decided_shared"),
    everywhere=everywhere(ROWS, reopens_in="reported"),
)
# fmt: on

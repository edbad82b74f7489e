"""Stretches that several kinds share, written once: goods to the seller, money or a remedy to the buyer."""

from __future__ import annotations

from markets.durations import CalendarDays, WorkingDays
from workflows.fields.base import Nothing
from workflows.fields.parcels import (
    Arrived,
    Collected,
    Dispatched,
    LabelMissing,
    MarketLabel,
    ParcelsSent,
    SearchResult,
)
from workflows.fields.refunds import PaymentFailed, PaymentProof, PaymentReference, Refund
from workflows.fields.remedies import Delivered, RepairDone, RepairStarted, ReplacementStarted, StillDefective
from workflows.grammar import (
    BUYER,
    CARRIER,
    CLOCK,
    PAYMENTS,
    PLATFORM,
    SELLER,
    Row,
    Wait,
    always,
    closed,
    once,
    row,
    stays,
    twice,
    wait,
    wait_forever,
)
from workflows.guards.goods import a_label_was_promised, sending_is_proven
from workflows.guards.remedies import buyer_has_not_chosen

ON_ITS_WAY = ("awaiting_parcel", "awaiting_collection", "in_transit", "tracing")
PAID = closed("refunded", "partially_refunded", "decided_buyer", "decided_shared")
REMEDYING = ("repairing", "replacing", "remedy_ready", "remedy_in_transit")


# fmt: off
def parcel_to_seller(*, arrives_in: str, lost_in: str) -> tuple[Row, ...]:
    """Goods on their way to the seller, until they arrive or are lost."""
    return (
        row("awaiting_parcel",     (BUYER, CARRIER),    "ship",            always,                        ParcelsSent,  "in_transit"),
        row("awaiting_parcel",     BUYER,               "ask_for_label",   (a_label_was_promised, twice), LabelMissing, "awaiting_parcel", restarts=True),
        row("awaiting_collection", CARRIER,             "collect",         always,                        Collected,    "in_transit"),
        row("awaiting_collection", (SELLER, CLOCK),     "fail_collection", always,                        MarketLabel,  "awaiting_parcel"),
        row(ON_ITS_WAY,            (CARRIER, SELLER),   "arrive",          always,                        Arrived,      arrives_in),
        row("in_transit",          CLOCK,               "trace",           always,                        Nothing,      "tracing"),
        row("tracing",             (CARRIER, PLATFORM), "declare_lost",    always,                        SearchResult, lost_in),
        row("tracing",             CLOCK,               "declare_lost",    sending_is_proven,             SearchResult, lost_in),
        row("tracing",             CLOCK,               "report_not_sent", always,                        Nothing,      "awaiting_parcel"),
    )

PARCEL_WAITS: tuple[Wait, ...] = (
    wait("awaiting_collection", SELLER,  WorkingDays(5),  then="fail_collection"),
    wait("in_transit",          CARRIER, WorkingDays(10), then="trace"),
    wait("tracing",             CARRIER, WorkingDays(5),  then=("declare_lost", "report_not_sent")),
)

def refund() -> tuple[Row, ...]:
    """Money on its way to the buyer: one instruction at a time, until the payment is confirmed."""
    return (
        row("refund_due",                               (SELLER, PAYMENTS), "refund",          always, Refund,           "refunding"),
        row("refund_due",                               CLOCK,              "refund",          always, Refund,           "refunding"),
        row(("refund_due", "refunding", "refund_unclear"), PAYMENTS,        "confirm_payment", always, PaymentReference, PAID),
        row(("refunding", "refund_unclear"),            PAYMENTS,           "fail_payment",    always, PaymentFailed,    "refund_due"),
        row("refunding",                                CLOCK,              "alert_platform",  always, Nothing,          "refund_unclear"),
        row("refund_unclear",                           PLATFORM,           "confirm_payment", always, PaymentProof,     PAID),
        row("refund_unclear",                           PLATFORM,           "fail_payment",    always, PaymentProof,     "refund_due"),
    )

REFUND_WAITS: tuple[Wait, ...] = (
    wait("refund_due", SELLER,   WorkingDays(2), then="refund"),
    wait("refunding",  PAYMENTS, WorkingDays(5), then="alert_platform"),
    wait_forever("refund_unclear", PLATFORM, alert_every=WorkingDays(1), because="only_the_payment_record_can_say"),
)

def remedy(*, defective_again_in: str) -> tuple[Row, ...]:
    """A repaired or new thing on its way to the buyer, until they confirm that it is well."""
    return (
        row("repairing",                   SELLER,           "start_repair",           always, RepairStarted,      stays),
        row("repairing",                   SELLER,           "complete_repair",        always, RepairDone,         "remedy_ready"),
        row("replacing",                   SELLER,           "start_replacement",      always, ReplacementStarted, stays),
        row(("remedy_ready", "replacing"), SELLER,           "ship_remedy",            always, Dispatched,         "remedy_in_transit"),
        row("remedy_in_transit",           (CARRIER, BUYER), "deliver",                always, Delivered,          "verifying"),
        row("verifying",                   (BUYER, CLOCK),   "confirm",                always, Nothing,            closed("repaired", "replaced")),
        row("verifying",                   BUYER,            "report_still_defective", always, StillDefective,     defective_again_in),
        row(REMEDYING,                     CLOCK,            "let_buyer_choose",       always, Nothing,            "awaiting_choice"),
        row("awaiting_choice",             SELLER,           "ship_remedy",            (buyer_has_not_chosen, once), Dispatched, "remedy_in_transit"),
        row("awaiting_choice",             CLOCK,            "close",                  always, Nothing,            closed("no_buyer_action")),
    )

REMEDY_WAITS: tuple[Wait, ...] = (
    wait("awaiting_choice",   BUYER,   CalendarDays(14), then="close"),
    wait("repairing",         SELLER,  CalendarDays(14), then="let_buyer_choose"),
    wait("replacing",         SELLER,  WorkingDays(5),   then="let_buyer_choose"),
    wait("remedy_ready",      SELLER,  WorkingDays(2),   then="let_buyer_choose"),
    wait("remedy_in_transit", CARRIER, WorkingDays(10),  then="let_buyer_choose"),
    wait("verifying",         BUYER,   CalendarDays(7),  then="confirm"),
)
# fmt: on

"""Stretches that several kinds share, written once: goods to the seller, money to the buyer."""

from __future__ import annotations

from markets.durations import WorkingDays
from workflows.fields.base import Nothing
from workflows.fields.parcels import Arrived, Collected, LabelMissing, MarketLabel, ParcelsSent, SearchResult
from workflows.fields.refunds import PaymentFailed, PaymentProof, PaymentReference, Refund
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
    row,
    twice,
    wait,
    wait_forever,
)
from workflows.guards import a_label_was_promised, sending_is_proven

ON_ITS_WAY = ("awaiting_parcel", "awaiting_collection", "in_transit", "tracing")
PAID = closed("refunded", "partially_refunded")


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
# fmt: on

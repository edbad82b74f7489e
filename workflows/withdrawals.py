"""The consumer's right of withdrawal: the declaration is enough (Directive 2011/83/EU, articles 9 to 16)."""

from __future__ import annotations

from markets.durations import CalendarDays, WorkingDays
from workflows.everywhere import everywhere
from workflows.fields.base import Nothing
from workflows.fields.conversation import Ground, GroundAndRedress
from workflows.fields.inspections import Inspected, RightContested, ValueLoss
from workflows.fields.parcels import Arrived, Collection, HowToSendBack, ParcelsSent, SentBack
from workflows.fields.refunds import DeductionDecided, UndisputedRefund
from workflows.grammar import (
    BUYER,
    CARRIER,
    CLOCK,
    PAYMENTS,
    PLATFORM,
    SELLER,
    Statutory,
    always,
    closed,
    once,
    opens,
    row,
    stays,
    wait,
    workflow,
)
from workflows.guards.goods import goods_are_back, goods_must_come_back_first, nothing_is_to_come_back
from workflows.guards.life import it_lapsed, no_twin_is_open
from workflows.guards.money_and_law import (
    buyer_is_a_consumer,
    buyer_was_told_of_value_loss,
    not_yet_paid,
    statutory_refund_is_due,
)
from workflows.stretches import ON_ITS_WAY, PARCEL_WAITS, REFUND_WAITS, parcel_to_seller, refund

UNPAID = ("value_loss_claimed", "value_loss_under_review")

# fmt: off
ROWS = (
    #     in                                         who                does                  if                                       saying            becomes
    opens(                                           BUYER,             "declare",            (buyer_is_a_consumer, no_twin_is_open),  Nothing,          "declared"),
    row("declared",                                  CLOCK,             "let_buyer_keep",     nothing_is_to_come_back,                 Nothing,          "refund_due"),
    row("declared",                                  (SELLER, CLOCK),   "give_instructions",  always,                                  HowToSendBack,    "awaiting_parcel"),
    row("declared",                                  SELLER,            "arrange_collection", always,                                  Collection,       "awaiting_collection"),
    row(("declared", *ON_ITS_WAY, "parcel_overdue", "inspecting"), SELLER, "let_buyer_keep",  always,                                  Nothing,          "refund_due"),
    row(("declared", "inspecting"),                  SELLER,            "contest_right",      once,                                    RightContested,   "under_review"),
    row("under_review",                              (PLATFORM, CLOCK), "confirm_withdrawal", goods_are_back,                          Ground,           "inspecting"),
    row("under_review",                              (PLATFORM, CLOCK), "confirm_withdrawal", always,                                  Ground,           "awaiting_parcel"),
    row("under_review",                              PLATFORM,          "refuse_withdrawal",  always,                                  GroundAndRedress, closed("declined")),
    row(("declared", "parcel_overdue"),              (BUYER, CARRIER),  "ship",               always,                                  ParcelsSent,      "in_transit"),
    row(("declared", "parcel_overdue"),              (CARRIER, SELLER), "arrive",             always,                                  Arrived,          "inspecting"),
    row("under_review",                              (BUYER, CARRIER),  "ship",               always,                                  ParcelsSent,      stays),
    row("under_review",                              (CARRIER, SELLER), "arrive",             always,                                  Arrived,          stays),
    row(("declared", "awaiting_parcel"),             CARRIER,           "return_to_sender",   always,                                  SentBack,         "inspecting"),
    row("awaiting_parcel",                           CLOCK,             "mark_overdue",       always,                                  Nothing,          "parcel_overdue"),
    row("parcel_overdue",                            CLOCK,             "close",              always,                                  Nothing,          closed("lapsed")),
    row("closed",                                    (BUYER, CARRIER),  "ship",               (it_lapsed, no_twin_is_open),            ParcelsSent,      "in_transit"),
    row("closed",                                    (CARRIER, SELLER), "arrive",             (it_lapsed, no_twin_is_open),            Arrived,          "inspecting"),
    row("inspecting",                                (SELLER, CLOCK),   "accept",             always,                                  Inspected,        "refund_due"),
    row("inspecting",                                SELLER,            "claim_value_loss",   buyer_was_told_of_value_loss,            ValueLoss,        "value_loss_claimed"),
    row("value_loss_claimed",                        BUYER,             "agree_deduction",    always,                                  Nothing,          "refund_due"),
    row("value_loss_claimed",                        (BUYER, CLOCK),    "dispute_deduction",  always,                                  Nothing,          "value_loss_under_review"),
    row("value_loss_under_review",                   (PLATFORM, CLOCK), "decide_deduction",   always,                                  DeductionDecided, "refund_due"),
    row(UNPAID,                                      (SELLER, PAYMENTS), "refund_undisputed", (not_yet_paid, once),                    UndisputedRefund, stays),
    row((*ON_ITS_WAY, "inspecting"),                 CLOCK,             "release_refund",     statutory_refund_is_due,                 Nothing,          "refund_due"),
    row(UNPAID,                                      CLOCK,             "refund_undisputed",  (statutory_refund_is_due, not_yet_paid), UndisputedRefund, stays),
    row(("declared", "awaiting_parcel", "parcel_overdue"), BUYER,       "ask_to_take_back",   once,                                    Nothing,          "take_back_asked"),
    row("take_back_asked",                           (SELLER, CLOCK),   "agree_take_back",    always,                                  Nothing,          closed("withdrawn_by_buyer")),
    row("take_back_asked",                           SELLER,            "decline_take_back",  always,                                  Nothing,          "awaiting_parcel"),
    *parcel_to_seller(arrives_in="inspecting", lost_in="refund_due"),
    *refund(),
)

WITHDRAWAL = workflow(
    "withdrawal", version=1, prefix="W", reopens_in="declared",
    rows=ROWS,
    waits=(
        wait("declared",                SELLER,   WorkingDays(1),   then=("let_buyer_keep", "give_instructions")),
        wait("take_back_asked",         SELLER,   WorkingDays(2),   then="agree_take_back"),
        wait("under_review",            PLATFORM, WorkingDays(2),   then="confirm_withdrawal"),
        wait("awaiting_parcel",         BUYER,    CalendarDays(14), then="mark_overdue", remind_days_before=4),
        wait("parcel_overdue",          BUYER,    CalendarDays(30), then="close"),
        *PARCEL_WAITS,
        wait("inspecting",              SELLER,   WorkingDays(3),   then="accept"),
        wait("value_loss_claimed",      BUYER,    WorkingDays(3),   then="dispute_deduction"),
        wait("value_loss_under_review", PLATFORM, WorkingDays(3),   then="decide_deduction"),
        *REFUND_WAITS,
    ),
    statutory=(
        Statutory("refund", SELLER, CalendarDays(14), then=("release_refund", "refund_undisputed", "refund"),
                  met_by=("refund", "refund_undisputed"), held_while=goods_must_come_back_first, after_release=WorkingDays(3)),
    ),
    outcomes=("refunded", "partially_refunded", "declined", "lapsed", "withdrawn_by_buyer",
              "converted", "decided_buyer", "decided_seller", "decided_shared"),
    everywhere=everywhere(ROWS, reopens_in="declared", cancels=False),
)
# fmt: on

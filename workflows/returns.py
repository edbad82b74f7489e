"""A return beyond the law: by the seller's or the platform's policy."""

from __future__ import annotations

from markets.durations import CalendarDays, WorkingDays
from workflows.everywhere import everywhere
from workflows.fields.base import Nothing
from workflows.fields.conversation import Checklist, ChecklistAnswers, Ground
from workflows.fields.inspections import Inspected, UnitsRejected, WhatIsReturned, WhyDeclined
from workflows.fields.parcels import AddressConfirmed, Arrived, Collection, Dispatched, HowToSendBack, ParcelsSent
from workflows.fields.refunds import OfferMade
from workflows.grammar import (
    BUYER,
    CARRIER,
    CLOCK,
    PLATFORM,
    SELLER,
    always,
    closed,
    opens,
    row,
    three_times,
    twice,
    wait,
    workflow,
)
from workflows.guards.conversation import no_withdrawal_is_unanswered
from workflows.guards.goods import goods_are_back, goods_are_back_or_may_be_kept
from workflows.guards.life import no_twin_is_open
from workflows.guards.money_and_law import offer_still_stands, policy_approves_by_silence, returns_are_taken
from workflows.stretches import ON_ITS_WAY, PARCEL_WAITS, REFUND_WAITS, parcel_to_seller, refund

REASONS = ("changed_mind", "does_not_fit", "not_as_expected", "damaged", "wrong", "incomplete", "other")
ASKED = ("requested", "awaiting_platform")
UNANNOUNCED = ("requested", "awaiting_platform", "awaiting_buyer", "offered")

# fmt: off
ROWS = (
    #     in                                      who                does                      if                                    saying            becomes
    opens(                                        BUYER,             "request",                (returns_are_taken, no_twin_is_open), WhatIsReturned,   "requested", reasons=REASONS),
    row((*ASKED, "declined"),                     SELLER,            "approve",                always,                               HowToSendBack,    "awaiting_parcel"),
    row(ASKED,                                    SELLER,            "arrange_collection",     always,                               Collection,       "awaiting_collection"),
    row("requested",                              CLOCK,             "approve",                policy_approves_by_silence,           HowToSendBack,    "awaiting_parcel"),
    row("requested",                              CLOCK,             "alert_platform",         always,                               Nothing,          "awaiting_platform"),
    row("awaiting_platform",                      (PLATFORM, CLOCK), "approve",                always,                               Ground,           "awaiting_parcel"),
    row("awaiting_platform",                      PLATFORM,          "decline",                always,                               Ground,           "declined"),
    row("requested",                              SELLER,            "decline",                no_withdrawal_is_unanswered,          WhyDeclined,      "declined"),
    row("declined",                               CLOCK,             "close",                  always,                               Nothing,          closed("declined")),
    row("requested",                              SELLER,            "request_information",    twice,                                Checklist,        "awaiting_buyer"),
    row("awaiting_buyer",                         BUYER,             "give_information",       always,                               ChecklistAnswers, "requested"),
    row("awaiting_buyer",                         CLOCK,             "close",                  always,                               Nothing,          closed("no_buyer_action")),
    row(("requested", "declined", "inspecting"),  SELLER,            "offer",                  three_times,                          OfferMade,        "offered"),
    row("offered",                                BUYER,             "accept_offer",           (offer_still_stands, goods_are_back_or_may_be_kept), Nothing, "refund_due"),
    row("offered",                                BUYER,             "accept_offer",           offer_still_stands,                   Nothing,          "awaiting_parcel"),
    row("offered",                                (BUYER, CLOCK),    "decline_offer",          goods_are_back,                       Nothing,          "inspecting"),
    row("offered",                                (BUYER, CLOCK),    "decline_offer",          always,                               Nothing,          "requested"),
    row((*ASKED, "declined", *ON_ITS_WAY),        SELLER,            "refund_without_return",  always,                               Nothing,          "refund_due"),
    row(UNANNOUNCED,                              (BUYER, CARRIER),  "ship",                   always,                               ParcelsSent,      "in_transit"),
    row(UNANNOUNCED,                              (CARRIER, SELLER), "arrive",                 always,                               Arrived,          "inspecting"),
    row("awaiting_parcel",                        CLOCK,             "close",                  always,                               Nothing,          closed("no_buyer_action")),
    row("inspecting",                             (SELLER, CLOCK),   "accept",                 always,                               Inspected,        "refund_due"),
    row("inspecting",                             SELLER,            "reject_units",           always,                               UnitsRejected,    "units_rejected"),
    row("units_rejected",                         BUYER,             "ask_back",               always,                               AddressConfirmed, "sending_back"),
    row("units_rejected",                         CLOCK,             "close",                  always,                               Nothing,          closed("declined")),
    row("sending_back",                           SELLER,            "send_back",              always,                               Dispatched,       closed("declined")),
    row("sending_back",                           CLOCK,             "refund_instead",         always,                               Nothing,          "refund_due"),
    *parcel_to_seller(arrives_in="inspecting", lost_in="refund_due"),
    *refund(),
)

RETURN = workflow(
    "return", version=1, prefix="R", reopens_in="requested",
    rows=ROWS,
    waits=(
        wait("requested",         SELLER,   WorkingDays(2),   then=("approve", "alert_platform")),
        wait("awaiting_buyer",    BUYER,    CalendarDays(7),  then="close"),
        wait("offered",           BUYER,    WorkingDays(3),   then="decline_offer"),
        wait("awaiting_platform", PLATFORM, WorkingDays(2),   then="approve"),
        wait("declined",          BUYER,    CalendarDays(14), then="close"),
        wait("awaiting_parcel",   BUYER,    CalendarDays(14), then="close", remind_days_before=4),
        *PARCEL_WAITS,
        wait("inspecting",        SELLER,   WorkingDays(3),   then="accept"),
        wait("units_rejected",    BUYER,    CalendarDays(7),  then="close"),
        wait("sending_back",      SELLER,   WorkingDays(5),   then="refund_instead"),
        *REFUND_WAITS,
    ),
    outcomes=("refunded", "partially_refunded", "declined", "no_buyer_action", "withdrawn_by_buyer",
              "converted", "decided_buyer", "decided_seller", "decided_shared"),
    everywhere=everywhere(ROWS, reopens_in="requested"),
)
# fmt: on

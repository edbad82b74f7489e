"""A commercial guarantee of the maker or the seller; it never narrows the statutory right (Dir. (EU) 2019/771, 17)."""

from __future__ import annotations

from markets.durations import CalendarDays, WorkingDays
from workflows.everywhere import everywhere
from workflows.fields.agreements import CostOffered
from workflows.fields.base import Nothing
from workflows.fields.complaints import GoodsWanted
from workflows.fields.conversation import Ground
from workflows.fields.guarantees import (
    ClauseAndRedress,
    CoverConfirmed,
    CoverDenied,
    GuaranteeClaimed,
    GuarantorStatus,
    LongerWait,
    ReferredToGuarantor,
)
from workflows.fields.parcels import Arrived, Collection, Dispatched, ParcelsSent
from workflows.fields.remedies import RepairDecided, ReplacementDecided
from workflows.grammar import (
    BUYER,
    CARRIER,
    CLOCK,
    PLATFORM,
    SELLER,
    UpdatesOwed,
    always,
    closed,
    once,
    opens,
    row,
    stays,
    twice,
    wait,
    workflow,
)
from workflows.guards.life import no_twin_is_open
from workflows.guards.remedies import cover_is_not_confirmed
from workflows.moments import the_buyer_waits_longer
from workflows.stretches import PARCEL_WAITS, REFUND_WAITS, REMEDY_WAITS, parcel_to_seller, refund, remedy

UNANNOUNCED = ("lodged", "covered", "with_guarantor", "denied", "awaiting_choice")
COVERED = ("covered", "with_guarantor")

# fmt: off
ROWS = (
    #     in                                      who                does                   if                              saying               becomes
    opens(                                        BUYER,             "claim_guarantee",     no_twin_is_open,                GuaranteeClaimed,    "lodged"),
    row(("lodged", "awaiting_platform", "denied"), SELLER,           "confirm_cover",       always,                         CoverConfirmed,      "covered"),
    row(("lodged", "in_service"),                 SELLER,            "deny_cover",          always,                         CoverDenied,         "denied"),
    row("lodged",                                 CLOCK,             "alert_platform",      always,                         Nothing,             "awaiting_platform"),
    row("awaiting_platform",                      (PLATFORM, CLOCK), "confirm_cover",       always,                         Ground,              "covered"),
    row("awaiting_platform",                      PLATFORM,          "deny_cover",          always,                         ClauseAndRedress,    "denied"),
    row("denied",                                 CLOCK,             "close",               always,                         Nothing,             closed("declined")),
    row(COVERED,                                  SELLER,            "ask_for_goods",       always,                         GoodsWanted,         "awaiting_parcel"),
    row(COVERED,                                  SELLER,            "arrange_collection",  always,                         Collection,          "awaiting_collection"),
    row("covered",                                SELLER,            "refer_to_guarantor",  once,                           ReferredToGuarantor, "with_guarantor"),
    row("with_guarantor",                         SELLER,            "report_status",       always,                         GuarantorStatus,     stays),
    row(UNANNOUNCED,                              (BUYER, CARRIER),  "ship",                always,                         ParcelsSent,         "in_transit"),
    row(UNANNOUNCED,                              (CARRIER, SELLER), "arrive",              always,                         Arrived,             "in_service"),
    row("awaiting_parcel",                        CLOCK,             "close",               always,                         Nothing,             closed("no_buyer_action")),
    row("in_service",                             SELLER,            "decide_repair",       always,                         RepairDecided,       "repairing"),
    row(("in_service", "covered"),                SELLER,            "decide_replacement",  always,                         ReplacementDecided,  "replacing"),
    row("in_service",                             SELLER,            "offer_cost",          (cover_is_not_confirmed, once), CostOffered,         "cost_offered"),
    row("cost_offered",                           BUYER,             "accept_cost",         always,                         Nothing,             "repairing"),
    row("cost_offered",                           (BUYER, CLOCK),    "decline_cost",        always,                         Nothing,             "sending_back"),
    row("sending_back",                           SELLER,            "send_back",           always,                         Dispatched,          closed("declined")),
    row((*COVERED, "in_service", "sending_back"), CLOCK,             "let_buyer_choose",    always,                         Nothing,             "awaiting_choice"),
    row("awaiting_choice",                        BUYER,             "wait_longer",         twice,                          LongerWait,          "covered"),
    *parcel_to_seller(arrives_in="in_service", lost_in="awaiting_choice"),
    *refund(),
    *remedy(defective_again_in="covered"),
)

WARRANTY = workflow(
    "warranty", version=1, prefix="G", reopens_in="lodged",
    rows=ROWS,
    waits=(
        wait("lodged",            SELLER,   WorkingDays(5),   then="alert_platform"),
        wait("awaiting_platform", PLATFORM, WorkingDays(3),   then="confirm_cover"),
        wait("denied",            BUYER,    CalendarDays(14), then="close"),
        wait("covered",           SELLER,   WorkingDays(3),   then="let_buyer_choose", unless=the_buyer_waits_longer),
        wait("with_guarantor",    SELLER,   CalendarDays(14), then="let_buyer_choose"),
        wait("awaiting_parcel",   BUYER,    CalendarDays(14), then="close", remind_days_before=4),
        *PARCEL_WAITS,
        wait("in_service",        SELLER,   CalendarDays(14), then="let_buyer_choose"),
        wait("cost_offered",      BUYER,    CalendarDays(7),  then="decline_cost"),
        wait("sending_back",      SELLER,   WorkingDays(5),   then="let_buyer_choose"),
        *REMEDY_WAITS,
        *REFUND_WAITS,
    ),
    outcomes=("repaired", "replaced", "refunded", "partially_refunded", "declined", "no_buyer_action", "withdrawn_by_buyer",
              "converted", "decided_buyer", "decided_seller", "decided_shared"),
    everywhere=everywhere(ROWS, reopens_in="lodged"),
    updates=UpdatesOwed(("with_guarantor", "in_service", "repairing", "remedy_ready"), WorkingDays(5)),
)
# fmt: on

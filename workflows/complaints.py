"""A lack of conformity: the seller's statutory liability (Directive (EU) 2019/771, articles 10 to 16)."""

from __future__ import annotations

from markets.durations import CalendarDays, WorkingDays
from workflows.everywhere import everywhere
from workflows.fields.agreements import PriceCutAccepted, PriceCutAsked, PriceCutOffered, RefundAccepted
from workflows.fields.base import Nothing
from workflows.fields.complaints import AnalysisResult, GoodsWanted, Rejected, SentToExpert, WhatIsWrong
from workflows.fields.conversation import Checklist, ChecklistAnswers, Ground, GroundAndRedress
from workflows.fields.inspections import Inspected
from workflows.fields.parcels import Arrived, Collection, ParcelsSent
from workflows.fields.remedies import RepairAccepted, ReplacementAccepted
from workflows.grammar import (
    BUYER,
    CARRIER,
    CLOCK,
    PLATFORM,
    SELLER,
    Statutory,
    UpdatesOwed,
    always,
    closed,
    once,
    opens,
    row,
    three_times,
    twice,
    wait,
    wait_until,
    workflow,
)
from workflows.guards.goods import goods_are_back, goods_are_back_or_may_be_kept
from workflows.guards.life import no_twin_is_open
from workflows.guards.money_and_law import offer_still_stands
from workflows.guards.remedies import a_second_remedy_is_open, defect_is_not_minor, refund_was_chosen, silence_accepts
from workflows.moments import the_answer_is_due
from workflows.stretches import PARCEL_WAITS, REFUND_WAITS, REMEDY_WAITS, parcel_to_seller, refund, remedy

FAULTS = ("defective", "not_as_described", "wrong_item", "missing_parts", "damaged_in_transit")
UNANNOUNCED = ("lodged", "awaiting_buyer", "awaiting_platform", "offered", "rejected", "awaiting_choice")
ANSWERABLE = ("lodged", "inspecting", "rejected", "awaiting_platform")
REFUND_OPEN = (a_second_remedy_is_open, defect_is_not_minor)

# fmt: off
ROWS = (
    #     in                                    who                does                  if                                               saying               becomes
    opens(                                      BUYER,             "lodge",              no_twin_is_open,                                 WhatIsWrong,         "lodged", reasons=FAULTS),
    row("lodged",                               SELLER,            "request_information", twice,                                          Checklist,           "awaiting_buyer"),
    row("awaiting_buyer",                       BUYER,             "give_information",   always,                                          ChecklistAnswers,    "lodged"),
    row("awaiting_buyer",                       CLOCK,             "go_on_without",      always,                                          Nothing,             "lodged"),
    row("lodged",                               SELLER,            "ask_for_goods",      once,                                            GoodsWanted,         "awaiting_parcel"),
    row("lodged",                               SELLER,            "arrange_collection", once,                                            Collection,          "awaiting_collection"),
    row(UNANNOUNCED,                            (BUYER, CARRIER),  "ship",               always,                                          ParcelsSent,         "in_transit"),
    row(UNANNOUNCED,                            (CARRIER, SELLER), "arrive",             always,                                          Arrived,             "inspecting"),
    row("awaiting_parcel",                      CLOCK,             "close",              always,                                          Nothing,             closed("no_buyer_action")),
    row("inspecting",                           SELLER,            "send_to_expert",     once,                                            SentToExpert,        "in_analysis"),
    row("in_analysis",                          SELLER,            "report_result",      always,                                          AnalysisResult,      "inspecting"),
    row("in_analysis",                          CLOCK,             "go_on_without",      always,                                          Nothing,             "inspecting"),
    row(ANSWERABLE,                             SELLER,            "accept_repair",      always,                                          RepairAccepted,      "repairing"),
    row(ANSWERABLE,                             SELLER,            "accept_replacement", always,                                          ReplacementAccepted, "replacing"),
    row(ANSWERABLE,                             SELLER,            "accept_refund",      goods_are_back_or_may_be_kept,                   RefundAccepted,      "refund_due"),
    row(("lodged", "inspecting", "rejected"),   SELLER,            "offer_price_cut",    three_times,                                     PriceCutOffered,     "offered"),
    row("offered",                              BUYER,             "accept_offer",       offer_still_stands,                              Nothing,             "refund_due"),
    row("offered",                              (BUYER, CLOCK),    "decline_offer",      goods_are_back,                                  Nothing,             "inspecting"),
    row("offered",                              (BUYER, CLOCK),    "decline_offer",      always,                                          Nothing,             "lodged"),
    row(("lodged", "inspecting"),               SELLER,            "reject",             always,                                          Rejected,            "rejected"),
    row("lodged",                               CLOCK,             "accept_by_silence",  silence_accepts,                                 Nothing,             "awaiting_choice"),
    row("inspecting",                           (SELLER, CLOCK),   "accept",             refund_was_chosen,                               Inspected,           "refund_due"),
    row(("lodged", "inspecting"),               CLOCK,             "alert_platform",     always,                                          Nothing,             "awaiting_platform"),
    row("awaiting_platform",                    (PLATFORM, CLOCK), "let_buyer_choose",   always,                                          Ground,              "awaiting_choice"),
    row("awaiting_platform",                    PLATFORM,          "reject",             always,                                          GroundAndRedress,    "rejected"),
    row((*ANSWERABLE, "awaiting_choice"),       BUYER,             "choose_refund",      (*REFUND_OPEN, goods_are_back_or_may_be_kept),   Nothing,             "refund_due"),
    row(("lodged", "rejected", "awaiting_platform", "awaiting_choice"), BUYER, "choose_refund", REFUND_OPEN,                              Nothing,             "awaiting_parcel"),
    row((*ANSWERABLE, "awaiting_choice"),       BUYER,             "choose_price_cut",   a_second_remedy_is_open,                         PriceCutAsked,       "price_cut_asked"),
    row("price_cut_asked",                      SELLER,            "accept_price_cut",   always,                                          PriceCutAccepted,    "refund_due"),
    row("price_cut_asked",                      CLOCK,             "alert_platform",     always,                                          Nothing,             "awaiting_platform"),
    row("awaiting_choice",                      BUYER,             "choose_repair",      goods_are_back,                                  Nothing,             "repairing"),
    row("awaiting_choice",                      BUYER,             "choose_repair",      always,                                          Nothing,             "awaiting_parcel"),
    row("awaiting_choice",                      BUYER,             "choose_replacement", always,                                          Nothing,             "replacing"),
    row("rejected",                             CLOCK,             "close",              always,                                          Nothing,             closed("declined")),
    *parcel_to_seller(arrives_in="inspecting", lost_in="awaiting_choice"),
    *refund(),
    *remedy(defective_again_in="lodged"),
)

COMPLAINT = workflow(
    "complaint", version=1, prefix="K", reopens_in="lodged",
    rows=ROWS,
    waits=(
        wait_until("lodged",      SELLER,   the_answer_is_due, then=("accept_by_silence", "alert_platform")),
        wait("awaiting_buyer",    BUYER,    CalendarDays(7),   then="go_on_without"),
        wait("offered",           BUYER,    WorkingDays(5),    then="decline_offer"),
        wait("awaiting_platform", PLATFORM, WorkingDays(3),    then="let_buyer_choose"),
        wait("rejected",          BUYER,    CalendarDays(14),  then="close"),
        wait("price_cut_asked",   SELLER,   WorkingDays(5),    then="alert_platform"),
        wait("awaiting_parcel",   BUYER,    CalendarDays(14),  then="close", remind_days_before=4),
        *PARCEL_WAITS,
        wait("inspecting",        SELLER,   WorkingDays(5),    then=("accept", "alert_platform")),
        wait("in_analysis",       SELLER,   CalendarDays(14),  then="go_on_without"),
        *REMEDY_WAITS,
        *REFUND_WAITS,
    ),
    statutory=(
        # Who pays the buyer has answered; else the clock would call the platform while the money is under way.
        Statutory("answer", SELLER, CalendarDays(14), then=("accept_by_silence", "alert_platform"), law="complaint_answer", fires_once=True,
                  met_by=("accept_repair", "accept_replacement", "accept_refund", "accept_price_cut", "accept", "accept_by_silence", "offer_price_cut", "reject", "refund")),
    ),
    outcomes=("repaired", "replaced", "refunded", "partially_refunded", "declined", "no_buyer_action", "withdrawn_by_buyer",
              "converted", "decided_buyer", "decided_seller", "decided_shared"),
    everywhere=everywhere(ROWS, reopens_in="lodged"),
    updates=UpdatesOwed(("in_analysis", "repairing", "remedy_ready"), WorkingDays(5)),
)
# fmt: on

"""Complaints about goods that do not conform."""

from __future__ import annotations

from cli.demo.plots.steps import BACK, BROUGHT, DONE, FAULT, FOUND, PAY, REPAIRED, Ago, Plot, d, h, step
from workflows.grammar import BUYER, CARRIER, SELLER

# fmt: off
COMPLAINTS = (
    Plot(3, "complaint", "defective", FAULT, (
        step(h(8),  SELLER,   "ask_for_goods",      "send_in"),
        *BACK,
        step(h(20), SELLER,   "accept_repair",      "repair_agreed"),
        *REPAIRED,
    ), wish="repair"),
    Plot(2, "complaint", "damaged_in_transit", "came_broken", (
        step(h(7),  SELLER,   "accept_replacement", "replace_agreed"),
        step(h(6),  SELLER,   "start_replacement",  "replacement_begun"),
        *BROUGHT,
    ), wish="replacement", photos=True),
    Plot(1, "complaint", "not_as_described", "not_as_described", (
        step(h(9),  SELLER,   "offer_price_cut",    "cut_offer"),
        step(d(1),  BUYER,    "accept_offer",       "accept_offer"),
        *PAY,
    ), wish="price_cut"),
    Plot(1, "complaint", "defective", FAULT, (
        step(h(20), SELLER,   "reject",             "reject_fault"),
    ), wish="repair", ago=d(24), photos=True),
    Plot(1, "complaint", "defective", FAULT, (
        step(h(10), SELLER,   "request_information", "ask_info"),
        step(d(1),  BUYER,    "give_information",   "info_given"),
        step(h(10), SELLER,   "reject",             "reject_fault"),
    ), wish="refund", ago=d(9), photos=True),
    Plot(1, "complaint", "defective", FAULT, (
        step(d(1),  BUYER,    "ship",               "shipped_unasked"),
        step(d(2),  CARRIER,  "arrive",             "arrived"),
        step(h(20), SELLER,   "accept_repair",      "repair_agreed"),
        step(h(6),  SELLER,   "start_repair",       "repair_begun"),
    ), wish="repair", ago=d(9)),
    Plot(1, "complaint", "defective", FAULT, (
        step(h(8),  SELLER,   "ask_for_goods",      "send_in"),
        *BACK,
        step(h(20), SELLER,   "send_to_expert",     "to_expert"),
        step(d(5),  SELLER,   "update_status",      "status"),
        step(d(3),  SELLER,   "report_result",      FOUND),
        step(h(8),  SELLER,   "accept_refund",      "refund_agreed"),
        *PAY,
    ), wish="refund", ago=d(30)),
    Plot(1, "complaint", "defective", FAULT, (
        step(h(8),  SELLER,   "ask_for_goods",      "send_in"),
        step(d(3),  BUYER,    "ship",               "shipped"),
        step(d(3),  CARRIER,  "arrive",             "arrived"),
        step(Ago(40), SELLER, "send_to_expert",     "to_expert"),
    ), wish="repair", ago=d(12)),
    Plot(1, "complaint", "defective", FAULT, (
        step(h(8),  SELLER,   "ask_for_goods",      "send_in"),
        *BACK,
        step(h(10), SELLER,   "accept_repair",      "repair_agreed"),
        *REPAIRED[:-1],
        step(d(1),  BUYER,    "report_still_defective", "still_broken"),
        step(d(1),  BUYER,    "choose_refund",      "choose_refund"),
        step(d(2),  BUYER,    "ship",               "shipped"),
        step(d(2),  CARRIER,  "arrive",             "arrived"),
    ), wish="repair", ago=d(33)),
    Plot(1, "complaint", "missing_parts", "parts_missing", (
        step(h(6),  SELLER,   "request_information", "ask_info"),
    ), wish="replacement", ago=d(3), photos=True),
    Plot(1, "complaint", "defective", FAULT, (
        step(h(20), SELLER,   "offer_price_cut",    "cut_offer"),
        step(d(1),  BUYER,    "decline_offer",      "decline_cut"),
        step(h(9),  SELLER,   "accept_repair",      "repair_agreed", on_the_spot=True),
        step(h(9),  SELLER,   "start_repair",       "repair_begun"),
        step(d(2),  SELLER,   "complete_repair",    DONE),
    ), wish="repair", ago=d(11)),
    Plot(1, "complaint", "wrong_item", "wrong_item", (
        step(Ago(20), SELLER, "offer_price_cut",    "cut_offer"),
    ), wish="replacement", ago=d(2)),
    Plot(1, "complaint", "defective", FAULT, (
        step(d(4),  BUYER,    "",                   "nudge"),
        step(d(19), BUYER,    "choose_repair",      "choose_repair"),
        step(d(1),  BUYER,    "ship",               "shipped"),
    ), wish="repair", ago=d(28)),
    Plot(1, "complaint", "defective", FAULT, wish="repair", ago=d(18)),
)
# fmt: on

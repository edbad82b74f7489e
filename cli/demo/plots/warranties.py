"""Guarantees of makers, which sellers and makers answer for."""

from __future__ import annotations

from cli.demo.plots.steps import BACK, BROUGHT, DONE, FAULT, FOUND, REPAIRED, Ago, Plot, d, h, step
from workflows.grammar import BUYER, CARRIER, PLATFORM, SELLER

# fmt: off
WARRANTIES = (
    Plot(2, "warranty", "", FAULT, (
        step(h(9),  SELLER,   "confirm_cover",      "covered"),
        step(h(3),  SELLER,   "ask_for_goods",      "send_in"),
        *BACK,
        step(h(20), SELLER,   "decide_repair",      FOUND),
        *REPAIRED,
    )),
    Plot(1, "warranty", "", FAULT, (
        step(h(9),  SELLER,   "confirm_cover",      "covered"),
        step(h(5),  SELLER,   "refer_to_guarantor", "with_maker"),
        step(d(4),  SELLER,   "report_status",      "maker_says"),
        step(h(20), SELLER,   "arrange_collection", "collection"),
        step(d(2),  CARRIER,  "collect",            ""),
        step(d(2),  CARRIER,  "arrive",             "arrived"),
        step(h(20), SELLER,   "decide_replacement", FOUND),
        *BROUGHT,
    ), ago=d(31)),
    Plot(1, "warranty", "", FAULT, (
        step(h(9),  SELLER,   "confirm_cover",      "covered"),
        step(h(5),  SELLER,   "refer_to_guarantor", "with_maker"),
        step(d(4),  SELLER,   "report_status",      "maker_says"),
    ), ago=d(9)),
    Plot(1, "warranty", "", FAULT, (
        step(d(1),  BUYER,    "ship",               "shipped_unasked"),
        step(d(2),  CARRIER,  "arrive",             "arrived"),
        step(h(20), SELLER,   "offer_cost",         "cost_offer"),
        step(d(1),  BUYER,    "accept_cost",        "accept_cost"),
        step(h(9),  SELLER,   "start_repair",       "repair_begun"),
        step(d(2),  SELLER,   "complete_repair",    DONE),
        *BROUGHT,
    ), ago=d(24)),
    Plot(1, "warranty", "", FAULT, (
        step(d(1),  BUYER,    "ship",               "shipped_unasked"),
        step(d(2),  CARRIER,  "arrive",             "arrived"),
        step(Ago(30), SELLER, "offer_cost",         "cost_offer"),
    ), ago=d(7)),
    Plot(1, "warranty", "", FAULT, (
        step(h(20), SELLER,   "deny_cover",         "deny_cover"),
    ), ago=d(21), photos=True),
    Plot(1, "warranty", "", FAULT, (
        step(d(3),  BUYER,    "",                   "nudge"),
        step(d(6),  PLATFORM, "confirm_cover",      "platform_covers"),
        step(d(8),  BUYER,    "wait_longer",        "wait_longer"),
    ), ago=d(21)),
    Plot(1, "warranty", "", FAULT, (
        step(Ago(26), SELLER, "confirm_cover",      "covered"),
    ), ago=d(2)),
)
# fmt: on

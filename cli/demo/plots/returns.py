"""Returns beyond the law."""

from __future__ import annotations

from cli.demo.plots.steps import BACK, PAY, TAKEN, Plot, d, h, step
from workflows.grammar import BUYER, CARRIER, PAYMENTS, PLATFORM, SELLER

# fmt: off
RETURNS = (
    Plot(3, "return", "changed_mind", "changed_mind", (
        step(h(7),  SELLER,   "approve",        "approve"),
        *BACK,
        *TAKEN,
    )),
    Plot(1, "return", "does_not_fit", "does_not_fit", (
        step(h(10), SELLER,   "decline",        "decline"),
    )),
    Plot(1, "return", "damaged", "damaged", (
        step(h(6),  SELLER,   "request_information",   "ask_info"),
        step(d(1),  BUYER,    "give_information",      "info_given"),
        step(h(10), SELLER,   "refund_without_return", "refund_without"),
        *PAY,
    )),
    Plot(1, "return", "damaged", "damaged", (
        step(h(8),  SELLER,   "offer",          "offer"),
        step(d(1),  BUYER,    "accept_offer",   "accept_offer"),
        *PAY,
    )),
    Plot(1, "return", "changed_mind", "changed_mind", (
        step(h(8),  SELLER,   "offer",          "offer"),
        step(d(1),  BUYER,    "decline_offer",  "decline_offer"),
        step(h(5),  SELLER,   "approve",        "approve"),
        *BACK,
    )),
    Plot(2, "return", "does_not_fit", "does_not_fit", (
        step(d(2),  BUYER,    "",               "nudge"),
        step(d(3),  PLATFORM, "approve",        "platform_approve"),
        *BACK,
        *TAKEN,
    )),
    Plot(1, "return", "changed_mind", "changed_mind", (
        step(h(6),  SELLER,   "approve",        "approve"),
    )),
    Plot(2, "return", "changed_mind", "changed_mind", (
        step(h(8),  SELLER,   "approve",        "approve"),
        *BACK,
        step(h(20), SELLER,   "reject_units",   "reject"),
        step(d(2),  BUYER,    "ask_back",       "ask_back"),
        step(h(20), SELLER,   "send_back",      "send_back"),
    )),
    Plot(1, "return", "changed_mind", "changed_mind", (
        step(h(7),  SELLER,   "approve",        "approve"),
        step(d(1),  BUYER,    "ship",           "shipped"),
        step(d(17), CARRIER,  "declare_lost",   "lost"),
        *PAY,
    )),
    Plot(2, "return", "changed_mind", "changed_mind", (
        step(h(8),  SELLER,   "arrange_collection", "collection"),
        step(d(2),  CARRIER,  "collect",        ""),
        step(d(2),  CARRIER,  "arrive",         "arrived"),
        *TAKEN,
    )),
    Plot(1, "return", "changed_mind", "changed_mind", (
        step(h(5),  BUYER,    "cancel",         "cancel"),
    )),
    Plot(1, "return", "changed_mind", "changed_mind", (
        step(h(7),  SELLER,   "approve",        "approve"),
        *BACK,
        step(h(9),  SELLER,   "accept",         "accept"),
        step(h(9),  SELLER,   "refund",         "refund"),
        step(d(1),  PAYMENTS, "fail_payment",   "pay_failed"),
        *PAY,
    )),
    Plot(1, "return", "does_not_fit", "does_not_fit", (
        step(h(7),  SELLER,   "approve",        "approve"),
        *BACK,
    )),
)
# fmt: on

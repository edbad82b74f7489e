"""What people at the desks do beside the usual: cases divided, gone on elsewhere, taken over, noted, and looked at."""

from __future__ import annotations

from cli.demo.plots.steps import (
    ASK,
    ASSIGN,
    BACK,
    CONVERTED,
    NOTE,
    ON_ITS_WAY,
    PAY,
    REVIEW,
    TAKEN,
    Ago,
    Plot,
    d,
    h,
    step,
)
from workflows.grammar import BUYER, CARRIER, PLATFORM, SELLER

# fmt: off
DESK = (
    Plot(1, "return", "changed_mind", "changed_mind", (
        step(h(7),  SELLER,   "approve",            "approve"),
        step(h(9),  SELLER,   "split",              "split"),
        *BACK,
        *TAKEN,
    ), ago=d(10), pieces=2),
    Plot(1, "return", "changed_mind", "changed_mind", (
        step(h(9),  BUYER,    "convert",            "convert"),
        step(h(6),  SELLER,   "give_instructions",  "instructions", beside=CONVERTED),
        step(d(1),  BUYER,    "ship",               "shipped", beside=CONVERTED),
        step(d(2),  CARRIER,  "arrive",             "arrived", beside=CONVERTED),
    ), ago=d(7)),
    Plot(1, "return", "changed_mind", "changed_mind", (
        step(h(7),  SELLER,   "approve",            "approve"),
        step(d(1),  BUYER,    "ship",               "shipped"),
        step(d(17), CARRIER,  "declare_lost",       "lost"),
        *PAY,
        step(d(2),  CARRIER,  "arrive",             "", unasked=True),
        step(h(9),  PLATFORM, REVIEW,               "review_upheld"),
    ), ago=d(32)),
    Plot(1, "return", "damaged", "damaged", (
        step(h(8),  SELLER,   "refund_without_return", "refund_without"),
        *PAY,
        step(Ago(40), CARRIER, "arrive",            "", unasked=True),
    ), ago=d(9)),
    Plot(1, "return", "does_not_fit", "does_not_fit", (
        step(d(2),  BUYER,    "",                   "nudge"),
        step(d(2),  PLATFORM, "take_over",          "take_over"),
        step(h(2),  PLATFORM, ASSIGN,               ""),
        step(h(2),  PLATFORM, NOTE,                 "note_taken_over"),
        step(h(2),  PLATFORM, "approve",            "platform_approve"),
    ), ago=d(8)),
    Plot(2, "question", "delivery", "where", (
        step(h(2),  SELLER,   ASSIGN,               ""),
        step(h(1),  SELLER,   NOTE,                 "note_carrier"),
        step(h(4),  SELLER,   "",                   "parcel_news"),
    ), order=ON_ITS_WAY),
    Plot(2, "question", "product", ASK, (
        step(h(3),  SELLER,   ASSIGN,               ""),
        step(h(1),  SELLER,   NOTE,                 "note_stock"),
    )),
)
# fmt: on

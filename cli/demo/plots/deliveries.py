"""Parcels that did not come, came late, or came broken."""

from __future__ import annotations

from cli.demo.plots.steps import BROUGHT, CONVERTED, ON_ITS_WAY, PAY, Ago, Plot, d, h, step
from workflows.grammar import BUYER, CARRIER, SELLER

# fmt: off
DELIVERIES = (
    Plot(2, "delivery", "not_received", "where", (
        step(h(6),  SELLER,   "give_tracking",      "search_begun"),
        step(d(2),  CARRIER,  "deliver",            "delivered"),
        step(d(1),  BUYER,    "confirm",            "it_came"),
    ), order=ON_ITS_WAY),
    Plot(1, "delivery", "not_received", "where", (
        step(h(8),  SELLER,   "give_tracking",      "search_begun"),
        step(d(8),  BUYER,    "choose_refund",      "rather_the_money"),
        *PAY,
    ), order=ON_ITS_WAY),
    Plot(1, "delivery", "not_received", "where", (
        step(h(7),  SELLER,   "give_tracking",      "search_begun"),
        step(d(3),  CARRIER,  "return_to_sender",   "came_back"),
        step(d(1),  BUYER,    "choose_resend",      "send_again"),
        step(h(10), SELLER,   "ship_again",         "sent_again"),
        step(d(3),  CARRIER,  "deliver",            "delivered"),
        step(d(1),  BUYER,    "confirm",            "it_came"),
    ), order=ON_ITS_WAY, ago=d(20)),
    Plot(1, "delivery", "wrong_address", "wrong_address", (
        step(h(7),  SELLER,   "return_to_sender",   "came_back_to_us"),
        step(d(1),  BUYER,    "choose_resend",      "send_again"),
        step(Ago(20), SELLER, "ship_again",         "sent_again"),
    ), order=ON_ITS_WAY, ago=d(4)),
    Plot(1, "delivery", "late", "late", (
        step(h(5),  SELLER,   "promise_date",       "date_promised"),
        step(h(6),  BUYER,    "agree_date",         "date_agreed"),
        step(d(1),  CARRIER,  "deliver",            "delivered"),
    ), order=ON_ITS_WAY, ago=d(14)),
    Plot(1, "delivery", "late", "late", (
        step(Ago(16), SELLER, "promise_date",       "date_promised"),
        step(Ago(3),  BUYER,  "agree_date",         "date_agreed"),
    ), order=ON_ITS_WAY, ago=d(1)),
    Plot(1, "delivery", "not_received", "where", (
        step(h(8),  SELLER,   "prove_delivery",     "proof"),
        step(h(9),  BUYER,    "confirm",            "at_the_neighbours"),
    ), ago=d(12)),
    Plot(1, "delivery", "not_received", "where", (
        step(h(8),  SELLER,   "prove_delivery",     "proof"),
        step(h(9),  BUYER,    "dispute_proof",      "dispute_proof"),
        step(h(20), SELLER,   "accept_refund",      "refund_lost"),
        *PAY,
    ), ago=d(16)),
    Plot(1, "delivery", "not_received", "where", (
        step(Ago(60), SELLER, "prove_delivery",     "proof"),
        step(Ago(20), BUYER,  "dispute_proof",      "dispute_proof"),
    ), ago=d(4)),
    Plot(1, "delivery", "not_received", "where", (
        step(h(6),  SELLER,   "give_tracking",      "search_begun"),
        step(d(2),  CARRIER,  "deliver",            "delivered"),
        step(h(5),  BUYER,    "report_damage",      "came_broken"),
        step(h(10), SELLER,   "accept_replacement", "replace_agreed", beside=CONVERTED),
        *(step(each.after, each.who, each.event, each.words, beside=CONVERTED) for each in BROUGHT),
    ), order=ON_ITS_WAY, ago=d(17)),
    Plot(1, "delivery", "late", "late", (
        step(h(6),  SELLER,   "give_tracking",      "search_begun"),
        step(d(1),  CARRIER,  "deliver",            "delivered"),
        step(h(5),  BUYER,    "report_damage",      "came_broken", wished_remedy="refund"),
    ), order=ON_ITS_WAY, ago=d(5)),
    Plot(1, "delivery", "not_received", "where", (
        step(h(20), BUYER,    "report_found",       "at_the_neighbours"),
    ), order=ON_ITS_WAY, ago=d(6)),
    Plot(1, "delivery", "refused", "refused", order=ON_ITS_WAY, ago=d(5)),
)
# fmt: on

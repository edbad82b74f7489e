"""Questions: about articles, parcels, orders, and what is to be changed in them."""

from __future__ import annotations

from cli.demo.plots.steps import ANSWER, ASK, KNOWN, NO_ORDER, ON_ITS_WAY, PACKED, Plot, d, h, step, thanks
from workflows.grammar import BUYER, PLATFORM, SELLER

# fmt: off
QUESTIONS = (
    Plot(3, "question", "product", ASK, (
        step(h(5),  SELLER,   "",               ANSWER),
        thanks(d(1)),
    )),
    Plot(3, "question", "delivery", "where", (
        step(h(9),  SELLER,   "",               "parcel_news"),
        thanks(d(2)),
    ), order=ON_ITS_WAY, brings=d(2)),
    Plot(2, "question", "order", "two", (
        step(h(6),  SELLER,   "",               "two_first", answers="first"),
        step(h(1),  SELLER,   "promise_answer", "two_promise"),
        step(h(20), SELLER,   "",               "two_second"),
        thanks(d(1)),
    ), languages=KNOWN),
    Plot(1, "question", "order", "two", (
        step(h(7),  SELLER,   "",               "two_first", answers="first"),
        step(h(1),  SELLER,   "promise_answer", "two_promise"),
        step(d(5),  BUYER,    "",               "nudge"),
    ), languages=KNOWN),
    Plot(2, "question", "product", ASK, (
        step(h(30), SELLER,   "",               "late_answer"),
        step(d(1),  BUYER,    "",               "more/1"),
        step(h(30), SELLER,   "",               "late_answer"),
    ), ago=d(26), late=True),
    Plot(2, "question", "delivery", "where", (
        step(d(3),  BUYER,    "",               "nudge"),
        step(d(5),  PLATFORM, "answer",         "platform_answer"),
    ), ago=d(23), late=True),
    Plot(1, "question", "change", "change", (
        step(h(4),  SELLER,   "agree_change",   "change_agreed"),
        thanks(h(3)),
    ), order=PACKED, brings=d(4)),
    Plot(1, "question", "change", "change", (
        step(h(6),  SELLER,   "decline_change", "change_declined"),
    ), order=PACKED, brings=d(3)),
    Plot(1, "question", "product", ASK, (
        step(h(5),  SELLER,   "",               ANSWER),
        step(d(1),  BUYER,    "",               "cancel"),
        step(h(4),  SELLER,   "",               "no_reply_needed", waives=True),
    ), languages=KNOWN),
    Plot(1, "question", "delay", "delay", (
        step(h(8),  BUYER,    "",               "more/1"),
        step(h(6),  SELLER,   "",               "late_answer"),
    ), order=PACKED, opened_by=SELLER, brings=d(5)),
    Plot(2, "question", "product", ASK, (
        step(h(6),  SELLER,   "",               ANSWER),
        step(d(1),  BUYER,    "close",          "thanks"),
    ), order=NO_ORDER),
    Plot(2, "question", "order", "two", (
        step(h(6),  SELLER,   "",               "two_first"),
        step(h(5),  BUYER,    "object",         "object"),
        step(h(6),  SELLER,   "",               "two_second"),
    ), languages=KNOWN),
    Plot(1, "question", "delivery", "where", (
        step(h(3),  BUYER,    "cancel",         "cancel"),
    ), order=ON_ITS_WAY, brings=d(1)),
)
# fmt: on

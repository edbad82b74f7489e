"""A question before or after the sale, asked by the buyer or opened by a seller who has news."""

from __future__ import annotations

from markets.durations import CalendarDays, WorkingDays
from workflows.everywhere import everywhere
from workflows.fields.base import Nothing
from workflows.fields.conversation import Answer, ChangeAgreed, Ground, WhyNot
from workflows.grammar import BUYER, CLOCK, PLATFORM, SELLER, always, closed, opens, row, wait, wait_forever, workflow
from workflows.guards.conversation import change_was_asked_before_dispatch, no_question_is_open
from workflows.guards.life import about_an_order

TOPICS = ("product", "order", "change", "stop", "invoice", "delivery", "other")
UNANSWERED = ("awaiting_seller", "awaiting_platform")
NEWS = ("delay", "shipped", "address_unclear", "safety", "invoice", "other")

# fmt: off
ROWS = (
    #     in                  who                 does               if                                saying        becomes
    opens(                    BUYER,              "ask",             always,                           Nothing,      "awaiting_seller", reasons=TOPICS),
    opens(                    SELLER,             "inform",          about_an_order,                   Nothing,      "answered", reasons=NEWS),
    row(UNANSWERED,           (SELLER, PLATFORM), "answer",          always,                           Answer,       "answered", implied=True),
    row("awaiting_seller",    SELLER,             "no_reply_needed", no_question_is_open,              Nothing,      "answered", implied=True),
    row("awaiting_seller",    SELLER,             "agree_change",    change_was_asked_before_dispatch, ChangeAgreed, "answered"),
    row("awaiting_seller",    SELLER,             "decline_change",  change_was_asked_before_dispatch, WhyNot,       "answered"),
    row("awaiting_seller",    CLOCK,              "alert_platform",  always,                           Nothing,      "awaiting_platform"),
    row("awaiting_platform",  PLATFORM,           "close",           always,                           Ground,       closed("answered")),
    row("answered",           BUYER,              "follow_up",       always,                           Nothing,      "awaiting_seller", implied=True),
    row("answered",           (BUYER, CLOCK),     "close",           always,                           Nothing,      closed("answered")),
)

QUESTION = workflow(
    "question", version=1, prefix="Q", reopens_in="awaiting_seller",
    rows=ROWS,
    waits=(
        wait("awaiting_seller",           SELLER,   WorkingDays(3),             then="alert_platform"),
        wait_forever("awaiting_platform", PLATFORM, alert_every=WorkingDays(2), because="only_a_person_can_answer"),
        wait("answered",                  BUYER,    CalendarDays(7),            then="close"),
    ),
    outcomes=("answered", "withdrawn_by_buyer", "converted"),
    everywhere=everywhere(ROWS, reopens_in="awaiting_seller"),
)
# fmt: on

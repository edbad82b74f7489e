"""What happens in the cases of the demo market place, as tables: after how long, who, does what, in which words.

The clock is an actor here too: where nobody acts in time it does, and a plot that it has overtaken ends there.
"""

from __future__ import annotations

from dataclasses import dataclass

from markets.durations import CalendarDays, WorkingHours
from workflows.grammar import BUYER, CARRIER, PAYMENTS, PLATFORM, SELLER, Role

ASK, ANSWER = "@question", "@answer"  # the seller's own pair of question and answer
KNOWN = ("de", "en", "nl")  # languages whose messages are split into single questions
DELIVERED, ON_ITS_WAY, PACKED, NO_ORDER = "delivered", "on its way", "packed", "no order"


@dataclass(frozen=True, slots=True)
class Step:
    """Somebody does something: ``event`` empty for plain words, ``words`` empty for the event's stored text."""

    after: WorkingHours | CalendarDays
    who: Role
    event: str
    words: str
    answers: str = "all"
    waives: bool = False
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Plot:
    """A case: how it is opened, on an order in which condition, what comes then, and how often it is told."""

    times: int
    kind: str
    reason: str
    words: str
    steps: tuple[Step, ...] = ()
    order: str = DELIVERED
    opened_by: Role = BUYER
    languages: tuple[str, ...] = ()
    brings: CalendarDays | None = None


def h(hours: int) -> WorkingHours:
    """So many working hours later, in the market of the case."""
    return WorkingHours(hours)


def d(days: int) -> CalendarDays:
    """About so many days later."""
    return CalendarDays(days)


def step(after: WorkingHours | CalendarDays, who: Role, event: str = "", words: str = "", **more: str | bool) -> Step:
    """One line of a table."""
    return Step(after, who, event, words, **more)  # type: ignore[arg-type]  # names and kinds are those of Step


def thanks(after: WorkingHours | CalendarDays) -> Step:
    """Thanks alone, to which nobody has to answer."""
    return step(after, BUYER, words="thanks", quiet=True)


# fmt: off
BACK = (
    step(d(2),  BUYER,    "ship",               "shipped"),
    step(d(2),  CARRIER,  "arrive",             "arrived"),
)
PAY = (
    step(h(9),  SELLER,   "refund",             "refund"),
    step(d(1),  PAYMENTS, "confirm_payment",    "paid"),
)
TAKEN = (
    step(h(20), SELLER,   "accept",             "accept"),
    *PAY,
)

QUESTIONS = (
    Plot(8, "question", "product", ASK, (
        step(h(5),  SELLER,   "",               ANSWER),
        thanks(d(1)),
    )),
    Plot(6, "question", "delivery", "where", (
        step(h(9),  SELLER,   "",               "parcel_news"),
        thanks(d(2)),
    ), order=ON_ITS_WAY, brings=d(2)),
    Plot(4, "question", "order", "two", (
        step(h(6),  SELLER,   "",               "two_first", answers="first"),
        step(h(1),  SELLER,   "promise_answer", "two_promise"),
        step(h(20), SELLER,   "",               "two_second"),
        thanks(d(1)),
    ), languages=KNOWN),
    Plot(2, "question", "order", "two", (
        step(h(7),  SELLER,   "",               "two_first", answers="first"),
        step(h(1),  SELLER,   "promise_answer", "two_promise"),
        step(d(5),  BUYER,    "",               "nudge"),
    ), languages=KNOWN),
    Plot(4, "question", "product", ASK, (
        step(h(30), SELLER,   "",               "late_answer"),
        step(d(1),  BUYER,    "",               "more/1"),
        step(h(30), SELLER,   "",               "late_answer"),
    )),
    Plot(3, "question", "delivery", "where", (
        step(d(3),  BUYER,    "",               "nudge"),
        step(d(5),  PLATFORM, "answer",         "platform_answer"),
    )),
    Plot(3, "question", "change", "change", (
        step(h(4),  SELLER,   "agree_change",   "change_agreed"),
        thanks(h(3)),
    ), order=PACKED, brings=d(4)),
    Plot(2, "question", "change", "change", (
        step(h(6),  SELLER,   "decline_change", "change_declined"),
    ), order=PACKED, brings=d(3)),
    Plot(2, "question", "product", ASK, (
        step(h(5),  SELLER,   "",               ANSWER),
        step(d(1),  BUYER,    "",               "cancel"),
        step(h(4),  SELLER,   "",               "no_reply_needed", waives=True),
    ), languages=KNOWN),
    Plot(2, "question", "delay", "delay", (
        step(h(8),  BUYER,    "",               "more/1"),
        step(h(6),  SELLER,   "",               "late_answer"),
    ), order=PACKED, opened_by=SELLER, brings=d(5)),
    Plot(3, "question", "product", ASK, (
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

RETURNS = (
    Plot(8, "return", "changed_mind", "changed_mind", (
        step(h(7),  SELLER,   "approve",        "approve"),
        *BACK,
        *TAKEN,
    )),
    Plot(3, "return", "does_not_fit", "does_not_fit", (
        step(h(10), SELLER,   "decline",        "decline"),
    )),
    Plot(4, "return", "damaged", "damaged", (
        step(h(6),  SELLER,   "request_information",   "ask_info"),
        step(d(1),  BUYER,    "give_information",      "info_given"),
        step(h(10), SELLER,   "refund_without_return", "refund_without"),
        *PAY,
    )),
    Plot(3, "return", "damaged", "damaged", (
        step(h(8),  SELLER,   "offer",          "offer"),
        step(d(1),  BUYER,    "accept_offer",   "accept_offer"),
        *PAY,
    )),
    Plot(2, "return", "changed_mind", "changed_mind", (
        step(h(8),  SELLER,   "offer",          "offer"),
        step(d(1),  BUYER,    "decline_offer",  "decline_offer"),
        step(h(5),  SELLER,   "approve",        "approve"),
        *BACK,
    )),
    Plot(3, "return", "does_not_fit", "does_not_fit", (
        step(d(2),  BUYER,    "",               "nudge"),
        step(d(3),  PLATFORM, "approve",        "platform_approve"),
        *BACK,
        *TAKEN,
    )),
    Plot(3, "return", "changed_mind", "changed_mind", (
        step(h(6),  SELLER,   "approve",        "approve"),
    )),
    Plot(2, "return", "changed_mind", "changed_mind", (
        step(h(8),  SELLER,   "approve",        "approve"),
        *BACK,
        step(h(20), SELLER,   "reject_units",   "reject"),
        step(d(2),  BUYER,    "ask_back",       "ask_back"),
        step(h(20), SELLER,   "send_back",      "send_back"),
    )),
    Plot(2, "return", "changed_mind", "changed_mind", (
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
    Plot(2, "return", "does_not_fit", "does_not_fit", (
        step(h(7),  SELLER,   "approve",        "approve"),
        *BACK,
    )),
)

WITHDRAWALS = (
    Plot(6, "withdrawal", "", "withdraw", (
        step(h(7),  SELLER,   "give_instructions", "instructions"),
        *BACK,
        *TAKEN,
    )),
    Plot(3, "withdrawal", "", "withdraw", (
        step(d(6),  BUYER,    "ship",           "shipped"),
        step(d(2),  CARRIER,  "arrive",         "arrived"),
        *TAKEN,
    )),
    Plot(2, "withdrawal", "", "withdraw", (
        step(h(9),  SELLER,   "contest_right",  "contest"),
        step(h(20), PLATFORM, "confirm_withdrawal", "platform_confirm"),
        *BACK,
    )),
    Plot(1, "withdrawal", "", "withdraw", (
        step(h(9),  SELLER,   "contest_right",  "contest"),
        step(h(20), PLATFORM, "refuse_withdrawal", "platform_refuse"),
    )),
    Plot(2, "withdrawal", "", "withdraw", (
        step(h(6),  SELLER,   "give_instructions", "instructions"),
        *BACK,
        step(h(20), SELLER,   "claim_value_loss", "value_loss"),
        step(d(1),  BUYER,    "agree_deduction", "agree_deduction"),
        *PAY,
    )),
    Plot(2, "withdrawal", "", "withdraw", (
        step(h(6),  SELLER,   "give_instructions", "instructions"),
        *BACK,
        step(h(20), SELLER,   "claim_value_loss", "value_loss"),
        step(d(1),  BUYER,    "dispute_deduction", "dispute_deduction"),
        step(h(30), PLATFORM, "decide_deduction", "platform_decide"),
        *PAY,
    )),
    Plot(2, "withdrawal", "", "withdraw", (
        step(h(5),  SELLER,   "give_instructions", "instructions"),
        step(d(1),  BUYER,    "ask_to_take_back", "take_back"),
        step(h(8),  SELLER,   "agree_take_back", "agree_take_back"),
    )),
    Plot(2, "withdrawal", "", "withdraw", (
        step(h(8),  SELLER,   "let_buyer_keep", "let_keep"),
        *PAY,
    )),
    Plot(2, "withdrawal", "", "withdraw", (
        step(d(6),  SELLER,   "refund",         "refund"),
        step(d(1),  PAYMENTS, "confirm_payment", "paid"),
    ), order=PACKED),
)
# fmt: on

PLOTS = (*QUESTIONS, *RETURNS, *WITHDRAWALS)

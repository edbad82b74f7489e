"""The words that plots are written in: after how long, who, does what, in which words.

The clock is an actor here too: where nobody acts in time it does, and a plot that it has overtaken ends there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from markets.durations import CalendarDays, WorkingHours
from workflows.grammar import BUYER, CARRIER, PAYMENTS, SELLER, Role

ASK, ANSWER = "@question", "@answer"  # the seller's own pair of question and answer
FAULT, FOUND, DONE = "@fault", "@found", "@done"  # what is wrong with an article, why, and what was done about it
KNOWN = ("de", "en", "nl")  # languages whose messages are split into single questions
DELIVERED, ON_ITS_WAY, PACKED, NO_ORDER = "delivered", "on its way", "packed", "no order"
CLAIM, CONVERTED = "claim", "converted"  # the linked case in which a step is taken
NOTE, ASSIGN, REVIEW = "write a note", "assign", "decide a review"


@dataclass(frozen=True, slots=True)
class Ago:
    """So many hours before the market place ends, so that what follows from a step has not come yet."""

    n: int


After = WorkingHours | CalendarDays | Ago


@dataclass(frozen=True, slots=True)
class Step:
    """Somebody does something: ``event`` empty for plain words, ``words`` empty for the event's stored text.

    ``fields`` are said in place of the example's. ``beside`` is the linked case that it is done in, ``another`` a
    second admin. ``unasked`` is a report of a carrier that no row takes.
    """

    after: After
    who: Role
    event: str
    words: str
    fields: Mapping[str, Any] = field(default_factory=dict)
    beside: str = ""
    another: bool = False
    answers: str = "all"
    waives: bool = False
    quiet: bool = False
    unasked: bool = False


@dataclass(frozen=True, slots=True)
class Plot:
    """A case: how it is opened, on an order in which condition, what comes then, and how often it is told.

    ``ago`` is when it was opened where it is told of a certain moment, else it is told all over the weeks. ``wish`` is
    the remedy that is wished, or the measure that is proposed, and ``lasts`` for how many days. ``late`` is one of the
    seller who is late time and again.
    """

    times: int
    kind: str
    reason: str
    words: str
    steps: tuple[Step, ...] = ()
    order: str = DELIVERED
    opened_by: Role = BUYER
    languages: tuple[str, ...] = ()
    brings: CalendarDays | None = None
    ago: CalendarDays | None = None
    pieces: int = 1
    wish: str = "refund"
    lasts: int = 30
    photos: bool = False
    late: bool = False


def h(hours: int) -> WorkingHours:
    """So many working hours later, in the market of the case."""
    return WorkingHours(hours)


def d(days: int) -> CalendarDays:
    """About so many days later."""
    return CalendarDays(days)


def step(after: After, who: Role, event: str = "", words: str = "", **more: Any) -> Step:
    """One line of a table; what it says beside its words is what ``Step`` has no name for."""
    own = {name: more.pop(name) for name in Step.__slots__ if name in more}
    return Step(after, who, event, words, more, **own)


def thanks(after: After) -> Step:
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
BROUGHT = (
    step(h(8),  SELLER,   "ship_remedy",        "remedy_sent"),
    step(d(2),  CARRIER,  "deliver",            "delivered"),
    step(d(1),  BUYER,    "confirm",            "works_again"),
)
REPAIRED = (
    step(h(6),  SELLER,   "start_repair",       "repair_begun"),
    step(d(3),  SELLER,   "complete_repair",    DONE),
    *BROUGHT,
)
# fmt: on

"""What a guard may look at: frozen facts of the case, its order, its money and its goods, and nothing more."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Unit:
    """So many pieces of one order line."""

    line: str
    quantity: int


@dataclass(frozen=True, slots=True)
class Sum:
    """Money of a case, each part apart, in the currency of its market."""

    goods: Decimal
    shipping: Decimal
    deduction: Decimal

    @property
    def total(self) -> Decimal:
        """What the buyer gets: goods + shipping - deduction."""
        return self.goods + self.shipping - self.deduction


@dataclass(frozen=True, slots=True)
class Offer:
    """What the seller offered last: its kind, how much, and until when it stands."""

    kind: str
    amount: Decimal
    valid_until: datetime


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything that is known when an actor wants to act. Guards see this alone, so they stay pure."""

    now: datetime
    zone: str
    market: str
    language: str
    country: str
    currency: str
    reason: str = ""
    units: tuple[Unit, ...] = ()
    has_order: bool = False
    buyer_is_consumer: bool = True
    # goods
    dispatched: bool = False
    nothing_comes_back: bool = False
    goods_are_back: bool = False
    goods_may_be_kept: bool = False
    sending_is_proven: bool = False
    on_its_way_back: bool = False
    label_was_promised: bool = False
    seller_collects: bool = False
    return_address: Mapping[str, str] | None = None
    # policy and law
    returns_until: datetime | None = None
    silence_approves: bool = False
    told_of_value_loss: bool = False
    statutory_is_due: bool = False
    # money
    price: Decimal = Decimal(0)
    standard_shipping: Decimal = Decimal(0)
    paid: Decimal = Decimal(0)
    refunded_on_order: Decimal = Decimal(0)
    money_moved: bool = False
    amount_due: Sum | None = None
    claimed_deduction: Decimal | None = None
    undisputed_paid: bool = False
    offer: Offer | None = None
    # conversation
    open_questions: tuple[str, ...] = ()
    unpromised_questions: tuple[str, ...] = ()
    waived_or_answered: tuple[str, ...] = ()
    withdrawal_words_unanswered: bool = False
    twin_is_open: bool = False
    asked_for: tuple[str, ...] = ()
    outcome: str = ""
    reopens_until: datetime | None = None
    tallies: Mapping[str, int] = field(default_factory=dict)

    def taken(self, event: str, role: str) -> int:
        """How often this side has done the event in this case."""
        return self.tallies.get(f"{event}.{role}", 0)

    @property
    def refundable(self) -> Decimal:
        """What of the price paid for the order has not been given back, payments under way counted."""
        return self.paid - self.refunded_on_order


@dataclass(frozen=True, slots=True)
class Guard:
    """A condition of a row, known beforehand: it decides what is offered. ``holds`` is None only for bounds."""

    name: str
    holds: Callable[[Facts], bool] | None


@dataclass(frozen=True, slots=True)
class GuardAnswer:
    """What one guard said."""

    name: str
    holds: bool


def guard(holds: Callable[[Facts], bool]) -> Guard:
    """Make a guard of a predicate; its name is the function's and reads after *if*."""
    return Guard(holds.__name__, holds)

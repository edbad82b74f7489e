"""What a guard may look at: frozen facts of the case, its order, its money and its goods, and nothing more."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
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
class Decided:
    """A decision of the platform on its way into the case that it is about."""

    in_favour_of: str
    remedy: str
    goods_come_back: bool = False
    nothing_more_to_pay: bool = False


@dataclass(frozen=True, slots=True)
class ClaimFacts:
    """What is known of a claim: who brought it, whose proposal is open, who was asked for evidence.

    ``remedies`` are what can be decided for the buyer in the case that it is about.
    """

    opened_by: str = ""
    remedies: tuple[str, ...] = ("refund", "repair", "replacement")
    proposal_of: str = ""
    proposal_until: datetime | None = None
    asked_of: tuple[str, ...] = ()
    remedy_was_given: bool = False
    in_favour_of: str = ""


@dataclass(frozen=True, slots=True)
class OnRecord:
    """A breach that a measure rests on: what it was, in which case, at which message (0: at none), and when."""

    kind: str
    number: str
    seq: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Crossing:
    """A threshold that was crossed: a metric over so many days, its value on so many cases, and the line.

    ``lasts`` is for how many days the measure then stands, None for one without an end.
    """

    metric: str
    days: int
    value: float
    cases: int
    line: float
    lasts: int | None


@dataclass(frozen=True, slots=True)
class SanctionFacts:
    """What is known of a measure against a seller; ``ground`` is why it is urgent, if it is."""

    measure: str = ""
    proposed_at: datetime | None = None
    may_respond_until: datetime | None = None
    seller_has_responded: bool = False
    danger: bool = False
    imposed_by_rule: bool = False
    ends_at: datetime | None = None
    appeal_until: datetime | None = None
    breaches: tuple[str, ...] = ()
    ground: str = ""
    rule: str = ""
    recorded: tuple[OnRecord, ...] = ()
    crossing: Crossing | None = None
    proposed_until: date | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything that is known when an actor wants to act. Guards see this alone, so they stay pure."""

    now: datetime
    zone: str
    market: str
    language: str
    country: str
    currency: str
    kind: str = ""
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
    price_cut_asked: Decimal | None = None
    # lack of conformity and guarantees
    wished_remedy: str = ""
    silence_accepts: bool = False
    answer_due: datetime | None = None
    burden_is_the_sellers: bool = False
    request_was_not_answered: bool = False
    second_remedy_is_open: bool = False
    defect_is_minor: bool = False
    refund_was_chosen: bool = False
    buyer_has_chosen: bool = False
    cover_is_confirmed: bool = False
    waits_longer_until: datetime | None = None
    # delivery
    promised_until: datetime | None = None
    agreed_until: datetime | None = None
    # the platform
    held_by_claim: bool = False
    claim_is_open: bool = False
    claim_asks_for: str = ""
    escalates_until: datetime | None = None
    seller_was_late: bool = False
    seller_refused: bool = False
    remedy_is_overdue: bool = False
    taken_over: bool = False
    decided: Decided | None = None
    actor: str = ""
    admins_before: tuple[str, ...] = ()
    claim: ClaimFacts = ClaimFacts()
    sanction: SanctionFacts = SanctionFacts()
    # conversation
    open_questions: tuple[str, ...] = ()
    unpromised_questions: tuple[str, ...] = ()
    waived_or_answered: tuple[str, ...] = ()
    withdrawal_words_unanswered: bool = False
    withdrawal_declared_in: str = ""
    withdrawal_until: datetime | None = None
    twin_is_open: bool = False
    asked_for: tuple[str, ...] = ()
    outcome: str = ""
    reopens_until: datetime | None = None
    tallies: Mapping[str, int] = field(default_factory=dict)

    def taken(self, event: str, role: str, states: tuple[str, ...]) -> int:
        """How often this side has done the event in these states of the case."""
        return sum(self.tallies.get(f"{event}.{role}.{state}", 0) for state in states)

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

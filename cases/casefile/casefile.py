"""A case with everything that a decision about it needs, as one value read in one statement."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import msgspec

from cases.casefile.terms import Terms, UnitRow
from cases.sellers.profile import Absence
from cases.timers.deadline import Deadline
from markets.calendars import Calendar, calendar_of
from workflows.grammar import CLOSED, Workflow
from workflows.registry import workflow_named


class ParcelBack(msgspec.Struct, omit_defaults=True):
    """A parcel on its way to the seller."""

    carrier: str = ""
    tracking: str = ""
    proof_of_posting: str = ""
    sent_at: datetime | None = None
    arrived_at: datetime | None = None


class Payment(msgspec.Struct, omit_defaults=True):
    """An instruction to pay the buyer: ``pending``, ``paid`` or ``failed``."""

    goods: Decimal
    shipping: Decimal
    deduction: Decimal
    reference: str
    state: str = "pending"
    undisputed: bool = False

    @property
    def total(self) -> Decimal:
        """What the buyer gets."""
        return self.goods + self.shipping - self.deduction


class AmountDue(msgspec.Struct):
    """What is owed to the buyer, each part apart."""

    goods: Decimal
    shipping: Decimal
    deduction: Decimal


class OfferState(msgspec.Struct):
    """The seller's standing offer."""

    offer: str
    amount: Decimal
    valid_until: datetime


class Owed(msgspec.Struct, omit_defaults=True):
    """A buyer's message that waits for an answer: its place, its first due moment, whether that was missed."""

    seq: int
    due_at: datetime
    missed: bool = False


class Settled(msgspec.Struct, omit_defaults=True):
    """A message whose clock ended: when, with how many working seconds left, and whether it was waived.

    ``due_at`` is when it was due first, and ``missed`` whether that had passed.
    """

    seq: int
    at: datetime
    left: int
    waived: bool = False
    due_at: datetime | None = None
    missed: bool = False


class Stopped(msgspec.Struct, array_like=True):
    """A deadline that stands still while a message is held: which, and when it was due first."""

    seq: int
    number: int
    due_at: datetime


class HeldMessage(msgspec.Struct, omit_defaults=True):
    """A message that waits for a person of the platform: its place, and what stands still meanwhile."""

    seq: int
    stopped: list[Stopped] = []


class Ruling(msgspec.Struct, omit_defaults=True):
    """What the platform decided about the case in a claim, as it took effect here."""

    claim: str
    in_favour_of: str
    remedy: str
    amount: Decimal | None = None
    goods_come_back: bool = False


class ClaimState(msgspec.Struct, omit_defaults=True):
    """How a claim stands: what it is about, who brought it, what was asked, proposed and decided."""

    source: str
    opened_by: str
    asks_for: str = ""
    proposal_of: str = ""
    proposal_until: datetime | None = None
    proposal: str = ""
    proposed_amount: Decimal | None = None
    asked_of: list[str] = []
    in_favour_of: str = ""
    breach: str = ""


class Recorded(msgspec.Struct, array_like=True):
    """A breach as a measure names it: what it was, in which case, at which message (0: at none), and when."""

    kind: str
    number: str
    seq: int
    at: datetime


class Crossed(msgspec.Struct, array_like=True):
    """The threshold that was crossed: the metric over so many days, its value on so many cases, and the line.

    ``lasts`` is for how many days the measure then stands, None for one without an end.
    """

    metric: str
    days: int
    value: float
    cases: int
    line: float
    lasts: int | None


class Measure(msgspec.Struct, omit_defaults=True):
    """How a measure against a seller stands; ``recorded`` is what it rests on as it was when it was proposed."""

    measure: str
    proposed_at: datetime
    breaches: list[str] = []
    urgent: bool = False
    until: date | None = None
    responded: bool = False
    imposed_at: datetime | None = None
    ground: str = ""
    rule: str = ""
    metric: str = ""
    lasts: int | None = None
    recorded: list[Recorded] = []
    crossed: Crossed | None = None


class Progress(msgspec.Struct, omit_defaults=True):
    """What the log amounts to so far, beyond the state. Derived from messages, kept beside the head of the log.

    ``policy`` is the version under which the case was opened; empty in a case that is older than versions.
    """

    policy: str = ""
    price: Decimal = Decimal(0)
    whole_order: bool = False
    tallies: dict[str, int] = {}
    left: dict[str, str] = {}
    laws_over: list[str] = []
    owed: list[Owed] = []
    settled: list[Settled] = []
    claimed: list[str] = []
    broken_promises: list[int] = []
    silence_counted: bool = False
    told_away_until: date | None = None
    held: list[HeldMessage] = []
    buyer_day: str = ""
    buyer_messages: int = 0
    withdrawal_words: list[int] = []
    asked_items: list[str] = []
    delivered_at: datetime | None = None
    parcels: list[ParcelBack] = []
    goods_back_at: datetime | None = None
    sending_proven_at: datetime | None = None
    label_promised: bool = False
    seller_collects: bool = False
    may_be_kept: bool = False
    offer: OfferState | None = None
    accepted: Decimal | None = None
    claimed_deduction: Decimal | None = None
    deduction: Decimal | None = None
    due: AmountDue | None = None
    payments: list[Payment] = []
    counts_from: datetime | None = None
    wished: str = ""
    remedy: str = ""
    remedies_failed: int = 0
    remedy_is_late: bool = False
    refused: bool = False
    defect_is_minor: bool = False
    accepted_by_silence: bool = False
    request_unanswered: bool = False
    refund_chosen: bool = False
    promised_refund: Decimal | None = None
    price_cut_asked: Decimal | None = None
    chosen: bool = False
    repaired: bool = False
    covered: bool = False
    waits_until: date | None = None
    agreed_on: date | None = None
    missed_by_seller: int = 0
    taken_over: bool = False
    ruling: Ruling | None = None
    admins: list[str] = []
    claim: ClaimState | None = None
    measure: Measure | None = None


class CaseRow(msgspec.Struct):
    """A row of ``cases``; the fields are its columns."""

    id: str
    number: str
    kind: str
    workflow: str
    market: str
    lang: str
    order_id: str | None
    order_revision: int | None
    seller_id: str
    buyer_id: str | None
    reason: str
    about: dict[str, Any] | None
    units: list[UnitRow]
    opened_at: datetime
    version: int
    state: str
    head: str
    updated_at: datetime
    closed_at: datetime | None
    outcome: str
    held_by: str | None
    reply_due_at: datetime | None
    overdue: int
    progress: Progress


class OrderHead(msgspec.Struct):
    """The order as this case sees it: its version across cases, and the terms under which the case was opened."""

    id: str
    version: int
    revision: int
    refunded: Decimal
    terms: Terms


class QuestionRow(msgspec.Struct):
    """A question of a message; ``state`` is ``open``, ``promised``, ``answered`` or ``waived``."""

    case_id: str
    seq: int
    number: int
    start: int
    stop: int
    state: str
    by_seq: int | None
    at: datetime


class Asking(msgspec.Struct):
    """The words of a question that waits for its answer, and their language."""

    seq: int
    number: int
    text: str
    lang: str


class Sibling(msgspec.Struct):
    """Another case of the same order."""

    id: str
    kind: str
    state: str
    outcome: str
    units: list[UnitRow]
    opened_at: datetime
    reason: str = ""
    source: str = ""
    asks_for: str = ""
    repaired: bool = False
    price: Decimal = Decimal(0)
    payments: list[Payment] = []
    goods_back: bool = False

    @property
    def paid(self) -> Decimal:
        """What of the price of its units has reached the buyer."""
        return sum((pay.goods for pay in self.payments if pay.state == "paid"), Decimal(0))

    @property
    def gave_back(self) -> bool:
        """Whether its units are given back: paid for, and with the seller or paid for whole.

        What was paid for less and stays is the buyer's, with all the rights that there are.
        """
        has_paid = any(pay.state == "paid" for pay in self.payments)
        return has_paid and (self.goods_back or self.paid >= self.price)


class PersonRow(msgspec.Struct):
    """Who somebody is; ``external_id`` is None of somebody who was erased."""

    id: str
    realm: str
    external_id: str | None
    name: str
    lang: str


class CaseFile(msgspec.Struct):
    """Everything that deciding about a case needs, as it was in one moment of the database.

    ``return_address`` is the seller's own in the case's market, and ``asking`` has the words of the questions that
    wait, but of those whose words were destroyed. ``absences`` are the seller's days off, and ``has_deputy`` whether
    somebody stands in. ``recorded`` and ``crossed`` are what a measure that is being proposed rests on.
    """

    case: CaseRow
    order: OrderHead | None
    deadlines: list[Deadline]
    questions: list[QuestionRow]
    siblings: list[Sibling]
    buyer: PersonRow | None
    seller_name: str
    return_address: dict[str, str] | None = None
    asking: list[Asking] = []
    absences: list[Absence] = []
    has_deputy: bool = False
    seller_is_legal_person: bool = False
    recorded: list[Recorded] = []
    crossed: Crossed | None = None

    @property
    def workflow(self) -> Workflow:
        """The version of the table that the case was opened under."""
        return workflow_named(self.case.workflow)

    @property
    def calendar(self) -> Calendar:
        """The market's calendar."""
        return calendar_of(self.case.market)

    @property
    def customer(self) -> PersonRow:
        """The buyer, in a case that has one: all but measures against sellers."""
        assert self.buyer is not None
        return self.buyer

    @property
    def counts_from(self) -> datetime:
        """From when its periods count: an earlier case or message, where it goes on from one."""
        return self.case.progress.counts_from or self.case.opened_at

    @property
    def is_open(self) -> bool:
        """Whether the case is not closed."""
        return self.case.state != CLOSED

    def open_questions(self) -> list[QuestionRow]:
        """The questions that have no answer yet, promised ones included."""
        return [question for question in self.questions if question.state in ("open", "promised")]

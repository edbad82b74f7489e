"""What the API answers, as models for the documentation; verbs build the bodies themselves.

Enumerations of states, events and kinds are plain strings here, because they may grow within a version.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Moment = Annotated[str, Field(json_schema_extra={"format": "date-time"})]
Actor = Literal["buyer", "seller", "platform", "carrier", "payments", "clock"]


class Shape(BaseModel):
    """An answer may grow within a version, so its schema stays open."""

    model_config = ConfigDict(frozen=True)


class Money(Shape):
    """A sum with its currency."""

    amount: str
    currency: str


class Party(Shape):
    """A seller, by the market place's id."""

    id: str
    name: str


class BuyerOfCase(Shape):
    """The buyer, by the market place's id (none after erasure), and the language of the case."""

    id: str | None
    name: str
    lang: str


class Units(Shape):
    """So many pieces of one line of the order."""

    line: str
    quantity: int


class Link(Shape):
    """Another case that belongs to this one."""

    case: str
    kind: str
    relation: str


class AmountDue(Shape):
    """What is owed to the buyer; null before it is fixed; total = goods + shipping - deduction."""

    goods: Money | None
    shipping: Money | None
    deduction: Money | None
    total: Money | None


class Rights(Shape):
    """Until when the buyer's rights run (the end of the day), and by which law.

    A repair moves the end of the guarantee once, where the market's law says so; an order has the latest of its units.
    """

    withdrawal_until: Moment | None
    guarantee_until: Moment | None
    burden_of_proof_until: Moment | None
    source: str
    verified: bool


class Action(Shape):
    """What the asker may do now; ``fields`` is a JSON Schema whose first example fits this case."""

    event: str
    label: str
    mandatory: bool
    due_at: Moment | None
    fields: dict[str, Any]


class Counted(Shape):
    """A stretch of time that counted."""

    from_: Annotated[Moment, Field(alias="from")]
    to: Moment
    seconds: int


class Skipped(Shape):
    """A day that did not count, and why."""

    date: str
    why: str


class Explanation(Shape):
    """How a deadline came about."""

    counted: list[Counted]
    skipped: list[Skipped]


class Deadline(Shape):
    """Whoever must act, until when, and what follows; ``due_at`` is null while it is paused."""

    id: str
    kind: str
    name: str
    on: Actor
    due_at: Moment | None
    state: Literal["open", "paused", "met", "missed", "waived", "cancelled"]
    then: list[str]
    started_by: str
    extended_from: Moment | None
    explanation: Explanation


class Question(Shape):
    """Something that the buyer asked."""

    id: str
    message: str
    text: str
    state: Literal["open", "answered", "promised", "waived"]
    answered_by: str | None


class Case(Shape):
    """A case as the asker sees it."""

    id: str
    number: str
    kind: str
    workflow: str
    state: str
    outcome: str | None
    version: int
    market: str
    order: str | None
    about: dict[str, str] | None
    seller: Party
    buyer: BuyerOfCase | None
    units: list[Units]
    reason: str | None
    opened_at: Moment
    updated_at: Moment
    closed_at: Moment | None
    links: list[Link]
    held_by: str | None
    reply_due_at: Moment | None
    waits_on: list[Actor]
    amount_due: AmountDue
    rights: Rights | None
    available_actions: list[Action]
    deadlines: list[Deadline]
    questions: list[Question]
    assignee: str | None


class Author(Shape):
    """Who wrote; no id for the clock and after erasure."""

    role: Actor
    id: str | None
    name: str


class Message(Shape):
    """A message as every reader of the case sees it; no ``body`` where the words were redacted or are held."""

    id: str
    case: str
    seq: int
    author: Author
    body: str | None
    lang: str
    kind: Literal["chat", "status", "system"]
    event: str | None
    delivery: Literal["delivered", "held", "masked"]
    answers: list[str]
    waives: list[str]
    corrects: str | None
    attachments: list[str]
    created_at: Moment
    prev_hash: str
    hash: str


class Transition(Shape):
    """A message that carries an event, as a line of the audit trail."""

    case: str
    seq: int
    event: str
    from_: Annotated[str | None, Field(alias="from")]
    to: str
    actor: Author
    message: str
    fields: dict[str, Any] | None
    at: Moment
    prev_hash: str
    hash: str


class Written(Shape):
    """The message that was written, the transition that it is (null for a plain one), and the case after it."""

    message: Message
    transition: Transition | None
    case: Case


class Finding(Shape):
    """Something in the words that a rule of conduct names, and what follows.

    ``span`` counts code points of the text at ``pointer``, the end exclusive; ``reason`` says why to whoever wrote it.
    """

    label: str
    span: list[int]
    pointer: str
    rule: str
    action: str
    reason: str


class ReplyReview(Shape):
    """What an automatic review finds in a seller's words: ``ok``, ``partial``, ``vague`` or no answer at all.

    ``counts`` is false where the seller's own ``answers`` stand in its place.
    """

    verdict: str
    because: str
    counts: bool


class Preview(Shape):
    """What a message would do; nothing was written.

    ``unanswered`` are the questions that would stay open, and ``reply`` what the review of a seller's words says, null
    where nothing waits for an answer.
    """

    state: str
    transition: Transition | None
    deadlines: list[Deadline]
    findings: list[Finding]
    unanswered: list[str]
    reply: ReplyReview | None


class CasePage(Shape):
    """A page of cases."""

    items: list[Case]
    next: str | None


class MessagePage(Shape):
    """A page of messages, oldest first."""

    items: list[Message]
    next: str | None


class CaseOfHit(Shape):
    """The case that a found message belongs to."""

    id: str
    number: str
    kind: str
    state: str
    order: str | None


class Excerpt(Shape):
    """Some of the words of what was found, as they were written; each span is the start and the end of a word that was
    sought, in code points, the end exclusive."""

    text: str
    spans: list[list[int]]


class FileOfHit(Shape):
    """The file that an excerpt is of, by the name under which it is kept."""

    id: str
    name: str


class Hit(Shape):
    """A message that holds what was sought, or names a file that does."""

    message: Message
    case: CaseOfHit
    excerpt: Excerpt
    attachment: FileOfHit | None


class HitPage(Shape):
    """A page of what was found, the newest first."""

    items: list[Hit]
    next: str | None


class TransitionPage(Shape):
    """A page of the audit trail, oldest first."""

    items: list[Transition]
    next: str | None


class BuyerOfOrder(BuyerOfCase):
    """Who bought, and whether as a consumer."""

    type: Literal["consumer", "business"]
    country: str


class Parcel(Shape):
    """A parcel on its way to the buyer."""

    id: str
    carrier: str
    tracking: str
    lines: list[str]
    shipped_at: Moment | None
    delivered_at: Moment | None


class Line(Shape):
    """One line of an order; ``discount`` is of the whole line."""

    line: str
    sku: str
    title: str
    quantity: int
    unit_price: str
    discount: str
    kind: Literal["goods", "digital", "service"]
    bulky: bool
    withdrawal_exception: str | None


class Agreed(Shape):
    """Something that was agreed, or decided in the parties' place, in a case of the order."""

    case: str
    what: str
    amount: Money | None


class Order(Shape):
    """An order as it was imported last, with its cases, what was agreed in them, and the rights that still run."""

    id: str
    market: str
    seller: Party
    buyer: BuyerOfOrder
    currency: str
    placed_at: Moment
    promised_at: Moment | None
    delivered_at: Moment | None
    parcels: list[Parcel]
    shipping: str
    shipping_standard: str
    withdrawal_informed_at: Moment | None
    lines: list[Line]
    cases: list[Case]
    agreed: list[Agreed]
    rights: Rights
    withdrawal_link: str | None = None


class OrderPage(Shape):
    """A page of orders, the newest first."""

    items: list[Order]
    next: str | None


class FieldFault(Shape):
    """What is wrong, where (a JSON pointer into the body, or into ``/query`` and ``/headers``)."""

    pointer: str
    reason: str


class GuardAnswer(Shape):
    """What one condition said; ``reason`` is empty where it holds."""

    name: str
    holds: bool
    reason: str


class Problem(Shape):
    """A refusal (RFC 9457) with a stable ``code``; what stands beside depends on the code."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    errors: list[FieldFault] = []
    guards: list[GuardAnswer] = []
    state: str | None = None
    version: int | None = None
    available_actions: list[Action] = []
    unseen: list[Message] = []
    rule: str | None = None
    spans: list[tuple[int, int, str]] = []
    findings: list[Finding] = []
    automated: bool | None = None
    refusal: str | None = None
    object_until: Moment | None = None
    how_to_object: str | None = None


class Imported(Shape):
    """What became of one order."""

    index: int
    id: str | None
    result: Literal["created", "updated", "unchanged", "refused"]
    error: Problem | None = None


class ImportReport(Shape):
    """What became of each order, in the order in which they came."""

    items: list[Imported]


class Note(Shape):
    """An inside note, which nobody but the writer's own team sees."""

    id: str
    case: str
    author: Author
    body: str
    created_at: Moment


class NotePage(Shape):
    """A page of notes, oldest first."""

    items: list[Note]
    next: str | None


class BatchItem(Shape):
    """What became of one message: the message (201), or the problem that refused it."""

    index: int
    status: int
    message: Message | None = None
    error: Problem | None = None


class BatchReport(Shape):
    """What became of each message, in the order in which they came."""

    items: list[BatchItem]


class Attachment(Shape):
    """A stored file."""

    id: str
    sha256: str
    content_type: str
    size: int


class ReturnAddress(Shape):
    """Where goods go back to in one market."""

    name: str
    street: str
    postal_code: str
    city: str
    country: str


class Absence(Shape):
    """Days off, both ends included."""

    from_: Annotated[str, Field(alias="from", json_schema_extra={"format": "date"})]
    until: Annotated[str, Field(json_schema_extra={"format": "date"})]


class Deputy(Shape):
    """Who stands in."""

    sub: str
    name: str


class Profile(Shape):
    """What a seller says of themselves; ``return_addresses`` are by the code of the market."""

    id: str
    name: str
    return_addresses: dict[str, ReturnAddress]
    languages: list[str]
    absences: list[Absence]
    deputy: Deputy | None
    legal_person: bool


class Breach(Shape):
    """Something that a seller missed or said against the rules, whether it counts and why.

    Words that were refused led to no message and, where they would have opened a case, to no case.
    """

    id: str
    kind: str
    case: str | None
    message: str | None
    deadline: str | None
    at: Moment
    counts: bool
    because: str


class Metrics(Shape):
    """The figures of the window; a rate is null where there is nothing to judge by."""

    on_time_rate: float | None
    median_reply_working_seconds: int | None
    p90_reply_working_seconds: int | None
    messages: int
    missed: int
    conduct: int
    claims_lost: int
    promises_kept_rate: float | None


class BecauseOfFigure(Shape):
    """Why a figure is what it is; a part of the score has its points, of how many."""

    figure: str
    because: str
    points: float | None = None
    of: float | None = None


class Standing(Shape):
    """How a seller stands: score 0 to 100, visibility 0 to 1, whether they may sell, since when and until when."""

    score: float
    visibility: float
    selling: Annotated[str, Field(json_schema_extra={"enum": ["allowed", "restricted", "suspended", "removed"]})]
    since: Moment | None
    until: Moment | None
    metrics: Metrics
    window_days: int
    because: list[BecauseOfFigure]


class BreachPage(Shape):
    """A page of breaches, the newest first."""

    items: list[Breach]
    next: str | None


class Outage(Shape):
    """A window in which the platform or a carrier failed; without a market in all of them."""

    id: str
    scope: Annotated[str, Field(json_schema_extra={"enum": ["platform", "carrier"]})]
    carrier: str | None
    market: str | None
    since: Moment
    until: Moment
    reason: str
    declared_at: Moment


class OutageDeclared(Outage):
    """The window, how many deadlines are later for it, and how many breaches count no more."""

    extended: int
    struck: int


class OutagePage(Shape):
    """A page of outage windows, the newest first."""

    items: list[Outage]
    next: str | None


class ImposedSoOften(Shape):
    """How often a measure was imposed on a ground: a figure of the record, `danger`, `fraud`, or `other`."""

    measure: Annotated[str, Field(json_schema_extra={"enum": ["warning", "restriction", "suspension", "removal"]})]
    ground: str
    automated: bool
    count: int


class MeasureCounts(Shape):
    """Measures of the period; an automated one was decided by the market's rule, without a person."""

    proposed: int
    proposed_automatically: int
    dismissed: int
    imposed: list[ImposedSoOften]
    lifted: int


class AppealCounts(Shape):
    """Appeals of measures; `lodged` in the period, the others decided in it, `reversed` for the seller."""

    lodged: int
    upheld: int
    upheld_in_part: int
    reversed: int
    median_seconds_to_decide: int | None


class ObjectionCounts(Shape):
    """Objections to automatic verdicts and to breaches; `by_subject` of those lodged: refusal, message or breach."""

    lodged: int
    by_subject: dict[str, int]
    upheld: int
    struck: int
    median_seconds_to_decide: int | None


class Statistics(Shape):
    """Measures against sellers, appeals and objections in a period; what is at `until` itself is not in it."""

    from_: Annotated[Moment, Field(alias="from")]
    until: Moment
    measures: MeasureCounts
    appeals: AppealCounts
    objections: ObjectionCounts


class LawRow(Shape):
    """One rule of one market, in force between two dates, with its source."""

    subject: str
    value: int | None
    unit: str
    silence: str | None
    valid_from: str
    valid_to: str | None
    source: str
    verified: bool


class Market(Shape):
    """A market: where, in which money and languages, under which law."""

    code: str
    name: str
    zone: str
    currency: str
    languages: list[str]
    subdivision: str | None
    law: list[LawRow]


class MarketPage(Shape):
    """Every market."""

    items: list[Market]
    next: str | None


class WorkedOut(Explanation):
    """When an answer is due, what was counted, what was skipped and why."""

    due: Moment
    due_utc: Moment


class WorkflowName(Shape):
    """A kind of case and its version."""

    kind: str
    version: int


class WorkflowPage(Shape):
    """Every kind of case."""

    items: list[WorkflowName]
    next: str | None


class State(Shape):
    """A state: whom it waits on, how long, and what the clock does then."""

    name: str
    final: bool
    waits_on: list[Actor]
    within: str | None
    then: list[str]
    because: str | None


class Row(Shape):
    """An arrow of the table; ``from`` is null where it opens a case."""

    from_: Annotated[str | None, Field(alias="from")]
    event: str
    by: list[Actor]
    if_: Annotated[list[str], Field(alias="if")]
    provided: list[str]
    to: str
    outcome: list[str]
    fields: dict[str, Any]


class Workflow(WorkflowName):
    """A kind of case as its table has it."""

    initial: list[str]
    states: list[State]
    rows: list[Row]


class Review(Shape):
    """Something that a person of the platform must look at; ``decision`` is null while nobody has.

    What was refused led to no message and, where it would have opened a case, to no case. ``body`` is what was said
    against the verdict, for whoever said it and for the platform.
    """

    id: str
    kind: str
    case: str | None
    message: str | None
    refusal: str | None
    breach: str | None
    body: str | None
    opened_at: Moment
    decision: str | None
    decided_at: Moment | None
    decided_by: str | None


class ReviewPage(Shape):
    """A page of reviews, the oldest first."""

    items: list[Review]
    next: str | None


class ClockMoved(Shape):
    """What happened while the sandbox's clock moved."""

    from_: Annotated[Moment, Field(alias="from")]
    to: Moment
    fired: dict[str, int]
    warnings: int
    messages: int


class Alive(Shape):
    """The process answers."""

    alive: bool


class Ready(Shape):
    """Whether requests can be served; ``missing`` names what is not there."""

    ready: bool
    missing: list[str]


class Event(Shape):
    """Something that happened: ids and versions, never words.

    ``case`` and ``version`` are null for what is about a seller. Types and what stands beside may grow in number.
    """

    model_config = ConfigDict(frozen=True, extra="allow")
    position: int
    type: str
    timestamp: Moment
    case: str | None
    version: int | None
    market: str | None
    seller: str | None


class EventPage(Shape):
    """A page of the feed, the oldest first, and from where to where the whole feed reaches."""

    items: list[Event]
    next: str | None
    first: int
    last: int


class Webhook(Shape):
    """An address that is called when something happens.

    ``waiting`` is how many events it has not got yet. One that takes nothing for three days, or says 410, is disabled;
    read the feed from before ``undelivered_from`` for what it never got.
    """

    id: str
    url: str
    types: list[str] | None
    state: Literal["active", "failing", "disabled"]
    created_at: Moment
    delivered_at: Moment | None
    failing_since: Moment | None
    retry_at: Moment | None
    last_error: str | None
    waiting: int
    undelivered_from: int | None
    disabled_at: Moment | None
    disabled_because: Literal["gone", "failing"] | None


class WebhookWithSecret(Webhook):
    """The webhook with the secret that signs, which is shown this once."""

    secret: str


class WebhookPage(Shape):
    """A page of webhooks, the oldest first."""

    items: list[Webhook]
    next: str | None


class Tried(Shape):
    """What came of a call: the status, null where nobody answered, and then why."""

    delivered: bool
    status: int | None
    error: Literal["no_answer", "too_slow", "certificate", "not_public"] | None

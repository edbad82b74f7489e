"""The bodies that the API takes; closed, bounded, each with an example. An absent field may also be null."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticKnownError

from cases.outbox.addresses import LONGEST as LONGEST_ADDRESS
from cases.outbox.events import Event
from cases.sellers.profile import MOST
from workflows.fields.parcels import Address

MOST_AT_ONCE = 100
Name = Annotated[str, Field(min_length=1, max_length=200)]
Moment = Annotated[AwareDatetime, Field(strict=False)]
"""A time with its offset, which in JSON is a text."""
Words = Annotated[str, Field(max_length=20_000)]
Lang = Annotated[str, Field(max_length=35, pattern=r"^([A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*)?$")]


def _is_printable(value: str) -> str:
    """As a token's ``sub`` is, so that what is named here can ask one day."""
    if not value.isprintable():
        raise ValueError("this has characters that no name has")
    return value


def _day(value: object) -> object:
    """A date as JSON has it; what is no text is left for the strict type to refuse."""
    if not isinstance(value, str):
        return value
    try:
        if len(value) == len("2026-04-09"):
            return date.fromisoformat(value)
    except ValueError:
        pass
    raise PydanticKnownError("date_parsing", {"error": "not written as a date"})


def _is_event(value: str) -> str:
    """One of the types of the feed."""
    if value not in tuple(Event):
        raise PydanticKnownError("enum", {"expected": ", ".join(Event)})
    return value


EventType = Annotated[
    str, AfterValidator(_is_event), Field(json_schema_extra={"enum": [str(event) for event in Event]})
]
Day = Annotated[date, BeforeValidator(_day)]
Sub = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(_is_printable)]
Names = Annotated[list[Name], Field(max_length=200)]


def _taking(*examples: dict[str, Any]) -> ConfigDict:
    """Closed and strict: ``"1"`` is no number."""
    return ConfigDict(extra="forbid", strict=True, frozen=True, json_schema_extra={"examples": list(examples)})


class WordsIn(BaseModel):
    """The words of an opening message, and their language (absent: the reader's)."""

    model_config = _taking({"body": "Does the milk frother come with it?", "lang": "en"})
    body: Words | None = None
    lang: Lang | None = None


class MessageIn(BaseModel):
    """A message to a case: the only way a case moves.

    ``answers`` absent answers every question; ``version`` is the last that was seen, absent where that does not matter.
    """

    model_config = _taking(
        {"body": "Yes, it comes with one.", "lang": "en", "event": "answer", "version": 1},
        {"body": "Thank you, that is what I wanted to know.", "reply_expected": False},
    )
    body: Words | None = None
    lang: Lang | None = None
    event: Annotated[str, Field(min_length=1, max_length=100)] | None = None
    fields: dict[str, Any] | None = None
    answers: Names | None = None
    waives: Names | None = None
    reply_expected: bool | None = None
    attachments: Annotated[list[Name], Field(max_length=20)] | None = None
    corrects: Name | None = None
    version: Annotated[int, Field(ge=1, le=2_000_000_000)] | None = None


class BatchItemIn(MessageIn):
    """A message of a batch, with the case to which it is written."""

    model_config = _taking({"case": "019ddf2c-6c1e-7a40-9d3f-2f6f6d0c51aa", "body": "Yes, it comes with one."})
    case: Name


class BatchIn(BaseModel):
    """Up to 100 messages, each written, or refused, on its own."""

    model_config = _taking({"items": [{"case": "019ddf2c-6c1e-7a40-9d3f-2f6f6d0c51aa", "body": "Yes, it does."}]})
    items: Annotated[list[BatchItemIn], Field(min_length=1, max_length=MOST_AT_ONCE)]


class UnitIn(BaseModel):
    """So many pieces of one line."""

    model_config = _taking({"line": "1", "quantity": 1})
    line: Name
    quantity: Annotated[int, Field(ge=1, le=100_000)]


class AboutIn(BaseModel):
    """What a question before the sale is about."""

    model_config = _taking({"market": "DE", "seller": "s-17", "sku": "CM-200", "title": "Coffee machine CM 200"})
    market: Annotated[str, Field(pattern="^[A-Z]{2}$")]
    seller: Name
    sku: Annotated[str, Field(max_length=200)]
    title: Annotated[str, Field(min_length=1, max_length=300)]


class CaseIn(BaseModel):
    """A case to be opened, on an order or (a question) before the sale ``about`` an article.

    ``on_behalf_of`` is the id of the buyer for whom the market place's own people or systems open it. A measure
    against a seller (``sanction``) names ``seller`` and ``market`` in place of an order.
    """

    model_config = _taking(
        {
            "kind": "question",
            "order": "DE-2077",
            "units": [{"line": "1", "quantity": 1}],
            "reason": "product",
            "message": {"body": "Does the milk frother come with it?", "lang": "en"},
        },
        {"kind": "withdrawal", "order": "DE-2077"},
    )
    kind: Annotated[str, Field(min_length=1, max_length=50)]
    order: Name | None = None
    about: AboutIn | None = None
    units: Annotated[list[UnitIn], Field(max_length=500)] | None = None
    reason: Annotated[str, Field(max_length=200)] | None = None
    message: WordsIn | None = None
    fields: dict[str, Any] | None = None
    attachments: Annotated[list[Name], Field(max_length=20)] | None = None
    reply_expected: bool | None = None
    on_behalf_of: Name | None = None
    seller: Name | None = None
    market: Annotated[str, Field(pattern="^[A-Z]{2}$")] | None = None


class NoteIn(BaseModel):
    """An inside note: plain text."""

    model_config = _taking({"body": "She called twice; the second machine is in the post."})
    body: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=5_000)]


class AssigneeIn(BaseModel):
    """Who of the asker's own team has the case, by the ``sub`` of their token; null: nobody."""

    model_config = _taking({"assignee": "clerk-3"}, {"assignee": None})
    assignee: Sub | None


class AbsenceIn(BaseModel):
    """Days off, both ends included."""

    model_config = _taking({"from": "2026-05-01", "until": "2026-05-15"})
    since: Annotated[Day, Field(alias="from")]
    until: Day


class DeputyIn(BaseModel):
    """Who stands in, by the ``sub`` of their token, and their name."""

    model_config = _taking({"sub": "clerk-4", "name": "Jonas Brandt"})
    sub: Sub
    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]


A_PROFILE: dict[str, Any] = {
    "return_addresses": {
        "DE": {
            "name": "Kaffeekontor, Retouren",
            "street": "Speicherweg 4",
            "postal_code": "20457",
            "city": "Hamburg",
            "country": "DE",
        }
    },
    "languages": ["de", "en"],
    "absences": [{"from": "2026-05-01", "until": "2026-05-15"}],
    "deputy": {"sub": "clerk-4", "name": "Jonas Brandt"},
}


class ProfileIn(BaseModel):
    """What a seller says of themselves. Each part that is given is replaced whole; what is absent stays.

    ``return_addresses`` are by the code of the market; a null ``deputy`` is none. ``id`` and ``name`` may be sent back
    as they were read, and ``legal_person`` by anybody but an admin, who may change it.
    """

    model_config = _taking(A_PROFILE, {"deputy": None})
    id: Name = ""
    name: Annotated[str, Field(max_length=300)] = ""
    return_addresses: Annotated[dict[Name, Address], Field(max_length=100)] = {}
    languages: Annotated[list[Annotated[str, Field(max_length=35)]], Field(max_length=30)] = []
    absences: Annotated[list[AbsenceIn], Field(max_length=MOST)] = []
    deputy: DeputyIn | None = None
    legal_person: bool = False


class ObjectionIn(BaseModel):
    """An objection to a verdict: a refusal, what was done with a message, or that a breach counts; and why."""

    model_config = _taking({"refusal": "019ddf2c-6c1e-7a40-9d3f-2f6f6d0c51ac", "body": "That is a tracking number."})
    refusal: Name | None = None
    message: Name | None = None
    breach: Name | None = None
    body: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=5_000)]


class ReviewDecisionIn(BaseModel):
    """What a person of the platform decided, and why: both parties read the reason."""

    model_config = _taking({"decision": "uphold", "reason": "The carrier's scan is right; the parcel is there."})
    decision: Literal["release", "refuse", "uphold", "strike"]
    reason: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2_000)]


class WebhookIn(BaseModel):
    """An address to be called with POST when something happens; ``types`` absent: of every type, also of new ones."""

    model_config = _taking(
        {"url": "https://market.example/nazorg", "types": ["case.closed", "refund.due"]},
        {"url": "https://market.example/nazorg"},
    )
    url: Annotated[str, Field(min_length=1, max_length=LONGEST_ADDRESS)]
    types: Annotated[list[EventType], Field(min_length=1, max_length=100)] | None = None


class OutageIn(BaseModel):
    """A window in which the platform or a carrier (then named) failed, in one market or, without one, in all."""

    model_config = _taking(
        {
            "scope": "platform",
            "market": "DE",
            "since": "2026-04-07T08:00:00+02:00",
            "until": "2026-04-07T20:00:00+02:00",
            "reason": "The platform was not to be reached.",
        }
    )
    scope: Literal["platform", "carrier"]
    carrier: Annotated[str, Field(min_length=1, max_length=100)] | None = None
    market: Name | None = None
    since: Moment
    until: Moment
    reason: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2_000)]


class ClockIn(BaseModel):
    """Where the sandbox's clock goes; the time has an offset."""

    model_config = _taking({"now": "2026-04-07T15:00:01+02:00"})
    now: Annotated[str, Field(max_length=40, json_schema_extra={"format": "date-time"})]

"""What must be said where the platform decides: what is asked, stated, shown, settled, decided, appealed."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, ClassVar, Literal

from pydantic import AwareDatetime, Field

from workflows.facts import Facts
from workflows.fields.base import (
    FieldError,
    JsonObject,
    MoneyField,
    Photos,
    Provided,
    Said,
    Saying,
    ShortWords,
    Words,
    money,
    provided,
)
from workflows.fields.dates import moment_ahead
from workflows.fields.refunds import as_amount, currency_is_the_markets

Asked = Literal["refund", "partial_refund", "repair", "replacement", "delivery", "no_refund", "other"]


class Escalation(Saying):
    """Why a party asks the platform to decide, and what they ask for."""

    reason: Literal["no_reply", "declined", "no_refund", "not_received", "condition"]
    asks_for: Asked
    photos: Photos = ()

    @classmethod
    def example(cls, facts: Facts) -> JsonObject:
        """The money back, because nobody answers."""
        return {"reason": "no_reply", "asks_for": "refund"}


class Report(Saying):
    """What happened against the rules, in which words; screenshots where there are any."""

    reason: Literal[
        "contact_outside", "payment_outside", "marketing", "insult", "misleading", "dangerous_product", "illegal"
    ]
    what_happened: Words
    quote: Words | None = None
    photos: Photos = ()

    @classmethod
    def example(cls, facts: Facts) -> JsonObject:
        """A telephone number."""
        return {
            "reason": "contact_outside",
            "what_happened": "I was asked to go on by telephone.",
            "quote": "Just call me, that is quicker.",
        }


class Scope(Saying):
    """What the platform looks at."""

    scope: Words

    @classmethod
    def example(cls, facts: Facts) -> JsonObject:
        """Everything since the sale."""
        return {"scope": "Whether the goods were defective when they were delivered."}

    @classmethod
    def by_clock(cls, facts: Facts) -> JsonObject:
        """All of it."""
        return {"scope": "the_whole_claim"}


class Statement(Saying):
    """The facts as one side sees them, and what shows them."""

    facts: Words
    photos: Photos = ()

    @classmethod
    def example(cls, facts: Facts) -> JsonObject:
        """What happened on the day."""
        return {"facts": "The parcel was open when it came, and the machine was missing."}


class EvidenceRequested(Saying):
    """What the platform needs to see, and from whom."""

    items: Annotated[tuple[ShortWords, ...], Field(min_length=1, max_length=10)]
    of: Literal["buyer", "seller", "both"]

    @classmethod
    def example(cls, facts: Facts) -> JsonObject:
        """The carrier's paper."""
        return {"items": ["the carrier's receipt"], "of": "seller"}


@provided("provided.files_or_text")
def something_is_given(facts: Facts, said: Said) -> FieldError | None:
    fields = said.fields
    assert isinstance(fields, EvidenceGiven)
    if not (fields.text or fields.photos or said.attachments):
        return FieldError("/text", "provided.files_or_text")
    return None


class EvidenceGiven(Saying):
    """The evidence that was asked for: files, text, or both."""

    text: Words | None = None
    photos: Photos = ()
    provided: ClassVar[tuple[Provided, ...]] = (something_is_given,)

    @classmethod
    def example(cls, facts: Facts) -> JsonObject:
        """A number on a receipt."""
        return {"text": "Receipt 4711 of the carrier, signed on 2 April."}


@provided("provided.date_is_ahead", "provided.date_is_within_a_year")
def proposal_ends_ahead(facts: Facts, said: Said) -> FieldError | None:
    fields = said.fields
    assert isinstance(fields, Settlement)
    return moment_ahead("/valid_until", fields.valid_until, facts)


@provided("provided.at_most_what_was_paid", "provided.amount_with_a_refund")
def amount_fits_the_remedy(facts: Facts, said: Said) -> FieldError | None:
    fields = said.fields
    assert isinstance(fields, Settlement | Decision)
    pays = fields.remedy in ("refund", "partial_refund")
    if pays and fields.amount is None:
        return FieldError("/amount", "provided.amount_with_a_refund")
    if fields.amount is not None and fields.amount.value > facts.paid:
        return FieldError("/amount", "provided.at_most_what_was_paid", as_amount(facts.paid, facts))
    return None


class Settlement(Saying):
    """The remedy on which one side would settle, with its amount where it is money, and until when."""

    remedy: Asked
    amount: MoneyField | None = None
    valid_until: Annotated[AwareDatetime, Field(examples=["2026-04-09T13:00:00+00:00"])]
    provided: ClassVar[tuple[Provided, ...]] = (currency_is_the_markets, amount_fits_the_remedy, proposal_ends_ahead)

    @classmethod
    def example(cls, facts: Facts) -> JsonObject:
        """Half of the price, for a week."""
        return {
            "remedy": "partial_refund",
            "amount": money(facts.price / 2, facts),
            "valid_until": (facts.now + timedelta(days=7)).isoformat(),
        }


@provided("provided.remedy_fits_the_side", "provided.remedy_of_the_case")
def remedy_fits_the_side(facts: Facts, said: Said) -> FieldError | None:
    fields = said.fields
    assert isinstance(fields, Decision)
    if (fields.in_favour_of == "seller") != (fields.remedy == "none"):
        return FieldError("/remedy", "provided.remedy_fits_the_side")
    if fields.remedy not in ("none", *facts.claim.remedies):
        return FieldError("/remedy", "provided.remedy_of_the_case")
    return None


class Decision(Saying):
    """What the platform finds, by which rules and evidence, for whom, what follows, and where one can turn to."""

    findings: Words
    rules: Words
    evidence: Words
    in_favour_of: Literal["buyer", "seller", "shared"]
    remedy: Literal["refund", "repair", "replacement", "none"]
    amount: MoneyField | None = None
    goods_come_back: bool = False
    who_pays: Literal["seller", "platform", "carrier", "nobody"]
    counts_against_the_seller: bool
    redress: Words
    provided: ClassVar[tuple[Provided, ...]] = (currency_is_the_markets, remedy_fits_the_side, amount_fits_the_remedy)

    @classmethod
    def example(cls, facts: Facts) -> JsonObject:
        """The price, for the buyer."""
        return {
            "findings": "The machine was delivered with a faulty pump.",
            "rules": "Directive (EU) 2019/771, articles 10, 11 and 13.",
            "evidence": "The photos of 1 April and the seller's own report.",
            "in_favour_of": "buyer",
            "remedy": "refund",
            "amount": money(min(facts.price, facts.paid), facts),
            "goods_come_back": False,
            "who_pays": "seller",
            "counts_against_the_seller": True,
            "redress": "You can appeal within thirty days; an out-of-court body and the courts stay open to you.",
        }


class DecisionApplied(Saying):
    """The decision as it takes effect in the case that it is about."""

    claim: ShortWords
    in_favour_of: Literal["buyer", "seller", "shared"]
    remedy: Literal["refund", "repair", "replacement", "none"]
    amount: MoneyField | None = None

    @classmethod
    def example(cls, facts: Facts) -> JsonObject:
        """A refund."""
        return {"claim": "C-8F3K", "in_favour_of": "buyer", "remedy": "refund", "amount": money(facts.price, facts)}


class CarriedOut(Saying):
    """The reference of what was done."""

    reference: ShortWords

    @classmethod
    def example(cls, facts: Facts) -> JsonObject:
        """A payment."""
        return {"reference": "pay_20260402_0017"}

    @classmethod
    def by_clock(cls, facts: Facts) -> JsonObject:
        """The platform saw to it."""
        return {"reference": "platform"}


class Appeal(Saying):
    """What is new, or which rule was wrongly applied."""

    ground: Literal["new_facts", "rule_wrongly_applied"]
    why: Words
    photos: Photos = ()

    @classmethod
    def example(cls, facts: Facts) -> JsonObject:
        """A new receipt."""
        return {"ground": "new_facts", "why": "The carrier found the receipt, which shows another address."}


class Reasons(Saying):
    """Why the platform decides so."""

    reasons: Words

    @classmethod
    def example(cls, facts: Facts) -> JsonObject:
        """New evidence."""
        return {"reasons": "The new receipt shows that the parcel went to another address."}


class ReasonsAndRedress(Reasons):
    """Why the platform stays with its decision, and where one can turn to."""

    redress: Words

    @classmethod
    def example(cls, facts: Facts) -> JsonObject:
        """Nothing new."""
        return {
            "reasons": "What was sent in was known before the decision.",
            "redress": "An out-of-court body and the courts stay open to you.",
        }

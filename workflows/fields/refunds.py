"""What must be said about money: refunds, payments, offers, deductions."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Annotated, ClassVar, Literal

from pydantic import AwareDatetime, Field

from markets.money import Money, minor_digits
from workflows.facts import Facts
from workflows.fields.base import FieldError, JsonObject, MoneyField, Provided, Said, Saying, Words, money, provided
from workflows.fields.dates import moment_ahead

Reference = Annotated[str, Field(min_length=1, max_length=120, examples=["pay_20260402_0017"])]


@provided("provided.currency_is_the_markets", "field.decimal_max_places")
def currency_is_the_markets(facts: Facts, said: Said) -> FieldError | None:
    for name, value in said.fields:
        if isinstance(value, MoneyField) and value.currency != facts.currency:
            return FieldError(f"/{name}/currency", "provided.currency_is_the_markets", {"currency": facts.currency})
        if isinstance(value, MoneyField) and Money(value.value, facts.currency).amount != value.value:
            digits = {"decimal_places": minor_digits(facts.currency)}
            return FieldError(f"/{name}/amount", "field.decimal_max_places", digits)
    return None


def as_amount(amount: Decimal, facts: Facts) -> dict[str, object]:
    """The number in a fault's sentence: a sum, never below nothing."""
    return {"amount": Money(max(amount, Decimal(0)), facts.currency)}


@provided("provided.at_least_the_amount_due")
def at_least_the_amount_due(facts: Facts, said: Said) -> FieldError | None:
    fields = said.fields
    assert isinstance(fields, Refund)
    if facts.amount_due is not None and fields.total < facts.amount_due.total:
        return FieldError("/goods", "provided.at_least_the_amount_due", as_amount(facts.amount_due.total, facts))
    return None


@provided("provided.at_most_what_was_paid")
def at_most_what_was_paid(facts: Facts, said: Said) -> FieldError | None:
    fields = said.fields
    assert isinstance(fields, UndisputedRefund)
    if fields.total > facts.refundable:
        return FieldError("/goods", "provided.at_most_what_was_paid", as_amount(facts.refundable, facts))
    return None


@provided("provided.deduction_is_less_than_the_sum")
def deduction_is_not_more(facts: Facts, said: Said) -> FieldError | None:
    fields = said.fields
    assert isinstance(fields, Refund)
    return FieldError("/deduction", "provided.deduction_is_less_than_the_sum") if fields.total < 0 else None


class UndisputedRefund(Saying):
    """The part of the money that nobody disputes: goods and shipping, and the payment's reference."""

    goods: MoneyField
    shipping: MoneyField
    reference: Reference
    provided: ClassVar[tuple[Provided, ...]] = (currency_is_the_markets, at_most_what_was_paid)

    @property
    def total(self) -> Decimal:
        """What the buyer gets."""
        return self.goods.value + self.shipping.value

    @classmethod
    def example(cls, facts: Facts) -> JsonObject:
        """Everything but the claimed deduction."""
        goods, shipping = undisputed(facts)
        return {
            "goods": money(goods, facts),
            "shipping": money(shipping, facts),
            "reference": "pay_20260402_0017",
        }

    @classmethod
    def by_clock(cls, facts: Facts) -> JsonObject:
        """The platform pays the same."""
        return cls.example(facts) | {"reference": "platform"}


def undisputed(facts: Facts) -> tuple[Decimal, Decimal]:
    """Goods and shipping that are owed whatever is decided about the claimed deduction."""
    goods = max(Decimal(0), facts.price - (facts.claimed_deduction or Decimal(0)))
    return min(goods, facts.refundable), min(facts.standard_shipping, max(Decimal(0), facts.refundable - goods))


class Refund(UndisputedRefund):
    """A refund: goods, shipping and deduction apart; at least the amount due, at most what was paid."""

    deduction: MoneyField
    provided = (currency_is_the_markets, deduction_is_not_more, at_least_the_amount_due, at_most_what_was_paid)

    @property
    def total(self) -> Decimal:
        """What the buyer gets: goods + shipping - deduction."""
        return self.goods.value + self.shipping.value - self.deduction.value

    @classmethod
    def example(cls, facts: Facts) -> JsonObject:
        """Exactly the amount due."""
        due = facts.amount_due
        parts = (due.goods, due.shipping, due.deduction) if due else (facts.price, Decimal(0), Decimal(0))
        goods, shipping, deduction = (money(part, facts) for part in parts)
        return {"goods": goods, "shipping": shipping, "deduction": deduction, "reference": "pay_20260402_0017"}


class PaymentReference(Saying):
    """The reference under which the payment is known."""

    reference: Reference

    @classmethod
    def example(cls, facts: Facts) -> JsonObject:
        """A reference of the payment provider."""
        return {"reference": "pay_20260402_0017"}


class PaymentFailed(Saying):
    """Why a payment did not reach the buyer."""

    why: Words

    @classmethod
    def example(cls, facts: Facts) -> JsonObject:
        """A closed account."""
        return {"why": "The buyer's account is closed."}


class PaymentProof(Saying):
    """What the payment record shows."""

    proof: Words

    @classmethod
    def example(cls, facts: Facts) -> JsonObject:
        """A line of the bank's statement."""
        return {"proof": "Statement of 9 April, line 12."}


@provided("provided.date_is_ahead", "provided.date_is_within_a_year")
def offer_ends_ahead(facts: Facts, said: Said) -> FieldError | None:
    fields = said.fields
    assert isinstance(fields, OfferMade)
    return moment_ahead("/valid_until", fields.valid_until, facts)


@provided("provided.at_most_the_price")
def at_most_the_price(facts: Facts, said: Said) -> FieldError | None:
    amount: MoneyField = said.fields.amount  # type: ignore[attr-defined]  # every saying with this rule has an amount
    if amount.value > facts.price:
        return FieldError("/amount", "provided.at_most_the_price", as_amount(facts.price, facts))
    return None


class OfferMade(Saying):
    """What the seller offers: whether the goods come back, how much, and until when the offer stands."""

    offer: Literal["refund_on_return", "partial_refund_keep", "refund_keep"]
    amount: MoneyField
    valid_until: Annotated[AwareDatetime, Field(examples=["2026-04-09T13:00:00+00:00"])]
    provided = (currency_is_the_markets, at_most_the_price, offer_ends_ahead)

    @classmethod
    def example(cls, facts: Facts) -> JsonObject:
        """A third of the price, the goods stay."""
        return {
            "offer": "partial_refund_keep",
            "amount": money(facts.price / 3, facts),
            "valid_until": (facts.now + timedelta(days=7)).isoformat(),
        }


class DeductionDecided(Saying):
    """How much the platform lets the seller deduct, and on which ground."""

    amount: MoneyField
    ground: Words
    provided = (currency_is_the_markets, at_most_the_price)

    @classmethod
    def example(cls, facts: Facts) -> JsonObject:
        """A tenth of the price."""
        return {"amount": money(facts.price / 10, facts), "ground": "Scratches that go beyond trying on."}

    @classmethod
    def by_clock(cls, facts: Facts) -> JsonObject:
        """Nothing is deducted."""
        return {"amount": money(Decimal(0), facts), "ground": "not_decided_in_time"}

"""What must be said where the parties agree on money: refunds accepted, prices cut, costs of a repair."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Annotated, ClassVar

from pydantic import AwareDatetime, Field

from markets.money import minor_digits
from workflows.facts import Facts
from workflows.fields.base import FieldError, JsonObject, MoneyField, Provided, Said, Saying, Words, money, provided
from workflows.fields.dates import moment_ahead
from workflows.fields.refunds import as_amount, at_most_the_price, currency_is_the_markets

ValidUntil = Annotated[AwareDatetime, Field(examples=["2026-04-09T13:00:00+00:00"])]


@provided("provided.at_least_the_price", "provided.at_most_what_was_paid")
def refund_is_whole(facts: Facts, said: Said) -> FieldError | None:
    fields = said.fields
    assert isinstance(fields, RefundAccepted)
    whole = min(facts.price, facts.refundable)
    if fields.amount.value < whole:
        return FieldError("/amount", "provided.at_least_the_price", as_amount(whole, facts))
    if fields.amount.value > facts.refundable:
        return FieldError("/amount", "provided.at_most_what_was_paid", as_amount(facts.refundable, facts))
    return None


class RefundAccepted(Saying):
    """How much the seller gives back: at least the price of the units."""

    amount: MoneyField
    provided: ClassVar[tuple[Provided, ...]] = (currency_is_the_markets, refund_is_whole)

    @classmethod
    def example(cls, facts: Facts) -> JsonObject:
        """The price, and the shipping that the law gives back."""
        return {"amount": money(min(facts.price + facts.standard_shipping, facts.refundable), facts)}


@provided("provided.more_than_nothing")
def amount_is_something(facts: Facts, said: Said) -> FieldError | None:
    amount: MoneyField = said.fields.amount  # type: ignore[attr-defined]  # every saying with this rule has an amount
    nothing = not amount.value and facts.price > 0
    return FieldError("/amount", "provided.more_than_nothing") if nothing else None


@provided("provided.date_is_ahead", "provided.date_is_within_a_year")
def it_stands_for_a_while(facts: Facts, said: Said) -> FieldError | None:
    fields = said.fields
    assert isinstance(fields, PriceCutOffered | CostOffered)
    return moment_ahead("/valid_until", fields.valid_until, facts)


def _a_cut(amount: Decimal, facts: Facts) -> JsonObject:
    """Something of the price, also where so much of it is less than can be paid."""
    smallest = Decimal(1).scaleb(-minor_digits(facts.currency))
    return money(max(amount, min(smallest, facts.price)), facts)


class PriceCutAsked(Saying):
    """How much of the price the buyer asks back while they keep the goods."""

    amount: MoneyField
    provided: ClassVar[tuple[Provided, ...]] = (currency_is_the_markets, amount_is_something, at_most_the_price)

    @classmethod
    def example(cls, facts: Facts) -> JsonObject:
        """A quarter of the price."""
        return {"amount": _a_cut(facts.price / 4, facts)}


class PriceCutOffered(PriceCutAsked):
    """How much of the price the seller gives back while the buyer keeps the goods, and until when the offer stands."""

    valid_until: ValidUntil
    provided = (*PriceCutAsked.provided, it_stands_for_a_while)

    @classmethod
    def example(cls, facts: Facts) -> JsonObject:
        """A quarter of the price, for a week."""
        return super().example(facts) | {"valid_until": (facts.now + timedelta(days=7)).isoformat()}


@provided("provided.at_least_what_was_asked")
def what_was_asked(facts: Facts, said: Said) -> FieldError | None:
    fields = said.fields
    assert isinstance(fields, PriceCutAccepted)
    asked = facts.price_cut_asked or Decimal(0)
    if fields.amount.value < asked:
        return FieldError("/amount", "provided.at_least_what_was_asked", as_amount(asked, facts))
    return None


class PriceCutAccepted(PriceCutAsked):
    """The price cut that the seller accepts: what the buyer asked for, or more."""

    provided = (*PriceCutAsked.provided, what_was_asked)

    @classmethod
    def example(cls, facts: Facts) -> JsonObject:
        """What was asked."""
        asked = facts.price / 4 if facts.price_cut_asked is None else facts.price_cut_asked
        return {"amount": _a_cut(asked, facts)}


class CostOffered(Saying):
    """What a repair outside the guarantee would cost, on which findings, and until when the estimate stands."""

    estimate: MoneyField
    findings: Words
    valid_until: ValidUntil
    provided = (currency_is_the_markets, it_stands_for_a_while)

    @classmethod
    def example(cls, facts: Facts) -> JsonObject:
        """A new display."""
        return {
            "estimate": money(Decimal(45), facts),
            "findings": "The display is broken by a fall, which the guarantee does not cover.",
            "valid_until": (facts.now + timedelta(days=7)).isoformat(),
        }

"""What was paid and offered, and what the law and the market's policy say."""

from __future__ import annotations

from workflows.facts import Facts, guard


@guard
def buyer_is_a_consumer(facts: Facts) -> bool:
    """The buyer bought as a consumer (Directive 2011/83/EU, art. 2 and 9)."""
    return facts.buyer_is_consumer


@guard
def buyer_was_told_of_value_loss(facts: Facts) -> bool:
    """The buyer was informed of the right and of this duty (Directive 2011/83/EU, art. 14(2))."""
    return facts.told_of_value_loss


@guard
def statutory_refund_is_due(facts: Facts) -> bool:
    """The law's last moment for the refund has passed."""
    return facts.statutory_is_due


@guard
def not_yet_paid(facts: Facts) -> bool:
    """The undisputed part has not been paid."""
    return not facts.undisputed_paid


@guard
def no_money_moved(facts: Facts) -> bool:
    """No refund was made or is under way."""
    return not facts.money_moved


@guard
def offer_still_stands(facts: Facts) -> bool:
    """The date until which the offer was made has not passed."""
    return facts.offer is None or facts.now <= facts.offer.valid_until


@guard
def returns_are_taken(facts: Facts) -> bool:
    """The market's policy still takes returns of this order."""
    return facts.returns_until is None or facts.now <= facts.returns_until


@guard
def policy_approves_by_silence(facts: Facts) -> bool:
    """In this market a seller who says nothing has approved."""
    return facts.silence_approves

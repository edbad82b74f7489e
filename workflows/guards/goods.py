"""Where the goods are, and whether they come back."""

from __future__ import annotations

from workflows.facts import Facts, guard


@guard
def promised_date_is_ahead(facts: Facts) -> bool:
    """The date that was promised when the order was placed has not passed."""
    return facts.promised_until is not None and facts.now <= facts.promised_until


@guard
def nothing_is_to_come_back(facts: Facts) -> bool:
    """Not shipped, stopped on its way, digital or a service: there are no goods to send."""
    return facts.nothing_comes_back


@guard
def goods_are_back(facts: Facts) -> bool:
    """The seller has the goods."""
    return facts.goods_are_back


@guard
def goods_are_back_or_may_be_kept(facts: Facts) -> bool:
    """The seller has the goods, or agreed that the buyer keeps them, or there are none that could be sent."""
    return facts.goods_are_back or facts.goods_may_be_kept or facts.nothing_comes_back


@guard
def goods_must_come_back_first(facts: Facts) -> bool:
    """Goods must come back, the seller did not offer to collect them, and they are neither back nor proven sent.

    Until then the seller may withhold the refund (Directive 2011/83/EU, art. 13(3)).
    """
    withheld = not (facts.nothing_comes_back or facts.goods_may_be_kept or facts.seller_collects)
    return withheld and not (facts.goods_are_back or facts.sending_is_proven)


@guard
def a_label_was_promised(facts: Facts) -> bool:
    """The seller or the platform promised the buyer a label."""
    return facts.label_was_promised


@guard
def sending_is_proven(facts: Facts) -> bool:
    """A carrier's scan or a proof of posting is on file."""
    return facts.sending_is_proven


@guard
def nothing_is_on_its_way_back(facts: Facts) -> bool:
    """No goods are on their way to the seller or there."""
    return not (facts.on_its_way_back or facts.goods_are_back)

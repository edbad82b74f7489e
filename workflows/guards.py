"""The conditions that rows name after *if*: one predicate each over frozen facts."""

from __future__ import annotations

from workflows.facts import Facts, guard


@guard
def about_an_order(facts: Facts) -> bool:
    """The case is about an order, not about an article before the sale."""
    return facts.has_order


@guard
def change_was_asked_before_dispatch(facts: Facts) -> bool:
    """The buyer asked for a change or a stop and nothing had left yet."""
    return facts.reason in ("change", "stop") and not facts.dispatched


@guard
def no_question_is_open(facts: Facts) -> bool:
    """No question of the buyer waits for an answer."""
    return not facts.open_questions


@guard
def a_question_is_open(facts: Facts) -> bool:
    """A question of the buyer waits for an answer that was not promised yet."""
    return bool(facts.unpromised_questions)


@guard
def something_can_be_objected_to(facts: Facts) -> bool:
    """Within the last two working days a message was waived or a question was said to be answered."""
    return bool(facts.waived_or_answered)


@guard
def buyer_is_a_consumer(facts: Facts) -> bool:
    """The buyer bought as a consumer (Directive 2011/83/EU, art. 2 and 9)."""
    return facts.buyer_is_consumer


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
    """The seller has the goods, or agreed that the buyer keeps them."""
    return facts.goods_are_back or facts.goods_may_be_kept


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
def it_lapsed(facts: Facts) -> bool:
    """The file was closed because no parcel came; the right is not lost by that."""
    return facts.outcome == "lapsed"


@guard
def it_may_be_reopened(facts: Facts) -> bool:
    """The case was closed less than fourteen days ago and did not go on as another."""
    return facts.reopens_until is not None and facts.now <= facts.reopens_until and facts.outcome != "converted"


@guard
def offer_still_stands(facts: Facts) -> bool:
    """The date until which the offer was made has not passed."""
    return facts.offer is None or facts.now <= facts.offer.valid_until


@guard
def returns_are_taken(facts: Facts) -> bool:
    """The market's policy still takes returns of this order."""
    return facts.returns_until is None or facts.now <= facts.returns_until


@guard
def no_twin_is_open(facts: Facts) -> bool:
    """No open case of this kind holds the same units."""
    return not facts.twin_is_open


@guard
def policy_approves_by_silence(facts: Facts) -> bool:
    """In this market a seller who says nothing has approved."""
    return facts.silence_approves


@guard
def no_withdrawal_is_unanswered(facts: Facts) -> bool:
    """The buyer has not written words that read as a withdrawal and wait for an answer."""
    return not facts.withdrawal_words_unanswered


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


@guard
def no_money_moved(facts: Facts) -> bool:
    """No refund was made or is under way."""
    return not facts.money_moved


@guard
def goods_must_come_back_first(facts: Facts) -> bool:
    """Goods must come back, the seller did not offer to collect them, and they are neither back nor proven sent.

    Until then the seller may withhold the refund (Directive 2011/83/EU, art. 13(3)).
    """
    withheld = not (facts.nothing_comes_back or facts.goods_may_be_kept or facts.seller_collects)
    return withheld and not (facts.goods_are_back or facts.sending_is_proven)

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
    """The seller has the goods, or agreed that the buyer keeps them, or there are none that could be sent."""
    return facts.goods_are_back or facts.goods_may_be_kept or facts.nothing_comes_back


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


@guard
def a_second_remedy_is_open(facts: Facts) -> bool:
    """A remedy failed, was refused or is late, or the market's silence accepted (Directive (EU) 2019/771, art. 13(4)).

    A buyer may then choose a refund or a lower price; a refund not for a minor defect (art. 13(5)).
    """
    return facts.second_remedy_is_open


@guard
def defect_is_not_minor(facts: Facts) -> bool:
    """Nobody has shown that the defect is a minor one."""
    return not facts.defect_is_minor


@guard
def refund_was_chosen(facts: Facts) -> bool:
    """The buyer chose a refund, or the seller or the platform agreed to one."""
    return facts.refund_was_chosen


@guard
def silence_accepts(facts: Facts) -> bool:
    """In this market a seller who does not answer a complaint in time has accepted it."""
    return facts.silence_accepts


@guard
def buyer_has_not_chosen(facts: Facts) -> bool:
    """The buyer has not made a choice yet."""
    return not facts.buyer_has_chosen


@guard
def cover_is_not_confirmed(facts: Facts) -> bool:
    """The guarantor has not confirmed that the guarantee covers the defect."""
    return not facts.cover_is_confirmed


@guard
def promised_date_is_ahead(facts: Facts) -> bool:
    """The date that was promised when the order was placed has not passed."""
    return facts.promised_until is not None and facts.now <= facts.promised_until


@guard
def no_claim_is_being_decided(facts: Facts) -> bool:
    """No claim holds the case."""
    return not facts.held_by_claim


@guard
def no_claim_is_open(facts: Facts) -> bool:
    """No claim about this case waits for its decision."""
    return not facts.claim_is_open


@guard
def buyer_may_escalate(facts: Facts) -> bool:
    """The seller missed a deadline or refused, or three working days have passed without a remedy."""
    return facts.seller_was_late or facts.seller_refused or facts.remedy_is_overdue


@guard
def it_may_still_be_escalated(facts: Facts) -> bool:
    """The case is open, or was closed less than thirty days ago, and did not go on as another."""
    within = facts.escalates_until is None or facts.now <= facts.escalates_until
    return within and facts.outcome != "converted"


@guard
def it_is_not_taken_over(facts: Facts) -> bool:
    """The platform does not act for the seller."""
    return not facts.taken_over


@guard
def it_is_taken_over(facts: Facts) -> bool:
    """The platform acts for the seller."""
    return facts.taken_over


@guard
def there_are_several_units(facts: Facts) -> bool:
    """The case is about more than one piece."""
    return sum(unit.quantity for unit in facts.units) > 1


@guard
def a_decision_is_applied(facts: Facts) -> bool:
    """The platform has just decided a claim about the case; nobody else can apply a decision."""
    return facts.decided is not None


@guard
def it_is_decided_for_the_seller(facts: Facts) -> bool:
    """The decision is in the seller's favour."""
    return facts.decided is not None and facts.decided.in_favour_of == "seller"


@guard
def nothing_more_is_to_be_paid(facts: Facts) -> bool:
    """What the decision gives the buyer was paid before."""
    return facts.decided is not None and facts.decided.nothing_more_to_pay


@guard
def decided_goods_come_back(facts: Facts) -> bool:
    """By the decision the goods go back to the seller first, and they are not there."""
    return facts.decided is not None and facts.decided.goods_come_back and not facts.goods_are_back


@guard
def a_repair_is_decided(facts: Facts) -> bool:
    """The decision is that the thing is repaired."""
    return facts.decided is not None and facts.decided.remedy == "repair"


@guard
def a_replacement_is_decided(facts: Facts) -> bool:
    """The decision is that the thing is replaced."""
    return facts.decided is not None and facts.decided.remedy == "replacement"


@guard
def it_was_asked_of_them(facts: Facts) -> bool:
    """The evidence was asked of whoever gives it."""
    return facts.actor in facts.claim.asked_of


@guard
def the_other_sides_proposal_is_open(facts: Facts) -> bool:
    """The other side proposed a settlement that still stands."""
    claim = facts.claim
    stands = claim.proposal_until is not None and facts.now <= claim.proposal_until
    return stands and claim.proposal_of not in ("", facts.actor)


@guard
def the_remedy_was_given(facts: Facts) -> bool:
    """The seller has just given, in the case that the claim is about, what was asked for."""
    return facts.claim.remedy_was_given


@guard
def they_opened_it(facts: Facts) -> bool:
    """Whoever acts brought the claim."""
    return facts.actor == facts.claim.opened_by


@guard
def another_admin_than_before(facts: Facts) -> bool:
    """Whoever decides now has not decided in this case before."""
    return facts.actor not in facts.admins_before


@guard
def measure_is_removal(facts: Facts) -> bool:
    """The measure is the removal of the seller."""
    return facts.sanction.measure == "removal"


@guard
def seller_could_respond(facts: Facts) -> bool:
    """The seller has responded or had five working days for it; danger and fraud do not wait."""
    sanction = facts.sanction
    had_time = sanction.may_respond_until is not None and facts.now > sanction.may_respond_until
    return sanction.danger or sanction.seller_has_responded or had_time


@guard
def policy_imposes_by_rule(facts: Facts) -> bool:
    """The market's policy imposes this measure without a person: a warning, or a restriction of a legal person."""
    return facts.sanction.imposed_by_rule


@guard
def notice_is_due(facts: Facts) -> bool:
    """The seller is told thirty days ahead (Regulation (EU) 2019/1150, art. 4(2)): no danger and no fraud."""
    return not facts.sanction.danger


@guard
def it_may_be_appealed(facts: Facts) -> bool:
    """Less than six months have passed since the measure was imposed (Regulation (EU) 2022/2065, art. 20)."""
    until = facts.sanction.appeal_until
    return until is not None and facts.now <= until


@guard
def it_expired(facts: Facts) -> bool:
    """The measure came to its end by time."""
    return facts.outcome == "expired"

"""Who may ask the platform to decide, what a claim waits for, and what was decided."""

from __future__ import annotations

from workflows.facts import Facts, guard


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
def they_opened_it(facts: Facts) -> bool:
    """Whoever acts brought the claim."""
    return facts.actor == facts.claim.opened_by


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

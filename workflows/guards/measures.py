"""Whether a measure against a seller may be imposed, announced and appealed."""

from __future__ import annotations

from workflows.facts import Facts, guard


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

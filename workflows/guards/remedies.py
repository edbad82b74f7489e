"""Which remedy for a defect is open, chosen or covered."""

from __future__ import annotations

from workflows.facts import Facts, guard


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
def buyer_has_not_chosen(facts: Facts) -> bool:
    """The buyer has not made a choice yet."""
    return not facts.buyer_has_chosen


@guard
def silence_accepts(facts: Facts) -> bool:
    """In this market a seller who does not answer a complaint in time has accepted it."""
    return facts.silence_accepts


@guard
def cover_is_not_confirmed(facts: Facts) -> bool:
    """The guarantor has not confirmed that the guarantee covers the defect."""
    return not facts.cover_is_confirmed

"""Whether the platform acts for the seller, and which of its people decides."""

from __future__ import annotations

from workflows.facts import Facts, guard


@guard
def it_is_taken_over(facts: Facts) -> bool:
    """The platform acts for the seller."""
    return facts.taken_over


@guard
def it_is_not_taken_over(facts: Facts) -> bool:
    """The platform does not act for the seller."""
    return not facts.taken_over


@guard
def another_admin_than_before(facts: Facts) -> bool:
    """Whoever decides now has not decided in this case before."""
    return facts.actor not in facts.admins_before

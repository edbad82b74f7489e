"""What a case is about, whether another holds the same, and whether it may begin again."""

from __future__ import annotations

from workflows.facts import Facts, guard


@guard
def about_an_order(facts: Facts) -> bool:
    """The case is about an order, not about an article before the sale."""
    return facts.has_order


@guard
def there_are_several_units(facts: Facts) -> bool:
    """The case is about more than one piece."""
    return sum(unit.quantity for unit in facts.units) > 1


@guard
def no_twin_is_open(facts: Facts) -> bool:
    """No open case of this kind holds the same units."""
    return not facts.twin_is_open


@guard
def it_lapsed(facts: Facts) -> bool:
    """The file was closed because no parcel came; the right is not lost by that."""
    return facts.outcome == "lapsed"


@guard
def it_may_be_reopened(facts: Facts) -> bool:
    """The case was closed less than fourteen days ago and did not go on as another."""
    return facts.reopens_until is not None and facts.now <= facts.reopens_until and facts.outcome != "converted"

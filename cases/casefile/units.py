"""Pieces of an order that cases hold: no open cases of one kind hold more of a line than was bought."""

from __future__ import annotations

from decimal import Decimal

from cases.casefile.casefile import Sibling
from cases.casefile.terms import Terms, UnitRow
from markets.money import Money
from workflows.grammar import CLOSED

GIVES_BACK = ("return", "withdrawal", "complaint", "delivery", "warranty")
WITHOUT_UNITS = ("question", "claim")


def twin_is_open(kind: str, units: list[UnitRow], terms: Terms | None, siblings: list[Sibling]) -> bool:
    """Whether other cases of this kind leave fewer pieces of a line than ``units`` name.

    An open case of the kind holds its pieces; one that gave them back, to the seller or for their price, has used
    them up.
    """
    if terms is None or kind in WITHOUT_UNITS:
        return False
    held = pieces_held(siblings, kind)
    for unit in units:
        line = terms.line_named(unit.line)
        if line is not None and held.get(unit.line, 0) + unit.quantity > line.quantity:
            return True
    return False


def pieces_held(siblings: list[Sibling], kind: str) -> dict[str, int]:
    """How many pieces of each line are in open cases of ``kind`` or were given back before."""
    held: dict[str, int] = {}
    for sibling in siblings:
        gave_back = sibling.kind in GIVES_BACK and sibling.gave_back
        if gave_back if sibling.state == CLOSED else sibling.kind == kind:
            for unit in sibling.units:
                held[unit.line] = held.get(unit.line, 0) + unit.quantity
    return held


def lowered_before(units: list[UnitRow], terms: Terms, siblings: list[Sibling], kind: str) -> Decimal:
    """How much of the price of ``units`` the buyer has got back in cases that left the goods with them.

    Pieces of a line are alike, so those that no such case was about are taken first.
    """
    held, total = pieces_held(siblings, kind), Decimal(0)
    for unit in units:
        line = terms.line_named(unit.line)
        cuts = [cut for sibling in siblings for cut in _cuts(sibling, unit.line, terms)]
        if line is None or not cuts:
            continue
        free = line.quantity - held.get(unit.line, 0)
        touched = min(free, sum(pieces for pieces, _ in cuts))
        taken = unit.quantity - (free - touched)
        if taken > 0:
            total += sum((amount for _, amount in cuts), Decimal(0)) * taken / touched
    return Money(total, terms.currency).amount


def _cuts(sibling: Sibling, line: str, terms: Terms) -> list[tuple[int, Decimal]]:
    """The pieces of the line whose price the case has lowered, and by how much."""
    if sibling.kind not in GIVES_BACK or sibling.state != CLOSED or sibling.gave_back or not sibling.paid:
        return []
    whole = terms.price_of(sibling.units, {})
    ours = [unit for unit in sibling.units if unit.line == line]
    return [(unit.quantity, sibling.paid * terms.price_of([unit], {}) / whole) for unit in ours if whole]

"""Pieces of an order that cases hold: no open cases of one kind hold more of a line than was bought."""

from __future__ import annotations

from cases.casefile.casefile import Sibling
from cases.casefile.terms import Terms, UnitRow
from workflows.grammar import CLOSED

GIVES_BACK = ("return", "withdrawal", "complaint", "delivery", "warranty")
WITHOUT_UNITS = ("question", "claim")


def twin_is_open(kind: str, units: list[UnitRow], terms: Terms | None, siblings: list[Sibling]) -> bool:
    """Whether other cases of this kind leave fewer pieces of a line than ``units`` name.

    An open case of the kind holds its pieces; one that ended with money given back has used them up.
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

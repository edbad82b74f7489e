"""The right of withdrawal of one order: whether its period runs, until when, and for which goods it is not used yet.

Nothing here refuses anybody: who declares too late or for exempt goods is heard all the same. It says how long the
function of Directive 2011/83/EU, article 11a, stays on the order.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from cases.casefile.orders import OrderFile
from cases.casefile.terms import UnitRow
from cases.casefile.units import pieces_held
from markets.calendars import calendar_of
from markets.catalogue import law_row
from markets.law import rights_of
from markets.moments import wall_of


@dataclass(frozen=True, slots=True)
class Withdrawing:
    """``until`` is None while the goods have not come; ``left`` are the pieces that no withdrawal is about yet."""

    runs: bool
    until: datetime | None
    left: tuple[UnitRow, ...]


def withdrawing(order: OrderFile, now: datetime) -> Withdrawing:
    """How the right stands for an order at a moment. The period runs from the contract on (art. 9(1), 11a(1))."""
    terms = order.head.terms
    rights = rights_of(
        order.market,
        placed_at=terms.placed_at,
        delivered_at=terms.delivered_at,
        informed_at=terms.withdrawal_informed_at,
        business_buyer=terms.buyer_type == "business",
    )
    until = rights.withdrawal_until
    runs = _has_the_right(order) and (now <= until if until is not None else terms.delivered_at is None)
    return Withdrawing(runs, until, _left(order))


def _has_the_right(order: OrderFile) -> bool:
    placed = wall_of(calendar_of(order.market).zone, order.head.terms.placed_at).date()
    row = law_row(order.market, "withdrawal", placed)
    return order.head.terms.buyer_type == "consumer" and row is not None and row.value is not None


def _left(order: OrderFile) -> tuple[UnitRow, ...]:
    held = pieces_held(order.cases, "withdrawal")
    units = (UnitRow(unit.line, unit.quantity - held.get(unit.line, 0)) for unit in order.head.terms.all_units())
    return tuple(unit for unit in units if unit.quantity > 0)

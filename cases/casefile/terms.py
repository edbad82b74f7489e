"""An order as it was imported, and what follows from it: prices of units, what was sent, what must come back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal

import msgspec

from markets.money import minor_digits


class Line(msgspec.Struct, omit_defaults=True):
    """One line: so many pieces at a price, a discount of the whole line, and what kind of thing it is."""

    line: str
    sku: str
    title: str
    quantity: int
    unit_price: Decimal
    discount: Decimal = Decimal(0)
    kind: str = "goods"
    bulky: bool = False
    withdrawal_exception: str | None = None


class Shipment(msgspec.Struct, omit_defaults=True):
    """A parcel on its way to the buyer."""

    id: str
    carrier: str = ""
    tracking: str = ""
    lines: list[str] = []
    shipped_at: datetime | None = None
    delivered_at: datetime | None = None


class UnitRow(msgspec.Struct):
    """So many pieces of one line of an order."""

    line: str
    quantity: int


def in_lines(units: Iterable[UnitRow]) -> list[UnitRow]:
    """The same pieces with each line named once."""
    pieces: dict[str, int] = {}
    for unit in units:
        pieces[unit.line] = pieces.get(unit.line, 0) + unit.quantity
    return [UnitRow(line, quantity) for line, quantity in pieces.items()]


class Terms(msgspec.Struct, omit_defaults=True):
    """One imported version of an order, without names: prices, parcels, dates, what the buyer was told."""

    currency: str
    lines: list[Line]
    placed_at: datetime
    promised_at: datetime | None = None
    delivered_at: datetime | None = None
    parcels: list[Shipment] = []
    shipping: Decimal = Decimal(0)
    shipping_standard: Decimal = Decimal(0)
    withdrawal_informed_at: datetime | None = None
    buyer_type: str = "consumer"
    country: str = ""
    lang: str = ""

    @property
    def paid(self) -> Decimal:
        """What was paid for the order: lines after discounts, and shipping."""
        return sum((line.quantity * line.unit_price - line.discount for line in self.lines), self.shipping)

    @property
    def dispatched(self) -> bool:
        """Whether anything has left for the buyer."""
        return self.delivered_at is not None or any(parcel.shipped_at or parcel.delivered_at for parcel in self.parcels)

    def line_named(self, name: str) -> Line | None:
        """The line of that name."""
        return next((line for line in self.lines if line.line == name), None)

    def all_units(self) -> list[UnitRow]:
        """Every piece of the order."""
        return [UnitRow(line.line, line.quantity) for line in self.lines]

    def price_of(self, units: Iterable[UnitRow], given_back: dict[str, int]) -> Decimal:
        """What was paid for the units after discounts.

        The discount of a line is shared over its pieces, odd cents on the last; ``given_back`` says how many pieces
        of each line earlier cases took, so the last piece is known.
        """
        total = Decimal(0)
        for unit in units:
            line = self.line_named(unit.line)
            if line is None:
                continue
            share = (line.discount / line.quantity).quantize(
                Decimal(1).scaleb(-minor_digits(self.currency)), "ROUND_DOWN"
            )
            total += unit.quantity * (line.unit_price - share)
            if given_back.get(unit.line, 0) + unit.quantity >= line.quantity:
                total -= line.discount - share * line.quantity
        return total

    def must_come_back(self, units: Iterable[UnitRow]) -> bool:
        """Whether any of the units is a thing that has left and can be sent back."""
        kinds = {line.line: line.kind for line in self.lines}
        return self.dispatched and any(kinds.get(unit.line) == "goods" for unit in units)

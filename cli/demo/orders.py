"""The orders of the demo market place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from cases.casefile.order_shape import OrderIn
from cli.demo.plots.steps import DELIVERED, ON_ITS_WAY
from cli.demo.scenery import Seller
from markets.catalogue import market

SHIPPING = {"EUR": "4.95", "PLN": "14.99", "CZK": "99", "SEK": "49", "RON": "19.99"}
FIRST_NUMBER = 10421
HAS_TWO_LINES, HAS_TWO_PIECES = 0.3, 0.15


@dataclass(frozen=True, slots=True)
class Bought:
    """An order of the demo, as it is imported, and who bought it from whom."""

    seller: Seller
    buyer: str
    order: dict[str, Any]

    @property
    def id(self) -> str:
        """The market place's id of the order."""
        return str(self.order["id"])

    @property
    def buyer_id(self) -> str:
        """The market place's id of the buyer."""
        return str(self.order["buyer"]["id"])

    @property
    def item(self) -> str:
        """What the first line is."""
        return str(self.order["lines"][0]["title"])

    def as_imported(self) -> OrderIn:
        """The order in the shape of an import."""
        return OrderIn.model_validate(self.order)

    def brought(self, at: datetime) -> OrderIn:
        """The same order once its parcel was delivered."""
        parcel = {**_parcel(self.seller, self.id, at - timedelta(days=2)), "delivered_at": at.isoformat()}
        return OrderIn.model_validate(self.order | {"parcels": [parcel]})


def buyer_id_of(name: str) -> str:
    """The market place's id of a buyer, made of the name."""
    return "-".join(name.lower().split())


def an_order(
    rng: Random,
    seller: Seller,
    buyer: str,
    number: int,
    wanted_at: datetime,
    condition: str,
    first: int | None = None,
    pieces: int = 1,
) -> Bought:
    """An order that is in this condition at ``wanted_at``: delivered, on its way, or packed.

    ``first`` is the place of the article on the order's first line, any where it is None, of which there are at least
    so many ``pieces``.
    """
    currency = market(seller.market).currency
    goods = rng.sample(seller.goods, 2 if rng.random() < HAS_TWO_LINES else 1)
    if first is not None:
        goods = [seller.goods[first], *(other for other in goods[1:] if other != seller.goods[first])]
    lines = [
        {"line": str(place), "sku": f"{seller.id[:3].upper()}-{place}{len(title)}", "title": title, "unit_price": price}
        | {"quantity": max(2 if rng.random() < HAS_TWO_PIECES else 1, pieces if place == 1 else 1)}
        for place, (title, price) in enumerate(goods, start=1)
    ]
    name = f"{seller.market}-{FIRST_NUMBER + number}"
    days = {DELIVERED: rng.uniform(6, 12), ON_ITS_WAY: rng.uniform(5, 7)}.get(condition, rng.uniform(0.3, 0.8))
    placed = (wanted_at - timedelta(days=days)).replace(microsecond=0)
    order: dict[str, Any] = {
        "id": name,
        "market": seller.market,
        "seller": {"id": seller.id, "name": seller.name},
        "buyer": {"id": buyer_id_of(buyer), "name": buyer, "lang": seller.lang},
        "currency": currency,
        "placed_at": placed.isoformat(),
        "shipping": SHIPPING[currency],
        "shipping_standard": SHIPPING[currency],
        "lines": lines,
    }
    if condition in (DELIVERED, ON_ITS_WAY):
        order["parcels"] = [_parcel(seller, name, placed + timedelta(days=1))]
    if condition == DELIVERED:
        order["parcels"][0]["delivered_at"] = (placed + timedelta(days=rng.uniform(2, 5))).isoformat(timespec="seconds")
    return Bought(seller, buyer, order)


def tracking_of(name: str) -> str:
    """A tracking number that belongs to an order or a case; the same one each time."""
    return f"JD{Random(name).randrange(10**11, 10**12)}"  # noqa: S311  # scenery, no secret


def _parcel(seller: Seller, name: str, shipped: datetime) -> dict[str, Any]:
    parcel = {"id": f"{name}-P1", "carrier": seller.buyers.carrier, "tracking": tracking_of(name)}
    return parcel | {"shipped_at": shipped.isoformat(timespec="seconds")}

"""A market place that is made as it is needed: each case by its place in the run, so that nothing has to be kept."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from itertools import accumulate
from random import Random
from typing import Any

from cases.casefile.asker import Asker
from cases.casefile.order_shape import OrderIn
from cli.demo import scenery as stage
from cli.demo.orders import SHIPPING
from cli.simulation import people
from cli.simulation.people import Temperament
from markets.catalogue import market

CASES_FOR_A_SELLER = 100
ON_THE_SAME_ORDER = 8
"""One case of so many is about the order of the case before it."""


@dataclass(frozen=True, slots=True)
class Seller:
    """A seller of the run: what they sell and say is that of a seller of the demo."""

    id: str
    market: str
    temperament: Temperament
    shop: stage.Seller

    @property
    def desk(self) -> Asker:
        """The seller's people."""
        return Asker("seller", f"{self.id}-desk", self.id, self.shop.lang)


@dataclass(frozen=True, slots=True)
class Place:
    """Who meets in a case, and about which order."""

    number: int
    seller: Seller
    buyer: Temperament
    order: str
    ask: tuple[int, str, str]
    fault: stage.Fault

    @property
    def customer(self) -> Asker:
        """The buyer."""
        return Asker("buyer", f"B{self.order}", lang=self.seller.shop.lang)


@dataclass(frozen=True)
class MarketPlace:
    """So many cases in these markets, by a seed; or one of several parts of them, each with sellers of its own."""

    cases: int
    seed: int
    markets: Sequence[str]
    scenery: stage.Scenery
    part: int = 0
    parts: int = 1

    @cached_property
    def sellers(self) -> list[Seller]:
        """Every seller; their number grows with that of the cases, so that each has as many whatever the run."""
        number = max(len(people.SELLERS) * len(self.markets), self.cases // CASES_FOR_A_SELLER)
        return [self._seller(place) for place in range(number)]

    @cached_property
    def _shares(self) -> list[float]:
        return list(accumulate(seller.temperament.volume for seller in self.sellers))

    def chance(self, *about: object) -> Random:
        """The dice for one decision, the same whenever it is taken."""
        return Random("/".join(map(str, (self.seed, *about))))  # noqa: S311  # a simulation, no secret

    def place(self, number: int) -> Place:
        """The case at this place of the run."""
        meets = number - 1 if self.shares_its_order(number) else number
        dice = self.chance(meets, "meets")
        seller = self.sellers[bisect(self._shares, dice.random() * self._shares[-1])]
        buyer = dice.choices(people.BUYERS, (5, 2, 2, 2))[0]
        shop = seller.shop
        return Place(
            number, seller, buyer, f"{seller.market}-{meets}", dice.choice(shop.asks), dice.choice(shop.faults)
        )

    def seller_named(self, name: str) -> Seller:
        """The seller of that id."""
        return self.sellers[int(name[1:])]

    def is_here(self, place: Place) -> bool:
        """Whether the case is of this part."""
        return int(place.seller.id[1:]) % self.parts == self.part

    def shares_its_order(self, number: int) -> bool:
        """Whether the case is about the order of the case before it."""
        return number % ON_THE_SAME_ORDER == ON_THE_SAME_ORDER - 1

    def order(self, place: Place, now: datetime) -> OrderIn:
        """The order as the market place's systems send it; one of ten is still on its way."""
        dice = self.chance(place.order, "order")
        shop, currency = place.seller.shop, market(place.seller.market).currency
        placed = now - timedelta(days=dice.randrange(4, 9), hours=dice.randrange(24))
        parcel: dict[str, Any] = {"id": f"{place.order}-P", "carrier": shop.buyers.carrier, "tracking": place.order}
        parcel["shipped_at"] = (placed + timedelta(days=1)).isoformat()
        if dice.random() < 0.9:  # noqa: PLR2004  # a share, as its sentence says
            parcel["delivered_at"] = (placed + timedelta(days=3)).isoformat()
        goods = [shop.goods[place.ask[0]], *dice.sample(shop.goods, dice.choice((0, 0, 1)))]
        lines = [
            {"line": str(n), "title": title, "unit_price": price, "quantity": dice.choice((1, 1, 1, 2))}
            for n, (title, price) in enumerate(goods, start=1)
        ]
        shipping = SHIPPING.get(currency, "4")
        return OrderIn.model_validate({
            "id": place.order,
            "market": place.seller.market,
            "seller": {"id": place.seller.id, "name": shop.name},
            "buyer": {"id": place.customer.sub, "name": dice.choice(shop.buyers.names), "lang": shop.lang},
            "currency": currency,
            "placed_at": placed.isoformat(),
            "parcels": [parcel],
            "shipping": shipping,
            "shipping_standard": shipping,
            "lines": lines,
        })  # fmt: skip

    def _seller(self, place: int) -> Seller:
        code = self.markets[place % len(self.markets)]
        turn = place // len(self.markets)
        shops = self._shops(code)
        return Seller(
            f"S{place}", code, people.seller_named(people.MIXED[turn % len(people.MIXED)]), shops[turn % len(shops)]
        )

    def _shops(self, code: str) -> list[stage.Seller]:
        """The demo's sellers of the market, else those who speak its language, else the English ones."""
        everybody = self.scenery.sellers
        languages = market(code).languages
        return (
            [shop for shop in everybody if shop.market == code]
            or [shop for shop in everybody if shop.lang in languages]
            or [shop for shop in everybody if shop.lang == "en"]
        )

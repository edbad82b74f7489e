"""How a case of the run begins: of which kind it is, about what, and in which words."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random
from typing import Any

from cases.verbs.openings import Opening
from cli.demo.scenery import Scenery
from cli.simulation.market_place import Place

# fmt: off
KINDS: dict[tuple[str, str], tuple[int, tuple[str, ...]]] = {
    # kind, reason                        of 100  in one of these words
    ("question",   "product"):            (34, ("@question",)),
    ("question",   "delivery"):           (8,  ("where",)),
    ("question",   "before the sale"):    (5,  ("@question",)),
    ("return",     "changed_mind"):       (10, ("changed_mind",)),
    ("return",     "does_not_fit"):       (6,  ("does_not_fit",)),
    ("withdrawal", ""):                   (14, ("withdraw",)),
    ("complaint",  "defective"):          (9,  ("@fault",)),
    ("complaint",  "not_as_described"):   (3,  ("not_as_described",)),
    ("delivery",   "not_received"):       (7,  ("where",)),
    ("warranty",   ""):                   (4,  ("@fault",)),
}
# fmt: on
WISHES = ("repair", "repair", "replacement", "refund")


def opening_of(place: Place, scenery: Scenery, dice: Random, now: datetime) -> Opening:
    """What the buyer opens."""
    (kind, reason), (_, lines) = dice.choices(list(KINDS.items()), [share for share, _ in KINDS.values()])[0]
    shop = place.seller.shop
    named = dice.choice(lines)
    own = {"@question": place.ask[1], "@fault": place.fault.seen}
    body = own.get(named) or scenery.line(shop.lang, named, dice, order=place.order)
    before_the_sale = reason == "before the sale"
    return Opening(
        kind,
        order=None if before_the_sale else place.order,
        about=_article(place) if before_the_sale else None,
        units=[("1", 1)] if kind in ("return", "complaint", "warranty") else None,
        reason="product" if before_the_sale else reason or None,
        body=body,
        lang=shop.lang,
        fields=_fields(kind, place, scenery, dice, now),
    )


def _article(place: Place) -> dict[str, str]:
    shop = place.seller.shop
    return {"market": place.seller.market, "seller": place.seller.id, "sku": "A1", "title": shop.goods[place.ask[0]][0]}


def _fields(kind: str, place: Place, scenery: Scenery, dice: Random, now: datetime) -> dict[str, Any]:
    if kind == "return":
        return {"wished_remedy": dice.choice(("refund", "replacement"))}
    if kind == "complaint":
        return {"wished_remedy": dice.choice(WISHES), "found_on": (now - timedelta(days=1)).date().isoformat()}
    if kind == "warranty":
        proof = scenery.line(place.seller.shop.lang, "proof_of_purchase", dice, order=place.order)
        return {"serial_number": f"SN-{place.number}", "proof_of_purchase": proof, "defect": place.fault.seen}
    return {}

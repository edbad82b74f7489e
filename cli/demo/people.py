"""Who acts in the demo: buyers, sellers' desks, the platform's people, and the systems of the market place."""

from __future__ import annotations

from cases.casefile.asker import Asker
from cli.demo.orders import buyer_id_of
from cli.demo.scenery import Seller
from cli.demo.scenes import Scene
from workflows.grammar import BUYER, PLATFORM, SELLER, Role

ADMIN, ANOTHER_ADMIN = "platform-desk", "platform-appeals"


def asker_of(scene: Scene, who: Role, *, another: bool = False) -> Asker:
    """The person or the system that acts in a scene; ``another`` is the admin who decides about the first one."""
    lang = scene.seller.lang
    if who is BUYER:
        return Asker("buyer", buyer_id_of(scene.buyer), lang=lang)
    if who is SELLER:
        return desk_of(scene.seller)
    if who is PLATFORM:
        return Asker("admin", ANOTHER_ADMIN if another else ADMIN, lang=lang)
    return Asker("integration", "market-systems", lang=lang)


def desk_of(seller: Seller) -> Asker:
    """A seller's own people."""
    return Asker("seller", f"{seller.id}-desk", seller.id, seller.lang)

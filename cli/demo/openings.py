"""How a case of the demo is opened: by a buyer or a seller on an order, by the platform against a seller."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from cases.sellers.breaches import breaches_of
from cases.verbs.open_case import open_case
from cases.verbs.openings import Opening
from cli.demo.orders import tracking_of
from cli.demo.people import asker_of
from cli.demo.photos import two_photos
from cli.demo.scenery import Seller
from cli.demo.scenes import LATE_SELLER, STAR_SELLER, Scene
from cli.demo.stage import Stage
from workflows.grammar import BUYER

MOST_BREACHES = 20


def open_scene(stage: Stage, scene: Scene, at: datetime) -> bool:
    """Open the case; False where there is nothing that a measure could rest on."""
    if scene.plot.kind == "sanction":
        return _propose(stage, scene, at)
    plot, seller = scene.plot, scene.seller
    asker = asker_of(scene, plot.opened_by)
    with_photos = plot.photos or plot.reason == "damaged"
    photos = two_photos(stage.database, stage.files, asker, scene.rng, at) if with_photos else []
    opening = Opening(
        kind=plot.kind,
        order=scene.order_id or None,
        about=None if scene.bought else _article(scene),
        units=[("1", plot.pieces)] if plot.kind in ("return", "complaint", "warranty") else None,
        reason=plot.reason or None,
        body=stage.words(scene, plot.words),
        lang=seller.lang,
        fields=_opening_fields(stage, scene, at) | ({"photos": photos} if photos and plot.kind != "warranty" else {}),
        attachments=photos,
        reply_expected=plot.opened_by is BUYER,
    )
    scene.case = open_case(stage.database, asker, opening, at).file.case.id
    return True


def _article(scene: Scene) -> dict[str, str]:
    """What a question before the sale is about."""
    seller = scene.seller
    title = seller.goods[scene.ask[0]][0]
    return {"market": seller.market, "seller": seller.id, "sku": f"{seller.id[:3].upper()}-1", "title": title}


def _opening_fields(stage: Stage, scene: Scene, at: datetime) -> dict[str, Any]:
    kind, order = scene.plot.kind, scene.order_id
    if kind == "return":
        return {"wished_remedy": scene.plot.wish}
    if kind == "complaint":
        return {"wished_remedy": scene.plot.wish, "found_on": (at - timedelta(days=1)).date().isoformat()}
    if kind == "warranty":
        proof = stage.scenery.line(scene.seller.lang, "proof_of_purchase", scene.rng, order=order)
        serial = f"{scene.seller.id[:2].upper()}-{tracking_of(order)[-8:]}"
        return {"serial_number": serial, "proof_of_purchase": proof, "defect": scene.fault.seen}
    return {"parcel": tracking_of(order)} if kind == "delivery" else {}


def _propose(stage: Stage, scene: Scene, at: datetime) -> bool:
    """A measure against a seller, on every breach that counts; False where there is none."""
    if not scene.plot.late:
        mild = scene.plot.wish == "warning"
        scene.seller = _latest(stage, {LATE_SELLER} if mild else {LATE_SELLER, STAR_SELLER})
    seller, breaches = scene.seller, _breaches(stage, scene.seller)
    if not breaches:
        return False
    stage.measured.add(seller.id)
    fields: dict[str, Any] = {
        "measure": scene.plot.wish,
        "breaches": breaches,
        "rule": stage.scenery.line(seller.lang, "rule_of_answers", scene.rng),
    }
    if scene.plot.wish != "removal":
        fields["until"] = (at + timedelta(days=scene.plot.lasts)).date().isoformat()
    body = stage.words(scene, scene.plot.words)
    opening = Opening("sanction", seller=seller.id, market=seller.market, body=body, lang=seller.lang, fields=fields)
    scene.case = open_case(stage.database, asker_of(scene, scene.plot.opened_by), opening, at).file.case.id
    return True


def _latest(stage: Stage, spared: set[str]) -> Seller:
    """Who was late most often of those against whom there is no measure yet."""
    sellers = [seller for seller in stage.scenery.sellers if seller.id not in stage.measured | spared]
    return max(sellers, key=lambda seller: len(_breaches(stage, seller)))


def _breaches(stage: Stage, seller: Seller) -> list[str]:
    with stage.database.read() as connection:
        record = breaches_of(connection, seller.id, before=None, limit=MOST_BREACHES)
    return [breach["id"] for breach in record if breach["counts"]]

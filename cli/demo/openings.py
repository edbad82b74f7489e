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
from cli.demo.scenes import STAR_SELLER, Scene
from cli.demo.stage import Stage
from workflows.grammar import BUYER

MOST_BREACHES = 20


def open_scene(stage: Stage, scene: Scene, at: datetime) -> bool:
    """Open the case; False where there is nobody whom a measure could be against."""
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
        fields=_opening_fields(stage, scene, at) | ({"photos": photos} if photos else {}),
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
    """A measure against the seller who was late most often, and against whom there is none yet."""
    found = _latest(stage, spare_the_star=scene.plot.wish != "warning")
    if found is None:
        return False
    seller, breaches = found
    scene.seller = seller
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


def _latest(stage: Stage, *, spare_the_star: bool) -> tuple[Seller, list[str]] | None:
    most: tuple[Seller, list[str]] | None = None
    for seller in stage.scenery.sellers:
        if seller.id in stage.measured or (spare_the_star and seller.id == STAR_SELLER):
            continue
        with stage.database.read() as connection:
            record = breaches_of(connection, seller.id, before=None, limit=MOST_BREACHES)
        counted = [breach["id"] for breach in record if breach["counts"]]
        if len(counted) > (len(most[1]) if most else 0):
            most = seller, counted
    return most

"""What becomes of goods: sent, collected, back with the seller, kept by the buyer, delivered."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from cases.casefile.casefile import ParcelBack
from cases.casefile.draft import Draft
from workflows.grammar import CARRIER


def record_parcels(draft: Draft, fields: Mapping[str, Any], _: str) -> None:
    """What was sent. A number that the buyer names proves nothing; a carrier's scan or a receipt does."""
    progress = draft.file.case.progress
    for parcel in fields["parcels"]:
        progress.parcels.append(
            ParcelBack(
                carrier=parcel.get("carrier", ""),
                tracking=parcel.get("tracking", ""),
                proof_of_posting=parcel.get("proof_of_posting", ""),
                sent_at=draft.now,
            )
        )
    if draft.speaker is CARRIER or any(parcel.proof_of_posting for parcel in progress.parcels):
        progress.sending_proven_at = progress.sending_proven_at or draft.now


def take_goods_back(draft: Draft, fields: Mapping[str, Any], _: str) -> None:
    """The goods are with the seller from the moment that is named."""
    progress = draft.file.case.progress
    at = datetime.fromisoformat(fields["at"]) if "at" in fields else draft.now
    named = [parcel for parcel in progress.parcels if parcel.tracking and parcel.tracking == fields.get("parcel")]
    for parcel in named or progress.parcels:
        parcel.arrived_at = parcel.arrived_at or at
    progress.goods_back_at = progress.goods_back_at or at


def record_collection(draft: Draft, _: Mapping[str, Any], __: str) -> None:
    """The carrier has the goods."""
    progress = draft.file.case.progress
    progress.parcels.append(ParcelBack(sent_at=draft.now, proof_of_posting="collected"))
    progress.sending_proven_at = progress.sending_proven_at or draft.now


def offer_collection(draft: Draft, _: Mapping[str, Any], __: str) -> None:
    """The seller collects."""
    draft.file.case.progress.seller_collects = True


def promise_label(draft: Draft, fields: Mapping[str, Any], _: str) -> None:
    """A label comes, unless the message says that there is none."""
    if fields.get("label", "platform") != "none":
        draft.file.case.progress.label_promised = True


def let_buyer_keep(draft: Draft, _: Mapping[str, Any], __: str) -> None:
    """Nothing has to come back."""
    draft.file.case.progress.may_be_kept = True


def send_goods_out(draft: Draft, _: Mapping[str, Any], event: str) -> None:
    """A repaired, new or refused thing leaves for the buyer: nothing of the case is with the seller any more.

    Sent before anybody said what it would be, it is what was wished; a new one, where there was nothing to repair.
    """
    progress = draft.file.case.progress
    if event == "ship_remedy" and not progress.remedy:
        here = progress.goods_back_at is not None
        progress.remedy = "repair" if here and progress.wished != "replacement" else "replacement"
    progress.goods_back_at, progress.sending_proven_at, progress.parcels = None, None, []
    progress.may_be_kept = False  # also where the thing before it was lost: this one can be sent


def give_goods_up(draft: Draft, _: Mapping[str, Any], __: str) -> None:
    """What is lost cannot be sent back, nor repaired; the buyer did what they had to, and what follows is open."""
    progress = draft.file.case.progress
    progress.may_be_kept = progress.goods_back_at is None
    if progress.may_be_kept:
        progress.remedy, progress.chosen = "", False


def record_delivery(draft: Draft, fields: Mapping[str, Any], _: str) -> None:
    """The order came to the buyer. In a remedy it is another thing that comes, and no right begins with it."""
    if draft.file.case.kind == "delivery":
        draft.file.case.progress.delivered_at = datetime.fromisoformat(fields["at"]) if "at" in fields else draft.now


def agree_date(draft: Draft, fields: Mapping[str, Any], _: str) -> None:
    """The day that the seller names is the day that both agree on, unless the buyer declines it."""
    draft.file.case.progress.agreed_on = date.fromisoformat(fields["date"])

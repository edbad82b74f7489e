"""What the effects that a table names do to the progress of a case."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from cases.casefile import conversation
from cases.casefile.casefile import AmountDue, OfferState, ParcelBack, Payment
from cases.casefile.draft import Draft
from cases.casefile.facts import standard_shipping
from cases.outbox.events import Event
from workflows import effects
from workflows.effects import Effect
from workflows.grammar import CARRIER

Carry = Callable[[Draft, Mapping[str, Any], str], None]
ZERO = Decimal(0)


def carry_out(effect: Effect, draft: Draft, fields: Mapping[str, Any], event: str) -> None:
    """Do what the effect means to this case; ``fields`` are those of the message that carries the event."""
    _CARRIED_OUT[effect](draft, fields, event)


def _record_parcels(draft: Draft, fields: Mapping[str, Any], _: str) -> None:
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


def _take_goods_back(draft: Draft, fields: Mapping[str, Any], _: str) -> None:
    progress = draft.file.case.progress
    at = datetime.fromisoformat(fields["at"]) if "at" in fields else draft.now
    named = [parcel for parcel in progress.parcels if parcel.tracking and parcel.tracking == fields.get("parcel")]
    for parcel in named or progress.parcels:
        parcel.arrived_at = parcel.arrived_at or at
    progress.goods_back_at = progress.goods_back_at or at


def _record_collection(draft: Draft, _: Mapping[str, Any], __: str) -> None:
    progress = draft.file.case.progress
    progress.parcels.append(ParcelBack(sent_at=draft.now, proof_of_posting="collected"))
    progress.sending_proven_at = progress.sending_proven_at or draft.now


def _offer_collection(draft: Draft, _: Mapping[str, Any], __: str) -> None:
    draft.file.case.progress.seller_collects = True


def _promise_label(draft: Draft, fields: Mapping[str, Any], _: str) -> None:
    if fields.get("label", "platform") != "none":
        draft.file.case.progress.label_promised = True


def _let_buyer_keep(draft: Draft, _: Mapping[str, Any], __: str) -> None:
    draft.file.case.progress.may_be_kept = True


def _record_checklist(draft: Draft, fields: Mapping[str, Any], _: str) -> None:
    draft.file.case.progress.asked_items += fields["items"]


def _record_offer(draft: Draft, fields: Mapping[str, Any], _: str) -> None:
    progress = draft.file.case.progress
    amount = Decimal(fields["amount"]["amount"])
    progress.offer = OfferState(fields["offer"], amount, datetime.fromisoformat(fields["valid_until"]))
    progress.may_be_kept = fields["offer"] in ("partial_refund_keep", "refund_keep")


def _accept_offer(draft: Draft, _: Mapping[str, Any], __: str) -> None:
    progress = draft.file.case.progress
    assert progress.offer is not None
    progress.accepted = progress.offer.amount


def _drop_offer(draft: Draft, _: Mapping[str, Any], __: str) -> None:
    progress = draft.file.case.progress
    progress.offer, progress.may_be_kept = None, False


def _claim_deduction(draft: Draft, fields: Mapping[str, Any], _: str) -> None:
    """The claimed loss is a percentage of the price of the units named, which is at most that of the case."""
    progress, order = draft.file.case.progress, draft.file.order
    assert order is not None
    line = order.terms.line_named(fields["line"])
    price = (line.unit_price - line.discount / line.quantity) * fields["quantity"] if line else progress.price
    claimed = price * Decimal(str(fields["percent"])) / 100
    progress.claimed_deduction = min(claimed, progress.price).quantize(Decimal("0.01"))


def _agree_deduction(draft: Draft, _: Mapping[str, Any], __: str) -> None:
    progress = draft.file.case.progress
    progress.deduction = progress.claimed_deduction


def _decide_deduction(draft: Draft, fields: Mapping[str, Any], _: str) -> None:
    draft.file.case.progress.deduction = Decimal(fields["amount"]["amount"])


def _instruct_payment(draft: Draft, fields: Mapping[str, Any], event: str) -> None:
    payment = Payment(
        goods=Decimal(fields["goods"]["amount"]),
        shipping=Decimal(fields["shipping"]["amount"]),
        deduction=Decimal(fields["deduction"]["amount"]) if "deduction" in fields else ZERO,
        reference=fields["reference"],
        undisputed=event == "refund_undisputed",
    )
    draft.file.case.progress.payments.append(payment)
    draft.give_back(payment.total)


def _confirm_payment(draft: Draft, fields: Mapping[str, Any], _: str) -> None:
    progress = draft.file.case.progress
    pending = [payment for payment in progress.payments if payment.state == "pending"]
    for payment in pending:
        payment.state = "paid"
    if not pending and progress.due is not None and draft.file.case.state == "refund_due":
        due = progress.due
        paid = Payment(due.goods, due.shipping, due.deduction, str(fields.get("reference", "")), "paid")
        progress.payments.append(paid)
        draft.give_back(paid.total)
    draft.touch_order()


def _fail_payment(draft: Draft, _: Mapping[str, Any], __: str) -> None:
    for payment in draft.file.case.progress.payments:
        if payment.state == "pending":
            payment.state = "failed"
            draft.give_back(-payment.total)


def _fix_amount_due(draft: Draft, _: Mapping[str, Any], __: str) -> None:
    """The accepted offer, else the price and the shipping that the law gives back, less what was paid before."""
    progress, order = draft.file.case.progress, draft.file.order
    assert order is not None
    paid = [payment for payment in progress.payments if payment.state != "failed"]
    whole = progress.accepted if progress.accepted is not None else progress.price
    shipping = ZERO if progress.accepted is not None else standard_shipping(draft.file)
    goods = max(ZERO, whole - sum((payment.goods for payment in paid), ZERO))
    shipping = max(ZERO, shipping - sum((payment.shipping for payment in paid), ZERO))
    refundable = order.terms.paid - order.refunded
    goods = min(goods, refundable)
    shipping = min(shipping, refundable - goods)
    deduction = min(progress.deduction or ZERO, goods + shipping) if progress.accepted is None else ZERO
    progress.due = AmountDue(goods, shipping, deduction)
    draft.tell(Event.REFUND_DUE)


def _promise_answers(draft: Draft, fields: Mapping[str, Any], _: str) -> None:
    conversation.promise(draft, fields["questions"], fields["date"])


def _revive_clocks(draft: Draft, fields: Mapping[str, Any], _: str) -> None:
    conversation.revive(draft, fields["to"])


def _waive_answers(draft: Draft, _: Mapping[str, Any], __: str) -> None:
    conversation.waive(draft, [owed.seq for owed in draft.file.case.progress.owed])


_CARRIED_OUT: dict[Effect, Carry] = {
    effects.RECORD_PARCELS: _record_parcels,
    effects.TAKE_GOODS_BACK: _take_goods_back,
    effects.RECORD_COLLECTION: _record_collection,
    effects.OFFER_COLLECTION: _offer_collection,
    effects.PROMISE_LABEL: _promise_label,
    effects.LET_BUYER_KEEP: _let_buyer_keep,
    effects.RECORD_CHECKLIST: _record_checklist,
    effects.RECORD_OFFER: _record_offer,
    effects.ACCEPT_OFFER: _accept_offer,
    effects.DROP_OFFER: _drop_offer,
    effects.CLAIM_DEDUCTION: _claim_deduction,
    effects.AGREE_DEDUCTION: _agree_deduction,
    effects.DECIDE_DEDUCTION: _decide_deduction,
    effects.INSTRUCT_PAYMENT: _instruct_payment,
    effects.CONFIRM_PAYMENT: _confirm_payment,
    effects.FAIL_PAYMENT: _fail_payment,
    effects.PROMISE_ANSWERS: _promise_answers,
    effects.REVIVE_CLOCKS: _revive_clocks,
    effects.WAIVE_ANSWERS: _waive_answers,
    effects.FIX_AMOUNT_DUE: _fix_amount_due,
}

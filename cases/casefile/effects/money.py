"""What is offered, agreed, deducted, owed and paid."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from cases.casefile.casefile import AmountDue, OfferState, Payment
from cases.casefile.draft import Draft
from cases.casefile.facts import standard_shipping
from cases.outbox.events import Event
from markets.money import Money

ZERO = Decimal(0)
KEEPS = ("partial_refund_keep", "refund_keep", "price_cut")


def record_offer(draft: Draft, fields: Mapping[str, Any], _: str) -> None:
    """The offer stands until its date."""
    progress = draft.file.case.progress
    kind = fields.get("offer", "price_cut")
    amount = Decimal(fields["amount"]["amount"])
    progress.offer = OfferState(kind, amount, datetime.fromisoformat(fields["valid_until"]))
    progress.may_be_kept = kind in KEEPS


def accept_offer(draft: Draft, _: Mapping[str, Any], __: str) -> None:
    """The offer becomes what is owed."""
    progress = draft.file.case.progress
    assert progress.offer is not None
    progress.accepted = progress.offer.amount


def drop_offer(draft: Draft, _: Mapping[str, Any], __: str) -> None:
    """The offer is gone."""
    progress = draft.file.case.progress
    progress.offer, progress.may_be_kept = None, False


def ask_price_cut(draft: Draft, fields: Mapping[str, Any], _: str) -> None:
    """The buyer asks for so much of the price."""
    draft.file.case.progress.price_cut_asked = Decimal(fields["amount"]["amount"])


def agree_price_cut(draft: Draft, fields: Mapping[str, Any], _: str) -> None:
    """So much of the price is owed, and the goods stay with the buyer."""
    progress = draft.file.case.progress
    progress.accepted, progress.may_be_kept = Decimal(fields["amount"]["amount"]), True


def promise_refund(draft: Draft, fields: Mapping[str, Any], _: str) -> None:
    """The seller agrees to give the price back, or more."""
    progress = draft.file.case.progress
    progress.promised_refund, progress.refund_chosen = Decimal(fields["amount"]["amount"]), True


def claim_deduction(draft: Draft, fields: Mapping[str, Any], _: str) -> None:
    """The claimed loss is a percentage of the price of the units named, which is at most that of the case."""
    progress, order = draft.file.case.progress, draft.file.order
    assert order is not None
    line = order.terms.line_named(fields["line"])
    price = (line.unit_price - line.discount / line.quantity) * fields["quantity"] if line else progress.price
    claimed = price * Decimal(str(fields["percent"])) / 100
    progress.claimed_deduction = Money(min(claimed, progress.price), order.terms.currency).amount


def agree_deduction(draft: Draft, _: Mapping[str, Any], __: str) -> None:
    """The claimed deduction is agreed."""
    progress = draft.file.case.progress
    progress.deduction = progress.claimed_deduction


def decide_deduction(draft: Draft, fields: Mapping[str, Any], _: str) -> None:
    """The platform's amount is the deduction."""
    draft.file.case.progress.deduction = Decimal(fields["amount"]["amount"])


def instruct_payment(draft: Draft, fields: Mapping[str, Any], event: str) -> None:
    """Money is under way and counts as given back."""
    payment = Payment(
        goods=Decimal(fields["goods"]["amount"]),
        shipping=Decimal(fields["shipping"]["amount"]),
        deduction=Decimal(fields["deduction"]["amount"]) if "deduction" in fields else ZERO,
        reference=fields["reference"],
        undisputed=event == "refund_undisputed",
    )
    draft.file.case.progress.payments.append(payment)
    draft.give_back(payment.total)


def confirm_payment(draft: Draft, fields: Mapping[str, Any], _: str) -> None:
    """The money under way has arrived; where none was instructed, what is due was paid."""
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


def fail_payment(draft: Draft, _: Mapping[str, Any], __: str) -> None:
    """The money under way is still with the payer."""
    for payment in draft.file.case.progress.payments:
        if payment.state == "pending":
            payment.state = "failed"
            draft.give_back(-payment.total)


def fix_amount_due(draft: Draft, _: Mapping[str, Any], __: str) -> None:
    """The accepted offer, else the decision, else the price and the shipping; less what was paid before.

    Shipping that was paid and is not owed counts as paid for the goods.
    """
    progress, order = draft.file.case.progress, draft.file.order
    assert order is not None
    paid = [payment for payment in progress.payments if payment.state != "failed"]
    whole, shipping, deduction = _agreed(draft)
    shipping -= sum((payment.shipping for payment in paid), ZERO)
    goods = whole - sum((payment.goods - payment.deduction for payment in paid), ZERO) + min(shipping, ZERO)
    goods, shipping = max(ZERO, goods), max(ZERO, shipping)
    refundable = order.terms.paid - order.refunded
    goods = min(goods, refundable)
    shipping = min(shipping, refundable - goods)
    progress.due = AmountDue(goods, shipping, min(deduction, goods + shipping))
    draft.tell(Event.REFUND_DUE)


def _agreed(draft: Draft) -> tuple[Decimal, Decimal, Decimal]:
    """Goods, shipping and deduction as they were offered, decided, or as the law has them."""
    progress = draft.file.case.progress
    if progress.accepted is not None:
        return progress.accepted, ZERO, ZERO
    if progress.ruling is not None and progress.ruling.amount is not None:
        return progress.ruling.amount, ZERO, ZERO
    promised = progress.promised_refund or ZERO
    shipping = max(standard_shipping(draft.file), promised - progress.price)
    return progress.price, shipping, progress.deduction or ZERO

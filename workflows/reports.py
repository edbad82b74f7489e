"""What carriers and payments report is never refused; where it contradicts the case a person of the platform looks."""

from __future__ import annotations

from workflows.facts import Facts
from workflows.grammar import CLOSED

PAYING = ("refund_due", "refunding", "refund_unclear")
GOODS_COME = ("ship", "arrive", "collect", "return_to_sender")


def contradicts(event: str, state: str, facts: Facts) -> bool:
    """Whether a report that no row took cannot be true together with where the case stands.

    Goods that come after the end, a delivery of what is being refunded as lost, a loss of what has arrived, a payment
    that nobody instructed or that fails after it was confirmed.
    """
    if event in GOODS_COME:
        return state == CLOSED
    if event in ("deliver", "prove_delivery"):
        return facts.kind == "delivery" and (state in PAYING or facts.money_moved)
    if event == "declare_lost":
        return facts.goods_are_back
    if event == "confirm_payment":
        return not facts.money_moved
    return event == "fail_payment" and (state == CLOSED or not facts.money_moved)

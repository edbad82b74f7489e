"""The ways through the rows that every kind about an order has: talk, take back, split, go on elsewhere, be decided."""

from __future__ import annotations

_TALK = """
open: buyer opens(asking), seller promise_answer, seller update_status, seller says, buyer object, seller says,
    platform object, seller says, buyer report, seller report, platform take_over, platform hand_back
open: buyer opens(three), seller split, platform split
converted: buyer opens, buyer convert
converted: buyer opens, platform convert
"""

_TAKEN_BACK = """
{ends}: buyer opens, buyer cancel, buyer reopen, buyer cancel, platform reopen, buyer cancel, seller escalate, platform
    decides(seller)
"""

_DECIDED = """
decided_seller: buyer opens, days 8, buyer escalate, platform decides(seller)
decided_buyer: buyer opens, days 8, buyer escalate, platform decides(refund), seller refund, payments confirm_payment,
    seller appeals, platform decides(refund)
decided_shared: buyer opens, days 8, buyer escalate, platform decides(shared), seller refund, payments confirm_payment
"""

_GOODS_BACK = "open: buyer opens, days 8, buyer escalate, platform decides(goods_back)\n"

_REMEDIES = """
open: buyer opens, days 8, buyer escalate, platform decides(repair)
open: buyer opens, days 8, buyer escalate, platform decides(replacement)
"""

_WITHDRAWAL_TAKEN_BACK = """
decided_seller: buyer opens, buyer ask_to_take_back, seller agree_take_back, buyer reopen, seller contest_right,
    platform refuse_withdrawal, platform reopen, seller arrive, seller escalate, platform decides(seller)
"""

_OF_A_QUESTION = "open: buyer opens, days 8, buyer escalate, platform decides(refund)\n"


def _all(*stretches: str) -> str:
    return "".join(stretch.lstrip() for stretch in stretches)


_DECIDED_AFTER_ALL = _TAKEN_BACK.format(ends="decided_seller")

COMMON = {
    "question": _all(_TALK, _TAKEN_BACK.format(ends="withdrawn_by_buyer"), _OF_A_QUESTION),
    "return": _all(_TALK, _DECIDED_AFTER_ALL, _DECIDED, _GOODS_BACK),
    "withdrawal": _all(_TALK, _WITHDRAWAL_TAKEN_BACK, _DECIDED, _GOODS_BACK),
    "complaint": _all(_TALK, _DECIDED_AFTER_ALL, _DECIDED, _GOODS_BACK, _REMEDIES),
    "warranty": _all(_TALK, _DECIDED_AFTER_ALL, _DECIDED, _GOODS_BACK, _REMEDIES),
    "delivery": _all(_TALK, _DECIDED_AFTER_ALL, _DECIDED),
}

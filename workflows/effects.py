"""What follows from an event or from entering a state: names only. ``cases`` carries them out.

One event name means one thing, so its effects hang on the event and not on the row.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Effect:
    """A consequence, named by an imperative phrase, with one line of meaning."""

    name: str
    meaning: str


RECORD_PARCELS = Effect("record_parcels", "the parcels and their proofs are on file")
TAKE_GOODS_BACK = Effect("take_goods_back", "the goods are with the seller from this moment")
RECORD_COLLECTION = Effect("record_collection", "the carrier has the goods; their sending is proven")
OFFER_COLLECTION = Effect("offer_collection", "the seller collects, so the refund may not be withheld for goods")
PROMISE_LABEL = Effect("promise_label", "a label was promised, unless the message says that there is none")
LET_BUYER_KEEP = Effect("let_buyer_keep", "the goods stay with the buyer")
RECORD_CHECKLIST = Effect("record_checklist", "what was asked for is not asked for again")
RECORD_OFFER = Effect("record_offer", "the offer stands until its date")
ACCEPT_OFFER = Effect("accept_offer", "the offer becomes what is owed")
DROP_OFFER = Effect("drop_offer", "the offer is gone")
CLAIM_DEDUCTION = Effect("claim_deduction", "the seller claims a loss of value")
AGREE_DEDUCTION = Effect("agree_deduction", "the claimed deduction is agreed")
DECIDE_DEDUCTION = Effect("decide_deduction", "the platform's amount is the deduction")
INSTRUCT_PAYMENT = Effect("instruct_payment", "money is under way and counts as given back")
CONFIRM_PAYMENT = Effect("confirm_payment", "the money under way has arrived")
FAIL_PAYMENT = Effect("fail_payment", "the money under way is still with the payer")
PROMISE_ANSWERS = Effect("promise_answers", "the named questions are answered by the promised date")
REVIVE_CLOCKS = Effect("revive_clocks", "the named messages and questions wait for an answer again")
WAIVE_ANSWERS = Effect("waive_answers", "the open messages need no answer")
FIX_AMOUNT_DUE = Effect("fix_amount_due", "goods, shipping and deduction are fixed, each apart")

ON_EVENT: dict[str, tuple[Effect, ...]] = {
    "ship": (RECORD_PARCELS,),
    "arrive": (TAKE_GOODS_BACK,),
    "return_to_sender": (TAKE_GOODS_BACK,),
    "collect": (RECORD_COLLECTION,),
    "arrange_collection": (OFFER_COLLECTION,),
    "approve": (PROMISE_LABEL,),
    "give_instructions": (PROMISE_LABEL,),
    "fail_collection": (PROMISE_LABEL,),
    "confirm_withdrawal": (PROMISE_LABEL,),
    "let_buyer_keep": (LET_BUYER_KEEP,),
    "refund_without_return": (LET_BUYER_KEEP,),
    "request_information": (RECORD_CHECKLIST,),
    "offer": (RECORD_OFFER,),
    "accept_offer": (ACCEPT_OFFER,),
    "decline_offer": (DROP_OFFER,),
    "claim_value_loss": (CLAIM_DEDUCTION,),
    "agree_deduction": (AGREE_DEDUCTION,),
    "decide_deduction": (DECIDE_DEDUCTION,),
    "refund": (INSTRUCT_PAYMENT,),
    "refund_undisputed": (INSTRUCT_PAYMENT,),
    "confirm_payment": (CONFIRM_PAYMENT,),
    "fail_payment": (FAIL_PAYMENT,),
    "promise_answer": (PROMISE_ANSWERS,),
    "object": (REVIVE_CLOCKS,),
    "no_reply_needed": (WAIVE_ANSWERS,),
}

ON_ENTERING: dict[str, tuple[Effect, ...]] = {"refund_due": (FIX_AMOUNT_DUE,)}

MOVES_MONEY = frozenset({"refund", "refund_undisputed", "confirm_payment", "fail_payment"})
"""Events that change what an order has given back; with opening and closing they raise the order's version."""

HAPPENS_ONCE = frozenset(
    {
        "ship",
        "arrive",
        "collect",
        "deliver",
        "return_to_sender",
        "declare_lost",
        "confirm_payment",
        "fail_payment",
        "apply_decision",
    }
)
"""Facts of the world: a parcel arrives once, a payment answers once, a claim is decided once; so no circle through
them is endless."""

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
SEND_GOODS_OUT = Effect("send_goods_out", "a thing leaves for the buyer; nothing of the case is with the seller")
GIVE_GOODS_UP = Effect("give_goods_up", "what is lost cannot be sent back any more")
RECORD_DELIVERY = Effect("record_delivery", "the order came to the buyer")
AGREE_DATE = Effect("agree_date", "the day that was named is agreed on, unless the buyer declines it")
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
NOTE_SILENCE = Effect("note_silence", "a request for information was not answered")
NOTE_ANSWER = Effect("note_answer", "a request for information was answered")
TAKE_OVER = Effect("take_over", "the platform acts for the seller")
HAND_BACK = Effect("hand_back", "the seller acts again")
ASK_PRICE_CUT = Effect("ask_price_cut", "the buyer asks for so much of the price")
AGREE_PRICE_CUT = Effect("agree_price_cut", "so much of the price is owed, and the goods stay with the buyer")
PROMISE_REFUND = Effect("promise_refund", "the seller gives the price back, or more")
RECORD_WISH = Effect("record_wish", "the remedy that the buyer wishes is on file")
AGREE_REPAIR = Effect("agree_repair", "the remedy is a repair")
AGREE_REPLACEMENT = Effect("agree_replacement", "the remedy is a replacement")
CHOOSE_REFUND = Effect("choose_refund", "the buyer wants the price back")
RECORD_CHOICE = Effect("record_choice", "the buyer has chosen")
OPEN_CHOICE = Effect("open_choice", "a remedy is late, and the choice is the buyer's")
ACCEPT_BY_SILENCE = Effect("accept_by_silence", "the market takes silence for acceptance")
RECORD_REFUSAL = Effect("record_refusal", "a remedy was refused; a minor defect opens no refund")
RECORD_REPAIR = Effect("record_repair", "the end of the guarantee moves once, where that is law")
RECORD_FAILURE = Effect("record_failure", "a remedy did not help")
CONFIRM_COVER = Effect("confirm_cover", "the guarantee covers the defect")
DENY_COVER = Effect("deny_cover", "the guarantee does not cover the defect")
WAIT_LONGER = Effect("wait_longer", "the buyer waits until a day of their own")
ASK_EVIDENCE = Effect("ask_evidence", "the platform waits for evidence from one side or both")
PROPOSE_SETTLEMENT = Effect("propose_settlement", "the other side may accept until its date")
RECORD_DECISION = Effect("record_decision", "for whom it was decided")
RECORD_ADMIN = Effect("record_admin", "an appeal is decided by somebody else")
STRIKE_LOST_CLAIM = Effect("strike_lost_claim", "what was decided counts no more against the seller")
STRIKE_BREACHES = Effect("strike_breaches", "nothing that the measure rested on counts any more")
STRIKE_SOME = Effect("strike_some", "the named breaches count no more")
RECORD_MEASURE = Effect("record_measure", "measure, breaches and end are on file")
RECORD_RESPONSE = Effect("record_response", "the seller has responded")
IMPOSE_MEASURE = Effect("impose_measure", "the time for an appeal runs")
COUNT_ANEW = Effect("count_anew", "what the law counts from an opening counts from the reopening")
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
    "reopen": (COUNT_ANEW,),
    "take_over": (TAKE_OVER,),
    "hand_back": (HAND_BACK,),
    # remedies
    "lodge": (RECORD_WISH,),
    "request": (RECORD_WISH,),
    "ask_for_goods": (PROMISE_LABEL,),
    "give_information": (NOTE_ANSWER,),
    "go_on_without": (NOTE_SILENCE,),
    "accept_repair": (AGREE_REPAIR,),
    "accept_replacement": (AGREE_REPLACEMENT,),
    "accept_refund": (PROMISE_REFUND,),
    "offer_price_cut": (RECORD_OFFER,),
    "choose_price_cut": (ASK_PRICE_CUT, RECORD_CHOICE),
    "accept_price_cut": (AGREE_PRICE_CUT,),
    "choose_refund": (CHOOSE_REFUND,),
    "choose_repair": (AGREE_REPAIR, RECORD_CHOICE),
    "choose_replacement": (AGREE_REPLACEMENT, RECORD_CHOICE),
    "let_buyer_choose": (OPEN_CHOICE,),
    "accept_by_silence": (ACCEPT_BY_SILENCE,),
    "reject": (RECORD_REFUSAL,),
    "decide_repair": (AGREE_REPAIR,),
    "decide_replacement": (AGREE_REPLACEMENT,),
    "accept_cost": (AGREE_REPAIR,),
    "complete_repair": (RECORD_REPAIR,),
    "ship_remedy": (SEND_GOODS_OUT,),
    "send_back": (SEND_GOODS_OUT,),
    "report_still_defective": (RECORD_FAILURE,),
    "declare_lost": (GIVE_GOODS_UP,),
    "confirm_cover": (CONFIRM_COVER,),
    "deny_cover": (DENY_COVER,),
    "wait_longer": (WAIT_LONGER,),
    # deliveries
    "deliver": (RECORD_DELIVERY,),
    "promise_date": (AGREE_DATE,),
    # claims and measures
    "request_evidence": (ASK_EVIDENCE,),
    "propose_settlement": (PROPOSE_SETTLEMENT,),
    "decide": (RECORD_DECISION, RECORD_ADMIN),
    "refuse_claim": (RECORD_ADMIN,),
    "grant_appeal": (STRIKE_LOST_CLAIM, RECORD_ADMIN),
    "deny_appeal": (RECORD_ADMIN,),
    "propose": (RECORD_MEASURE,),
    "respond": (RECORD_RESPONSE,),
    "impose": (IMPOSE_MEASURE, RECORD_ADMIN),
    "consent": (IMPOSE_MEASURE, RECORD_ADMIN),
    "uphold": (STRIKE_SOME, RECORD_ADMIN),
    "lift": (STRIKE_BREACHES,),
}

ON_ENTERING: dict[str, tuple[Effect, ...]] = {"refund_due": (FIX_AMOUNT_DUE,)}

MOVES_MONEY = frozenset({"refund", "refund_undisputed", "confirm_payment", "fail_payment", "apply_decision"})
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

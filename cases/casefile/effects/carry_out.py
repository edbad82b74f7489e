"""What the effects that a table names do to the progress of a case: which function carries out which."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from cases.casefile.draft import Draft
from cases.casefile.effects import goods, money, remedies, rulings, talk
from workflows import effects
from workflows.effects import Effect

Carry = Callable[[Draft, Mapping[str, Any], str], None]


def carry_out(effect: Effect, draft: Draft, fields: Mapping[str, Any], event: str) -> None:
    """Do what the effect means to this case; ``fields`` are those of the message that carries the event."""
    _CARRIED_OUT[effect](draft, fields, event)


_CARRIED_OUT: dict[Effect, Carry] = {
    effects.RECORD_PARCELS: goods.record_parcels,
    effects.TAKE_GOODS_BACK: goods.take_goods_back,
    effects.RECORD_COLLECTION: goods.record_collection,
    effects.OFFER_COLLECTION: goods.offer_collection,
    effects.PROMISE_LABEL: goods.promise_label,
    effects.LET_BUYER_KEEP: goods.let_buyer_keep,
    effects.SEND_GOODS_OUT: goods.send_goods_out,
    effects.GIVE_GOODS_UP: goods.give_goods_up,
    effects.RECORD_DELIVERY: goods.record_delivery,
    effects.AGREE_DATE: goods.agree_date,
    effects.RECORD_CHECKLIST: talk.record_checklist,
    effects.PROMISE_ANSWERS: talk.promise_answers,
    effects.REVIVE_CLOCKS: talk.revive_clocks,
    effects.WAIVE_ANSWERS: talk.waive_answers,
    effects.NOTE_SILENCE: talk.note_silence,
    effects.NOTE_ANSWER: talk.note_answer,
    effects.COUNT_ANEW: talk.count_anew,
    effects.TAKE_OVER: talk.take_over,
    effects.HAND_BACK: talk.hand_back,
    effects.RECORD_OFFER: money.record_offer,
    effects.ACCEPT_OFFER: money.accept_offer,
    effects.DROP_OFFER: money.drop_offer,
    effects.ASK_PRICE_CUT: money.ask_price_cut,
    effects.AGREE_PRICE_CUT: money.agree_price_cut,
    effects.PROMISE_REFUND: money.promise_refund,
    effects.CLAIM_DEDUCTION: money.claim_deduction,
    effects.AGREE_DEDUCTION: money.agree_deduction,
    effects.DECIDE_DEDUCTION: money.decide_deduction,
    effects.INSTRUCT_PAYMENT: money.instruct_payment,
    effects.CONFIRM_PAYMENT: money.confirm_payment,
    effects.FAIL_PAYMENT: money.fail_payment,
    effects.FIX_AMOUNT_DUE: money.fix_amount_due,
    effects.RECORD_WISH: remedies.record_wish,
    effects.AGREE_REPAIR: remedies.agree_repair,
    effects.AGREE_REPLACEMENT: remedies.agree_replacement,
    effects.CHOOSE_REFUND: remedies.choose_refund,
    effects.RECORD_CHOICE: remedies.record_choice,
    effects.OPEN_CHOICE: remedies.open_choice,
    effects.ACCEPT_BY_SILENCE: remedies.accept_by_silence,
    effects.RECORD_REFUSAL: remedies.record_refusal,
    effects.RECORD_REPAIR: remedies.record_repair,
    effects.RECORD_FAILURE: remedies.record_failure,
    effects.CONFIRM_COVER: remedies.confirm_cover,
    effects.DENY_COVER: remedies.deny_cover,
    effects.WAIT_LONGER: remedies.wait_longer,
    effects.ASK_EVIDENCE: rulings.ask_evidence,
    effects.PROPOSE_SETTLEMENT: rulings.propose_settlement,
    effects.RECORD_DECISION: rulings.record_decision,
    effects.STRIKE_LOST_CLAIM: rulings.strike_lost_claim,
    effects.STRIKE_BREACHES: rulings.strike_breaches,
    effects.STRIKE_SOME: rulings.strike_some,
    effects.RECORD_ADMIN: rulings.record_admin,
    effects.RECORD_MEASURE: rulings.record_measure,
    effects.RECORD_RESPONSE: rulings.record_response,
    effects.IMPOSE_MEASURE: rulings.impose_measure,
}

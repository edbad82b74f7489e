"""How a way is walked: each of its steps through the verb that a person, a system or the clock would use."""

from __future__ import annotations

from typing import Any

from cases.casefile.asker import Asker
from cases.ids import message_id
from cases.verbs.openings import Opening
from tests.builders import (
    Desk,
    Told,
    a_complaint,
    a_delivery_problem,
    a_line,
    a_measure,
    a_question,
    a_return,
    a_warranty,
    a_withdrawal,
    decided,
)
from tests.cast import IDA, JAN, KAI, NORD, ROOT, SYSTEMS
from tests.claimed import ASKING, decides, unanswered
from tests.stories.ways import Way

WHO = {
    "buyer": JAN,
    "seller": NORD,
    "platform": ROOT,
    "another": IDA,
    "third": KAI,
    "carrier": SYSTEMS,
    "payments": SYSTEMS,
}
PRE_SALE = {"market": "DE", "seller": "nord", "sku": "S-1", "title": "Sieve"}
ORDERS: dict[str, dict[str, Any]] = {
    "unsent": {"delivered_at": None},
    "change": {"delivered_at": None},
    "stop": {"delivered_at": None},
    "promised": {"delivered_at": None, "promised_at": "2026-04-08T10:00:00+02:00"},
    "three": {"lines": [a_line(quantity=3)]},
}
MARKETS = {"silence_approves": "NL", "silence_accepts": "PL"}
OPENINGS = {
    "return": a_return,
    "withdrawal": a_withdrawal,
    "complaint": a_complaint,
    "warranty": a_warranty,
    "delivery": a_delivery_problem,
}


def walk(desk: Desk, way: Way, number: str) -> Told:
    """Open a case on an order of its own and take every step of the way."""
    (who, event, how), *steps = way.steps
    case = _begun(desk, way.kind, who, event, how, number)
    for who, event, how in steps:
        try:
            _step(case, who, event, how)
        except Exception as error:
            error.add_note(f"at {who} {event} of {way.title}")
            raise
    return case


def _begun(desk: Desk, kind: str, who: str, event: str, how: str, number: str) -> Told:
    if kind == "claim":
        return _claim(desk, WHO[who], event, number)
    if kind == "sanction":
        measure, _, urgent = how.partition(" for ")
        return desk.opens(a_measure(measure, [] if urgent else [_missed_answer(desk, number)], urgent=urgent), ROOT)
    return desk.opens(_opening(desk, kind, who, how, number), WHO[who])


def _claim(desk: Desk, who: Asker, event: str, number: str) -> Told:
    """A claim about a return: that the seller left unanswered, or that they have and look at, or a report in it."""
    order = desk.takes(number=number)
    was_silent = event == "escalate" and who is JAN
    source = unanswered(desk, order) if was_silent else desk.opens(a_return(order))
    if event == "escalate" and who is NORD:
        source.does(NORD, "arrive")
    source.does(who, event, "Please look at it." if who is JAN else None)
    (claim,) = source.linked("claim")
    return claim


def _missed_answer(desk: Desk, number: str) -> str:
    """A breach on the seller's record."""
    asked = desk.opens(a_question(desk.takes(number=number)))
    while not asked.file.case.overdue:
        desk.waits_for_the_next_mark()
    asked.does(JAN, "cancel")
    ((breach,),) = desk.rows(f"SELECT id FROM breach WHERE case_id = '{asked.id}'")
    return str(breach)


def _opening(desk: Desk, kind: str, who: str, how: str, number: str) -> Opening:
    """What the first step opens, on an order that fits."""
    order = desk.takes(MARKETS.get(how, "DE"), number=number, **ORDERS.get(how, {}))
    if how == "half_paid":
        _pay_a_part(desk, order)
    more: dict[str, Any] = {"units": [("1", 3)]} if how == "three" else {}
    more |= {"wish": how} if kind == "complaint" and how in ("replacement", "refund") else {}
    if kind in OPENINGS:
        named = how in ("late", "refused", "wrong_address")
        return OPENINGS[kind](
            order, **more, **(ASKING if how == "asking" else {}), **({"reason": how} if named else {})
        )
    if how == "pre_sale":
        return Opening("question", about=PRE_SALE, reason="product", body="Does the sieve fit?")
    if how == "wordy":
        return a_question(order, "The sieve that you sent fits.")
    topic = how if how in ("change", "stop") else "product"
    return a_question(order, reason="delay" if who == "seller" else topic, **more)


def _pay_a_part(desk: Desk, order: str) -> None:
    """A part of the price is on its way back to the buyer in a return."""
    case = desk.opens(a_return(order))
    case.does(NORD, "offer")
    case.does(JAN, "accept_offer")
    case.does(NORD, "refund")


def _step(case: Told, who: str, event: str, how: str) -> None:
    """One step of a way."""
    if who == "days":
        case.desk.waits(days=int(event))
    elif who == "clock":
        case.waits_for(event)
    elif event == "says":
        case.says(WHO[who], "What I have to say about it.")
    elif event == "waives":
        case.says(WHO[who], "You told me, thank you.", waives=[message_id(case.id, 1)])
    elif event == "decides":
        decides(case.linked("claim")[-1], how)
    elif event == "appeals":
        claim = case.linked("claim")[-1]
        claim.does(WHO[who], "appeal")
        claim.does(IDA, "grant_appeal")
    elif event == "gives":
        case.linked("source")[0].does(WHO[who], how)
    elif event == "decide":
        case.says(WHO[who], "We decided.", event="decide", fields=decided(how))
    else:
        _does(case, WHO[who], event, how)


def _does(case: Told, who: Asker, event: str, how: str) -> None:
    fields: dict[str, Any] = {}
    if event == "offer" and how:
        fields["offer"] = how
    if event == "request_evidence":
        fields["of"] = how
    if how == "refund_keep":
        fields["amount"] = {"amount": "129.00", "currency": "EUR"}
    if how == "posted":
        fields["parcels"] = [{"proof_of_posting": "receipt of post office 20095"}]
    case.does(who, event, **fields)

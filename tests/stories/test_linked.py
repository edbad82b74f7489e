"""Several cases of one order, told day by day: claimed, decided, split, gone on elsewhere."""

from __future__ import annotations

from decimal import Decimal

from cases.ledger.verify import verify
from tests.builders import Desk, Told, a_line, a_question, a_return, at, decided
from tests.cast import IDA, JAN, NORD, ROOT, SYSTEMS

TWO_MACHINES = [a_line(quantity=2, discount="0.01")]


def refunded(desk: Desk) -> Decimal:
    """What the order has given back."""
    ((sum_of_it,),) = desk.rows("SELECT refunded FROM orders")
    return Decimal(sum_of_it)


def heard(claim: Told, how: str) -> None:
    """The platform takes the claim up and decides it."""
    claim.does(ROOT, "accept_for_review")
    claim.does(NORD, "add_statement")
    claim.does(ROOT, "deliberate")
    claim.says(ROOT, "We decided.", event="decide", fields=decided(how))


def test_it_decides_for_a_buyer_whose_seller_is_silent_and_sends_the_goods_back_first(desk: Desk) -> None:
    desk.takes()
    case = desk.opens(a_return(body="When do you take it back?", reply_expected=True))
    desk.waits_until(at("2026-04-08 09:00"))
    case.does(JAN, "escalate", "Nobody answers.")
    (claim,) = case.linked("claim")
    desk.waits_until(at("2026-04-10 09:00"))
    assert claim.events == ["escalate", "accept_for_review"]  # the platform said nothing for a working day

    claim.does(ROOT, "request_evidence", of="seller")
    desk.waits_until(at("2026-04-16 09:00"))
    assert claim.state == "deciding"  # the seller showed nothing in three

    claim.says(ROOT, "The machine goes back, then the price.", event="decide", fields=decided("goods_back"))
    assert (case.state, case.due) == ("awaiting_parcel", at("2026-05-01 00:00"))
    case.does(JAN, "ship")
    case.does(SYSTEMS, "arrive")
    case.does(NORD, "accept")
    case.does(NORD, "refund")
    case.does(SYSTEMS, "confirm_payment")
    assert (case.outcome, refunded(desk)) == ("decided_buyer", Decimal("129.00"))

    desk.waits(days=45)
    assert claim.outcome == "decided_buyer"
    assert claim.events[-2:] == ["carry_out", "close"]
    assert verify(desk.database).holds


def test_it_settles_when_the_seller_gives_in_and_the_case_goes_on_to_the_money(desk: Desk) -> None:
    desk.takes()
    case = desk.opens(a_return())
    case.does(NORD, "arrive")
    case.does(NORD, "offer")
    desk.waits_until(at("2026-04-08 09:00"))
    case.does(JAN, "decline_offer", "All of it or nothing.")
    desk.waits_until(at("2026-04-10 09:00"))
    case.does(JAN, "escalate", "They offer half.", asks_for="refund")
    (claim,) = case.linked("claim")

    desk.waits_until(at("2026-04-13 09:00"))
    case.does(NORD, "accept", "You are right.")
    assert (claim.outcome, case.state, case.due) == ("settled", "refund_due", at("2026-04-16 00:00"))

    desk.waits_until(at("2026-04-16 09:00"))
    assert case.state == "refunding"  # the seller let it pass, so the platform paid
    case.does(SYSTEMS, "confirm_payment")
    assert (case.outcome, refunded(desk)) == ("refunded", Decimal("129.00"))


def test_it_turns_a_decision_on_appeal_and_pays_what_is_missing(desk: Desk) -> None:
    desk.takes()
    case = desk.opens(a_return())
    case.does(NORD, "decline")
    case.does(JAN, "escalate", "That is not right.")
    (claim,) = case.linked("claim")
    heard(claim, "shared")
    case.does(NORD, "refund")
    case.does(SYSTEMS, "confirm_payment")
    assert (case.outcome, refunded(desk)) == ("decided_shared", Decimal("64.50"))

    desk.waits_until(at("2026-04-20 09:00"))
    claim.does(JAN, "appeal", "Here is the receipt.")
    claim.does(IDA, "grant_appeal")
    claim.says(IDA, "The whole price.", event="decide", fields=decided("refund"))
    assert case.state == "refund_due"
    case.does(NORD, "refund")
    case.does(SYSTEMS, "confirm_payment")
    assert (case.outcome, refunded(desk)) == ("decided_buyer", Decimal("129.00"))


def test_it_takes_one_machine_back_and_sends_the_other_home(desk: Desk) -> None:
    desk.takes(lines=TWO_MACHINES, shipping="0.00", shipping_standard="0.00")
    case = desk.opens(a_return(units=[("1", 2)]))
    case.does(NORD, "approve")
    case.does(JAN, "ship")
    case.does(SYSTEMS, "arrive")
    used = {"line": "1", "quantity": 1, "condition": "used", "reason": "Coffee was made with it."}
    case.does(NORD, "reject_units", units=[used])
    (other,) = case.linked("split")

    other.does(NORD, "accept")
    other.does(NORD, "refund")
    other.does(SYSTEMS, "confirm_payment")
    case.does(JAN, "ask_back")
    case.does(NORD, "send_back")
    assert (other.outcome, case.outcome) == ("refunded", "declined")
    assert refunded(desk) == Decimal("129.00")
    assert other.file.case.progress.price + case.file.case.progress.price == Decimal("257.99")
    assert verify(desk.database).holds


def test_it_goes_on_as_a_withdrawal_that_counts_from_the_first_word(desk: Desk) -> None:
    desk.takes()
    case = desk.opens(a_question(body="I withdraw from the contract. What now?"))
    desk.waits_until(at("2026-04-07 10:00"))
    case.does(ROOT, "convert", goes_on_as={"kind": "withdrawal", "declared_in": case.message(1)})
    (withdrawal,) = case.linked("converted")
    assert [deadline.due_at for deadline in withdrawal.running("reply")] == [at("2026-04-07 15:00")]
    assert [deadline.started_at for deadline in withdrawal.running("statutory")] == [at("2026-04-02 15:00")]

    withdrawal.does(NORD, "give_instructions", "Send it back to us.")
    withdrawal.does(SYSTEMS, "ship")
    desk.waits_until(at("2026-04-17 09:00"))  # the fourteen days end on the 16th, and its sending is proven
    assert withdrawal.state == "refunding"
    withdrawal.does(SYSTEMS, "confirm_payment")
    assert (withdrawal.outcome, refunded(desk)) == ("refunded", Decimal("133.95"))


def test_it_lets_the_platform_act_for_a_seller_who_does_not(desk: Desk) -> None:
    desk.takes()
    case = desk.opens(a_return(body="How do I pack it?", reply_expected=True))
    desk.waits_until(at("2026-04-08 10:00"))
    case.does(ROOT, "take_over", "We see to it.")
    case.says(ROOT, "In the box that it came in.")
    case.does(ROOT, "approve", "Send it back.")
    case.does(JAN, "ship")
    case.does(SYSTEMS, "arrive")
    case.does(ROOT, "accept", "It is as new.")
    case.does(ROOT, "hand_back", "The money is yours to send.")
    case.does(NORD, "refund")
    case.does(SYSTEMS, "confirm_payment")
    assert case.outcome == "refunded"
    shown = {entry.event: entry.role for entry in case.entries() if entry.event}
    assert (shown["approve"], shown["accept"], shown["refund"]) == ("platform", "platform", "seller")

"""A claim and the case that it is about: held while it is decided, let go when it ends."""

from __future__ import annotations

import pytest

from cases.verbs.openings import Opening
from tests.builders import Desk, Told, a_question, a_return, a_withdrawal, at
from tests.cast import JAN, NORD, ROOT, SYSTEMS
from tests.claimed import decides, escalated, unanswered
from workflows.refusals import NotEligible


@pytest.fixture
def case(desk: Desk) -> Told:
    """A return that the seller left unanswered until Tuesday 7 April, 15:00 and one second."""
    return unanswered(desk, desk.takes())


def test_it_may_not_be_escalated_before_the_seller_was_late_or_refused(desk: Desk) -> None:
    desk.takes()
    case = desk.opens(a_return())
    with pytest.raises(NotEligible):
        escalated(case)
    case.does(NORD, "decline")
    assert escalated(case).state == "submitted"


def test_it_pauses_what_the_state_waits_for(case: Told) -> None:
    claim = escalated(case)
    assert (case.due, case.file.case.held_by) == (None, claim.id)
    case.desk.waits(days=30)
    assert case.state == "requested"


def test_it_lets_answers_and_the_law_run_on(desk: Desk) -> None:
    desk.takes()
    case = desk.opens(a_return())
    case.does(NORD, "decline")
    escalated(case)
    case.says(JAN, "Why is that so?")
    desk.waits_until(at("2026-04-07 15:00"))
    desk.waits(seconds=1)
    assert [deadline.state for deadline in case.ended("reply")] == ["missed"]


def test_it_lets_both_write_and_nobody_act(case: Told) -> None:
    escalated(case)
    case.says(JAN, "I wait.")
    case.says(NORD, "We look at it.")
    for who, event in ((JAN, "cancel"), (NORD, "approve"), (NORD, "decline")):
        with pytest.raises(NotEligible):
            case.does(who, event)
    assert case.state == "requested"


def test_it_lets_carriers_act_while_it_is_held(case: Told) -> None:
    escalated(case)
    case.does(SYSTEMS, "arrive")
    assert (case.state, case.due) == ("inspecting", None)


def test_it_settles_the_claim_when_the_seller_gives_what_it_asks_for(case: Told) -> None:
    claim = escalated(case, asks_for="refund")
    case.does(NORD, "refund_without_return")
    assert (claim.outcome, claim.events[-1]) == ("settled", "settle")
    assert (case.state, case.file.case.held_by) == ("refund_due", None)
    assert case.due == at("2026-04-10 00:00")


def test_it_waits_no_longer_than_the_law_when_a_claim_is_settled(desk: Desk) -> None:
    desk.takes()
    case = desk.opens(a_withdrawal())
    desk.waits_until(at("2026-04-10 10:00"))
    case.does(NORD, "arrive")
    escalated(case, asks_for="refund")
    desk.waits_until(at("2026-04-15 10:00"))
    case.does(NORD, "accept")
    assert [law.due_at for law in case.running("statutory")] == [at("2026-04-17 00:00")]
    assert (case.state, case.due) == ("refund_due", at("2026-04-17 00:00"))


def test_it_does_not_settle_by_what_was_not_asked_for(case: Told) -> None:
    escalated(case, asks_for="replacement")
    with pytest.raises(NotEligible):
        case.does(NORD, "refund_without_return")


@pytest.mark.parametrize(
    ("ending", "ends", "due"),
    [
        ("refuse_claim", "2026-04-08 10:00", "2026-04-10 00:00"),
        ("withdraw_claim", "2026-04-20 10:00", "2026-04-22 00:00"),
        ("accept_settlement", "2026-04-20 10:00", "2026-04-22 00:00"),
    ],
)
def test_it_goes_on_with_what_was_left_when_the_claim_ends(case: Told, ending: str, ends: str, due: str) -> None:
    claim = escalated(case)  # on the first of the two working days that the seller has
    case.desk.waits_until(at(ends))
    version = case.version
    if ending == "accept_settlement":
        claim.does(NORD, "propose_settlement")
    claim.does({"refuse_claim": ROOT}.get(ending, JAN), ending)
    assert (case.state, case.due, case.file.case.held_by) == ("requested", at(due), None)
    (told,) = case.entries(after=version)
    assert (told.role, told.kind, told.event) == ("clock", "system", "")
    assert told.body is not None
    assert claim.file.case.number in told.body


def test_it_holds_nothing_when_something_is_reported(desk: Desk) -> None:
    desk.takes()
    case = desk.opens(a_return())
    due = case.due
    case.does(JAN, "report")
    (claim,) = case.linked("claim")
    assert (claim.state, case.due, case.file.case.held_by) == ("submitted", due, None)
    decides(claim, "seller")
    assert case.state == "requested"
    case.does(NORD, "approve")


def test_it_takes_a_report_before_the_sale(desk: Desk) -> None:
    desk.takes()
    about = {"market": "DE", "seller": "nord", "sku": "S-1", "title": "Sieve"}
    case = desk.opens(Opening("question", about=about, reason="product", body="Does it fit?"))
    case.does(JAN, "report")
    (claim,) = case.linked("claim")
    decides(claim, "seller")
    assert (claim.state, case.state) == ("carried_out", "awaiting_seller")


def test_it_starts_no_reply_clock_in_a_claim(case: Told) -> None:
    claim = escalated(case)
    claim.says(JAN, "When do you decide?")
    assert claim.running("reply") == []


def test_it_has_one_claim_at_a_time(case: Told) -> None:
    claim = escalated(case)
    decides(claim, "refund")
    with pytest.raises(NotEligible):
        escalated(case)


def test_it_may_be_escalated_until_thirty_days_after_closing(desk: Desk) -> None:
    desk.takes()
    case = desk.opens(a_question())
    desk.waits(days=6)
    case.says(NORD, "It fits.")
    desk.waits(days=8)
    assert case.state == "closed"
    desk.waits(days=31)
    with pytest.raises(NotEligible):
        escalated(case)

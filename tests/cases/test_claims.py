"""A claim and the case that it is about: held while it is decided, let go when it ends, moved by what was decided."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from cases.casefile.record import record as recorded
from cases.ledger.verify import verify
from cases.verbs import write_message
from cases.verbs.openings import Opening
from tests.builders import Desk, Told, a_question, a_return, a_withdrawal, at, decided
from tests.cast import IDA, JAN, KAI, NORD, ROOT, SYSTEMS
from workflows.refusals import NotEligible

ASKING: dict[str, Any] = {"body": "How do I pack it?", "reply_expected": True}
TUESDAY = at("2026-04-07 15:00")


@pytest.fixture
def case(desk: Desk) -> Told:
    """A return that the seller left unanswered until Tuesday 7 April, 15:00 and one second."""
    desk.takes()
    case = desk.opens(a_return(**ASKING))
    desk.waits_until(TUESDAY)
    desk.waits(seconds=1)
    return case


def escalated(case: Told, **fields: Any) -> Told:
    """The claim that the buyer brings about it."""
    case.does(JAN, "escalate", **fields)
    return case.linked("claim")[-1]


def decides(claim: Told, how: str, **more: Any) -> None:
    """The platform hears the claim and decides it."""
    if claim.state == "submitted":
        claim.does(ROOT, "accept_for_review")
        claim.does(ROOT, "deliberate")
    claim.says(ROOT, "We decided.", event="decide", fields=decided(how, **more))


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


def test_it_applies_a_decision_in_the_case_as_well(case: Told) -> None:
    claim = escalated(case)
    decides(claim, "refund")
    assert (claim.state, case.state, case.file.case.held_by) == ("decided", "refund_due", None)
    assert case.entries()[-1].event == "apply_decision"


@pytest.mark.parametrize("which", [0, 1])
def test_it_writes_both_or_nothing(case: Told, monkeypatch: pytest.MonkeyPatch, which: int) -> None:
    claim = escalated(case)
    claim.does(ROOT, "accept_for_review")
    claim.does(ROOT, "deliberate")
    before = (claim.version, case.version)

    def broken(connection: Any, drafts: Any, answers: Any = ()) -> None:
        drafts[which].messages[-1]["hash"] = None  # which no database takes
        recorded(connection, drafts, answers)

    with monkeypatch.context() as patch:
        patch.setattr(write_message, "record", broken)
        with pytest.raises(Exception, match=r"(?i)null"):
            decides(claim, "refund")
    assert (claim.version, case.version, case.state, claim.state) == (*before, "requested", "deciding")
    decides(claim, "refund")
    assert verify(case.desk.database).holds


def test_it_closes_the_case_and_leaves_nothing_to_do_when_it_is_decided_for_the_seller(case: Told) -> None:
    claim = escalated(case)
    decides(claim, "seller")
    assert (case.state, case.outcome) == ("closed", "decided_seller")
    assert claim.state == "carried_out"
    assert claim.events[-2:] == ["decide", "carry_out"]


def test_it_pays_in_a_case_that_was_closed(desk: Desk) -> None:
    desk.takes()
    case = desk.opens(a_return())
    case.does(NORD, "decline")
    desk.waits(days=20)
    assert case.outcome == "declined"
    decides(escalated(case), "refund")
    assert (case.state, case.outcome) == ("refund_due", "")
    case.does(NORD, "refund")
    case.does(SYSTEMS, "confirm_payment")
    assert case.outcome == "decided_buyer"


def test_it_says_of_a_closed_case_how_it_was_decided(desk: Desk) -> None:
    desk.takes()
    case = desk.opens(a_return())
    case.does(NORD, "decline")
    desk.waits(days=20)
    decides(escalated(case), "seller")
    assert (case.state, case.outcome) == ("closed", "decided_seller")


def test_it_pays_after_an_appeal_what_was_not_paid_before(case: Told) -> None:
    claim = escalated(case)
    decides(claim, "shared")
    case.does(NORD, "refund")
    case.does(SYSTEMS, "confirm_payment")
    claim.does(JAN, "appeal")
    claim.does(IDA, "grant_appeal")
    decides(claim, "refund")
    due = case.file.case.progress.due
    assert due is not None
    assert (case.state, due.goods) == ("refund_due", Decimal("64.50"))


def test_it_pays_no_more_than_was_decided_where_shipping_was_paid_before(desk: Desk) -> None:
    desk.takes()
    case = desk.opens(a_withdrawal())
    case.does(NORD, "arrive")
    case.does(NORD, "claim_value_loss", percent=10)
    case.does(JAN, "agree_deduction")
    case.does(NORD, "refund")  # 129.00 and 4.95 for shipping, less 12.90
    case.does(SYSTEMS, "confirm_payment")
    decides(escalated(case), "refund")
    due = case.file.case.progress.due
    assert due is not None
    assert (due.goods, due.shipping, due.deduction) == (Decimal("7.95"), Decimal(0), Decimal(0))


def test_it_pays_nothing_after_an_appeal_when_all_was_paid(case: Told) -> None:
    claim = escalated(case)
    decides(claim, "refund")
    case.does(NORD, "refund")
    case.does(SYSTEMS, "confirm_payment")
    claim.does(NORD, "appeal")
    claim.does(IDA, "grant_appeal")
    decides(claim, "shared")
    assert (case.state, case.outcome) == ("closed", "decided_shared")


def test_it_goes_on_with_its_wait_when_an_appeal_is_decided_alike(case: Told) -> None:
    claim = escalated(case)
    decides(claim, "goods_back")
    case.desk.waits_until(at("2026-04-15 10:00"))
    due = case.due
    claim.does(NORD, "appeal")
    claim.does(IDA, "grant_appeal")
    decides(claim, "goods_back")
    assert (case.state, case.due) == ("awaiting_parcel", due)


def test_it_counts_the_units_as_given_back_when_the_buyer_was_paid(case: Told) -> None:
    decides(escalated(case), "refund")
    case.does(NORD, "refund")
    case.does(SYSTEMS, "confirm_payment")
    with pytest.raises(NotEligible):
        case.desk.opens(a_return())


def test_it_lets_only_another_admin_decide_an_appeal(case: Told) -> None:
    claim = escalated(case)
    decides(claim, "refund")
    claim.does(NORD, "appeal")
    for event in ("grant_appeal", "deny_appeal"):
        with pytest.raises(NotEligible):
            claim.does(ROOT, event)
    claim.does(IDA, "grant_appeal")
    decides(claim, "refund")
    claim.does(JAN, "appeal")
    with pytest.raises(NotEligible):
        claim.does(IDA, "deny_appeal")
    claim.does(KAI, "deny_appeal")
    assert claim.state == "carried_out"


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

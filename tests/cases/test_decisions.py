"""What is decided in a claim takes effect in the case that it is about: once, whole, and net of what was paid."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from cases.casefile.record import record as recorded
from cases.ledger.verify import verify
from cases.verbs import write_message
from tests.builders import Desk, Told, a_complaint, a_line, a_return, a_withdrawal, at
from tests.cast import IDA, JAN, KAI, NORD, ROOT, SYSTEMS
from tests.claimed import decides, escalated, unanswered
from workflows.refusals import FieldsInvalid, NotEligible


@pytest.fixture
def case(desk: Desk) -> Told:
    """A return that the seller left unanswered until Tuesday 7 April, 15:00 and one second."""
    return unanswered(desk, desk.takes())


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


def test_it_shares_what_was_decided_when_the_case_is_split(desk: Desk) -> None:
    order = desk.takes(lines=[a_line(quantity=3)])
    case = unanswered(desk, order, units=[("1", 3)])
    decides(escalated(case), "refund", amount="200.00")
    case.does(NORD, "split")
    (other,) = case.linked("split")
    here, there = case.file.case.progress.due, other.file.case.progress.due
    assert here is not None
    assert there is not None
    assert (here.goods, there.goods) == (Decimal("133.33"), Decimal("66.67"))


def test_it_waits_for_goods_that_come_back_by_a_later_decision(desk: Desk) -> None:
    desk.takes()
    case = desk.opens(a_withdrawal())
    desk.waits(days=6)
    claim = escalated(case)
    decides(claim, "refund")
    claim.does(NORD, "appeal")
    claim.does(IDA, "grant_appeal")
    decides(claim, "goods_back")
    assert case.waits_for("mark_overdue") > at("2026-04-20 00:00")
    assert "release_refund" not in case.events


def test_it_leaves_no_goods_with_the_buyer_when_it_is_decided_for_the_seller(desk: Desk) -> None:
    desk.takes()
    case = desk.opens(a_complaint())
    case.does(NORD, "reject")
    decides(escalated(case), "seller")
    case.does(JAN, "reopen")
    case.does(JAN, "choose_refund")
    assert case.state == "awaiting_parcel"


@pytest.mark.parametrize("remedy", ["repair", "replacement"])
def test_it_decides_on_nothing_that_the_case_cannot_become(case: Told, remedy: str) -> None:
    claim = escalated(case)  # about a return, which knows money only
    with pytest.raises(FieldsInvalid):
        decides(claim, remedy)
    assert (claim.state, case.state) == ("deciding", "requested")


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

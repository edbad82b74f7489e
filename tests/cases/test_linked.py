"""Cases that go on in others: split into two, or converted into another kind, with nothing lost on the way."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from cases.ledger.verify import verify
from tests.builders import Desk, Told, a_complaint, a_delivery_problem, a_line, a_question, a_return, a_withdrawal, at
from tests.cast import JAN, NORD, ROOT, SYSTEMS
from workflows.refusals import FieldsInvalid, NotEligible

ONE_OF_THEM: dict[str, Any] = {"units": [{"line": "1", "quantity": 1}]}
A_COMPLAINT = {"kind": "complaint", "reason": "defective", "found_on": "2026-04-01", "wished_remedy": "repair"}


def three_machines(desk: Desk, **more: Any) -> Told:
    """A return of three machines whose price has a cent that three do not share."""
    desk.takes(lines=[a_line(quantity=3, discount="0.01")])
    return desk.opens(a_return(units=[("1", 3)], **more))


def goes_on_as(case: Told, **kind: Any) -> Told:
    """The buyer goes on with the case as another kind."""
    case.does(JAN, "convert", goes_on_as=kind)
    return case.linked("converted")[-1]


def quantities(case: Told) -> list[tuple[str, int]]:
    return [(unit.line, unit.quantity) for unit in case.file.case.units]


def test_it_splits_into_the_same_state_with_what_is_left_of_the_wait(desk: Desk) -> None:
    case = three_machines(desk)
    desk.waits_until(at("2026-04-07 10:00"))
    due = case.due
    case.does(NORD, "split")
    (other,) = case.linked("split")
    assert (other.state, other.due) == (case.state, case.due) == ("requested", due)
    assert (quantities(case), quantities(other)) == ([("1", 2)], [("1", 1)])


def test_it_splits_with_the_parcels_and_where_the_goods_are(desk: Desk) -> None:
    case = three_machines(desk)
    case.does(NORD, "approve")
    case.does(SYSTEMS, "ship")
    case.does(NORD, "split")
    (other,) = case.linked("split")
    here, there = case.file.case.progress, other.file.case.progress
    assert here.parcels
    assert (there.parcels, there.sending_proven_at) == (here.parcels, here.sending_proven_at)


def test_it_splits_with_the_bounds_that_are_spent(desk: Desk) -> None:
    case = three_machines(desk)
    case.does(NORD, "approve")
    for _ in range(2):
        case.does(JAN, "ask_for_label")
    case.does(NORD, "split")
    (other,) = case.linked("split")
    with pytest.raises(NotEligible):
        other.does(JAN, "ask_for_label")


def test_it_shares_the_price_and_what_is_due_without_losing_a_cent(desk: Desk) -> None:
    case = three_machines(desk)
    case.does(NORD, "refund_without_return")
    case.does(NORD, "split")
    (other,) = case.linked("split")
    here, there = case.file.case.progress, other.file.case.progress
    assert (here.price + there.price, there.price) == (Decimal("386.99"), Decimal("129.00"))
    assert here.due is not None
    assert there.due is not None
    assert (here.due.goods + there.due.goods, there.due.goods) == (Decimal("386.99"), Decimal("129.00"))


def test_it_shares_an_offer_without_losing_a_cent(desk: Desk) -> None:
    case = three_machines(desk)
    case.does(NORD, "offer", amount={"amount": "100.00", "currency": "EUR"})
    case.does(NORD, "split")
    (other,) = case.linked("split")
    offers = [told.file.case.progress.offer for told in (case, other)]
    amounts = [offer.amount for offer in offers if offer is not None]
    assert amounts == [Decimal("66.67"), Decimal("33.33")]


def test_it_leaves_a_unit_behind_when_it_splits(desk: Desk) -> None:
    case = three_machines(desk)
    with pytest.raises(FieldsInvalid):
        case.does(NORD, "split", units=[{"line": "1", "quantity": 3}])
    assert (case.version, case.linked("split")) == (1, [])


def test_it_rejects_some_units_and_lets_the_others_go_on(desk: Desk) -> None:
    case = three_machines(desk)
    case.does(NORD, "arrive")
    rejected = {"line": "1", "quantity": 1, "condition": "used", "reason": "The filter was used."}
    case.does(NORD, "reject_units", units=[rejected])
    (others,) = case.linked("split")
    assert case.events[-2:] == ["split", "reject_units"]
    assert (quantities(case), quantities(others), others.state) == ([("1", 1)], [("1", 2)], "inspecting")
    assert case.state == "units_rejected"


def test_it_goes_on_as_a_withdrawal_that_is_acknowledged_and_keeps_the_parcels(desk: Desk) -> None:
    case = three_machines(desk)
    case.does(NORD, "approve")
    case.does(JAN, "ship")
    withdrawal = goes_on_as(case, kind="withdrawal")
    assert (case.state, case.outcome) == ("closed", "converted")
    assert [(entry.role, entry.event) for entry in withdrawal.entries()] == [("buyer", "declare"), ("clock", "")]
    assert withdrawal.file.case.progress.parcels == case.file.case.progress.parcels
    assert quantities(withdrawal) == [("1", 3)]
    assert case.id in {told.id for told in withdrawal.linked("converted")}


def test_it_counts_a_withdrawal_from_the_message_that_declared_it(desk: Desk) -> None:
    case = three_machines(desk)
    case.says(JAN, "I withdraw from the contract.")
    desk.waits(days=3)
    withdrawal = goes_on_as(case, kind="withdrawal", declared_in=case.message(2))
    assert withdrawal.file.counts_from == at("2026-04-02 15:00")
    (refund,) = withdrawal.running("statutory")
    assert refund.started_at == at("2026-04-02 15:00")


def test_it_counts_a_withdrawal_from_words_of_the_buyer_only(desk: Desk) -> None:
    case = three_machines(desk)
    case.says(NORD, "You may withdraw.")
    with pytest.raises(FieldsInvalid):
        goes_on_as(case, kind="withdrawal", declared_in=case.message(2))
    assert (case.state, case.version) == ("requested", 2)


def test_it_goes_on_from_a_question_as_a_complaint_about_the_units_named(desk: Desk) -> None:
    desk.takes(lines=[a_line(quantity=3)])
    case = desk.opens(a_question())
    case.does(JAN, "convert", goes_on_as=A_COMPLAINT, **ONE_OF_THEM)
    (complaint,) = case.linked("converted")
    assert (complaint.file.case.kind, complaint.state, quantities(complaint)) == ("complaint", "lodged", [("1", 1)])


def test_it_keeps_the_start_of_an_answer_that_is_owed(desk: Desk) -> None:
    desk.takes()
    case = desk.opens(a_question())
    (owed,) = case.running("reply")
    desk.waits(days=1)
    case.does(JAN, "convert", goes_on_as=A_COMPLAINT)
    (complaint,) = case.linked("converted")
    (goes_on,) = complaint.running("reply")
    assert case.running("reply") == []
    assert (goes_on.started_at, goes_on.due_at) == (owed.started_at, owed.due_at)
    assert complaint.file.case.reply_due_at == owed.due_at


def test_it_keeps_the_start_also_where_the_platform_converts(desk: Desk) -> None:
    desk.takes()
    case = desk.opens(a_question())
    (owed,) = case.running("reply")
    desk.waits(days=1)
    case.does(ROOT, "convert", "Is this not a complaint?", goes_on_as=A_COMPLAINT)
    (complaint,) = case.linked("converted")
    assert [deadline.due_at for deadline in complaint.running("reply")] == [owed.due_at]
    assert (case.running("reply"), complaint.questions) == ([], [])
    complaint.says(NORD, "We have sent you a new pump.")
    assert [deadline.state for deadline in complaint.ended("reply")] == ["met"]


def test_it_leaves_nothing_of_a_conversion_that_is_refused(desk: Desk) -> None:
    desk.takes()
    desk.opens(a_complaint())  # which holds the only unit
    case = desk.opens(a_question())
    with pytest.raises(NotEligible):
        case.does(JAN, "convert", goes_on_as=A_COMPLAINT)
    assert (case.state, case.version, len(case.running("reply"))) == ("awaiting_seller", 1, 1)
    assert desk.rows("SELECT count(*) FROM cases") == [(2,)]


def test_it_closes_an_open_return_by_a_withdrawal_of_the_same_units(desk: Desk) -> None:
    desk.takes()
    case = desk.opens(a_return())
    case.does(NORD, "approve")
    case.does(JAN, "ship")
    withdrawal = desk.opens(a_withdrawal())
    assert (case.state, case.outcome) == ("closed", "converted")
    assert withdrawal.file.case.progress.parcels == case.file.case.progress.parcels
    assert [told.id for told in case.linked("converted")] == [withdrawal.id]
    assert verify(desk.database).holds


def test_it_leaves_a_return_of_more_units_open_beside_a_withdrawal(desk: Desk) -> None:
    case = three_machines(desk)
    desk.opens(a_withdrawal(units=[("1", 1)]))
    assert case.state == "requested"


def test_it_closes_no_more_returns_than_units_are_withdrawn(desk: Desk) -> None:
    desk.takes(lines=[a_line(quantity=3)])
    two, one = (desk.opens(a_return(units=[("1", pieces)])) for pieces in (2, 1))
    desk.opens(a_withdrawal(units=[("1", 2)]))
    assert (two.outcome, one.state) == ("converted", "requested")


def test_it_takes_along_the_parcels_of_every_return_that_it_closes(desk: Desk) -> None:
    desk.takes(lines=[a_line(quantity=3)])
    sent, back = (desk.opens(a_return(units=[("1", pieces)])) for pieces in (1, 2))
    for case in (sent, back):
        case.does(NORD, "approve")
        case.does(SYSTEMS, "ship")
    back.does(SYSTEMS, "arrive")
    progress = desk.opens(a_withdrawal()).file.case.progress
    assert [parcel.arrived_at for parcel in progress.parcels] == [None, desk.now]
    assert (progress.goods_back_at, progress.sending_proven_at) == (None, desk.now)


def test_it_takes_the_goods_of_some_units_for_no_more_than_these(desk: Desk) -> None:
    desk.takes(lines=[a_line(quantity=3)])
    case = desk.opens(a_return(units=[("1", 1)]))
    case.does(NORD, "arrive")
    withdrawal = desk.opens(a_withdrawal())
    assert (case.outcome, withdrawal.file.case.progress.goods_back_at) == ("converted", None)


def test_it_closes_an_open_return_also_where_another_case_goes_on_as_a_withdrawal(desk: Desk) -> None:
    desk.takes()
    case = desk.opens(a_return())
    withdrawal = goes_on_as(desk.opens(a_complaint()), kind="withdrawal")
    assert (case.outcome, withdrawal.state) == ("converted", "declared")
    assert [told.id for told in case.linked("converted")] == [withdrawal.id]
    assert verify(desk.database).holds


def test_it_goes_on_with_no_more_pieces_than_there_are_however_they_are_named(desk: Desk) -> None:
    desk.takes(lines=[a_line(quantity=3)])
    two = {"line": "1", "quantity": 2}
    with pytest.raises(FieldsInvalid):
        desk.opens(a_question()).does(JAN, "convert", goes_on_as=A_COMPLAINT, units=[two, two])


def test_it_names_a_line_once_in_what_goes_on(desk: Desk) -> None:
    case = three_machines(desk)
    case.does(NORD, "split", units=2 * [{"line": "1", "quantity": 1}])
    assert [quantities(told) for told in case.linked("split")] == [[("1", 2)]]


def test_it_goes_on_from_a_delivery_that_came_damaged_as_a_complaint(desk: Desk) -> None:
    desk.takes(delivered_at=None)
    case = desk.opens(a_delivery_problem())
    case.does(SYSTEMS, "deliver")
    case.does(JAN, "report_damage", wished_remedy="replacement")
    (complaint,) = case.linked("converted")
    assert (complaint.state, complaint.file.case.reason) == ("lodged", "damaged_in_transit")
    assert complaint.file.case.progress.delivered_at == desk.now

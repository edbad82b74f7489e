"""Money: what is due, what is given back, and what never happens to it, whoever reports what in which order."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests.builders import Desk, Told, a_complaint, a_line, a_return, a_withdrawal
from tests.cast import JAN, NORD, SYSTEMS
from workflows.refusals import FieldsInvalid, NotEligible

TWO_AND_ONE = [
    a_line(quantity=3, unit_price="10.00", discount="0.05"),
    a_line("2", title="Milk jug", unit_price="19.95"),
]


def euros(amount: str) -> dict[str, str]:
    return {"amount": amount, "currency": "EUR"}


def sums(goods: str, shipping: str = "0.00", deduction: str = "0.00") -> dict[str, Any]:
    return {"goods": euros(goods), "shipping": euros(shipping), "deduction": euros(deduction), "reference": "p-1"}


def inspected(desk: Desk, **opening: Any) -> Told:
    """A return whose goods are back and accepted: the refund is due."""
    case = desk.opens(a_return(**opening))
    case.does(NORD, "arrive")
    case.does(NORD, "accept")
    return case


def due_of(case: Told) -> tuple[str, str, str]:
    due = case.view()["amount_due"]
    goods, shipping, deduction = (due[part]["amount"] for part in ("goods", "shipping", "deduction"))
    return goods, shipping, deduction


def given_back(case: Told) -> str:
    order = case.file.order
    assert order is not None
    return f"{order.refunded:.2f}"


def test_it_shares_a_discount_over_the_pieces_with_odd_cents_on_the_last(desk: Desk) -> None:
    desk.takes(lines=TWO_AND_ONE)
    prices = []
    for _ in range(3):
        case = inspected(desk, units=[("1", 1)])
        prices.append(due_of(case)[0])
        case.does(NORD, "refund")
        case.does(SYSTEMS, "confirm_payment")
    assert prices == ["9.99", "9.99", "9.97"]


def test_it_gives_shipping_back_only_where_everything_is_withdrawn(desk: Desk) -> None:
    desk.takes(lines=TWO_AND_ONE, shipping="9.90", shipping_standard="4.95")
    part = desk.opens(a_withdrawal(units=[("1", 3)]))
    part.does(NORD, "let_buyer_keep")
    assert due_of(part) == ("29.95", "0.00", "0.00")
    part.does(NORD, "refund")
    part.does(SYSTEMS, "confirm_payment")

    rest = desk.opens(a_withdrawal(units=[("2", 1)]))
    rest.does(NORD, "let_buyer_keep")
    assert due_of(rest) == ("19.95", "4.95", "0.00")


def test_it_gives_no_shipping_back_with_a_return(desk: Desk) -> None:
    desk.takes()
    assert due_of(inspected(desk)) == ("129.00", "0.00", "0.00")


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        (sums("128.99"), "provided.at_least_the_amount_due"),
        (sums("133.96"), "provided.at_most_what_was_paid"),
        (sums("129.00", deduction="0.01"), "provided.at_least_the_amount_due"),
        (sums("0.00", deduction="129.00"), "provided.deduction_is_less_than_the_sum"),
        (sums("129.00") | {"goods": {"amount": "129.00", "currency": "USD"}}, "provided.currency_is_the_markets"),
    ],
)
def test_it_refuses_a_sellers_refund_of(said: dict[str, Any], reason: str, desk: Desk) -> None:
    desk.takes()
    case = inspected(desk)
    with pytest.raises(FieldsInvalid) as refused:
        case.does(NORD, "refund", **said)
    assert reason in [error.reason for error in refused.value.errors]
    assert (case.state, given_back(case)) == ("refund_due", "0.00")


def test_it_lets_a_seller_give_more_than_is_due(desk: Desk) -> None:
    desk.takes()
    case = inspected(desk)
    case.does(NORD, "refund", **sums("129.00", "4.95"))
    assert given_back(case) == "133.95"


def test_it_counts_a_payment_under_way_and_takes_a_failed_one_back(desk: Desk) -> None:
    desk.takes()
    case = inspected(desk)
    case.does(NORD, "refund")
    assert given_back(case) == "129.00"
    case.does(SYSTEMS, "fail_payment")
    assert (case.state, given_back(case), due_of(case)[0]) == ("refund_due", "0.00", "129.00")


def test_it_keeps_a_sum_that_is_too_small_as_a_status_and_goes_on_with_the_rest(desk: Desk) -> None:
    desk.takes()
    case = inspected(desk)
    told = case.does(SYSTEMS, "refund", **sums("100.00"))
    assert (told.entry.event, told.entry.kind, case.state) == ("", "status", "refund_due")
    assert (given_back(case), due_of(case)[0]) == ("100.00", "29.00")

    case.does(SYSTEMS, "confirm_payment")
    assert (case.state, due_of(case)[0]) == ("refund_due", "29.00")

    case.waits_for("refund")
    case.does(SYSTEMS, "confirm_payment")
    assert (case.outcome, given_back(case)) == ("refunded", "129.00")


def test_it_pays_what_payments_confirm_without_an_instruction(desk: Desk) -> None:
    desk.takes()
    case = inspected(desk)
    case.does(SYSTEMS, "confirm_payment")
    assert (case.outcome, given_back(case)) == ("refunded", "129.00")


def test_it_never_gives_back_more_than_was_paid_over_several_cases(desk: Desk) -> None:
    desk.takes(shipping="0.00", shipping_standard="0.00")
    withdrawn = desk.opens(a_withdrawal())
    withdrawn.does(NORD, "let_buyer_keep")
    returned = inspected(desk)
    returned.does(NORD, "refund")
    with pytest.raises(FieldsInvalid):
        withdrawn.does(NORD, "refund", **sums("129.00"))
    assert given_back(withdrawn) == "129.00"

    withdrawn.waits_for("refund")
    assert (withdrawn.state, given_back(withdrawn)) == ("refunding", "129.00")


def test_it_holds_pieces_that_are_in_an_open_case_of_the_kind(desk: Desk) -> None:
    desk.takes(lines=TWO_AND_ONE)
    desk.opens(a_return(units=[("1", 2)]))
    with pytest.raises(NotEligible):
        desk.opens(a_return(units=[("1", 2)]))
    desk.opens(a_return(units=[("1", 1), ("2", 1)]))


def test_it_pays_the_accepted_offer_and_nothing_else(desk: Desk) -> None:
    desk.takes()
    case = desk.opens(a_return())
    case.does(NORD, "offer", offer="refund_on_return", amount=euros("80.00"))
    case.does(JAN, "accept_offer")
    case.does(NORD, "arrive")
    case.does(NORD, "accept")
    assert due_of(case) == ("80.00", "0.00", "0.00")


def test_it_pays_the_undisputed_part_by_law_and_the_rest_when_it_is_decided(desk: Desk) -> None:
    desk.takes()
    case = desk.opens(a_withdrawal())
    case.does(NORD, "arrive")
    case.does(NORD, "claim_value_loss", percent=10)
    case.does(NORD, "refund_undisputed")
    assert given_back(case) == "121.05"  # 129.00 - 12.90 and the shipping
    case.does(SYSTEMS, "confirm_payment")
    assert case.state == "value_loss_claimed"
    case.does(JAN, "dispute_deduction")
    case.waits_for("decide_deduction")
    assert due_of(case) == ("12.90", "0.00", "0.00")
    case.does(NORD, "refund")
    case.does(SYSTEMS, "confirm_payment")
    assert (case.outcome, given_back(case)) == ("refunded", "133.95")


def test_it_deducts_what_can_be_paid_where_the_currency_has_no_cents(desk: Desk) -> None:
    order = desk.takes("IS", lines=[a_line(unit_price="12905", discount="0")], shipping="0", shipping_standard="0")
    case = desk.opens(a_withdrawal(order))
    case.does(NORD, "arrive")
    case.does(NORD, "claim_value_loss", percent=7.5)  # 967.875 of it
    case.does(JAN, "agree_deduction")
    assert due_of(case) == ("12905.00", "0.00", "968.00")
    case.waits_for("refund")
    assert case.state == "refunding"


def test_it_shows_a_cut_of_the_smallest_price(desk: Desk) -> None:
    desk.takes(lines=[a_line(unit_price="0.01")])
    case = desk.opens(a_complaint())
    case.does(NORD, "offer_price_cut")
    assert case.state == "offered"


def lowered(desk: Desk, **opening: Any) -> None:
    """The buyer keeps one machine for a quarter less, 32.25, which is paid."""
    case = desk.opens(a_complaint(**opening))
    case.does(NORD, "offer_price_cut")
    case.does(JAN, "accept_offer")
    case.does(NORD, "refund")
    case.does(SYSTEMS, "confirm_payment")


def test_it_leaves_every_right_in_what_the_buyer_keeps_for_less(desk: Desk) -> None:
    desk.takes()
    lowered(desk)
    assert desk.opens(a_complaint()).state == "lodged"
    withdrawal = desk.opens(a_withdrawal())
    withdrawal.does(NORD, "let_buyer_keep")
    assert due_of(withdrawal) == ("96.75", "4.95", "0.00")
    withdrawal.does(NORD, "refund")
    withdrawal.does(SYSTEMS, "confirm_payment")
    assert (withdrawal.outcome, given_back(withdrawal)) == ("refunded", "133.95")


def test_it_takes_pieces_of_the_whole_price_first(desk: Desk) -> None:
    desk.takes(lines=[a_line(quantity=3)])
    lowered(desk)
    two = desk.opens(a_return(units=[("1", 2)]))
    one = desk.opens(a_return(units=[("1", 1)]))
    assert [case.file.case.progress.price for case in (two, one)] == [Decimal("258.00"), Decimal("96.75")]

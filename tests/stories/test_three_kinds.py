"""One order in Germany, before Easter 2026: a question, a return and a withdrawal, told day by day."""

from __future__ import annotations

import pytest

from cases.ledger.verify import verify
from tests.builders import A_SECOND, Desk, a_line, a_question, a_return, a_withdrawal, at
from tests.cast import JAN, NORD, SYSTEMS
from workflows.refusals import EventNotAllowed, NotEligible

TWO_MACHINES = [a_line(quantity=2, discount="0.01")]
PARCEL = {"parcels": [{"carrier": "DHL", "tracking": "00340434"}]}


@pytest.mark.parametrize(("market", "due"), [("DE", "2026-04-07 15:00"), ("FR", "2026-04-03 15:00")])
def test_it_lets_easter_not_count_and_misses_one_second_later(desk: Desk, market: str, due: str) -> None:
    case = desk.opens(a_question(desk.takes(market)))
    moment = at(due, market)
    assert case.file.case.reply_due_at == moment

    desk.sweeps(moment)
    assert not case.file.case.overdue

    assert desk.sweeps(moment + A_SECOND).by_kind == {"reply": 1}
    missed = case.file.case
    assert (missed.overdue, missed.state, missed.version) == (1, "awaiting_seller", 2)


def test_it_meets_a_question_by_its_answer_and_closes_in_silence(desk: Desk) -> None:
    case = desk.opens(a_question(desk.takes()))
    desk.waits(hours=1)
    case.says(NORD, "Yes, it fits.")
    assert case.state == "answered"
    assert [question.state for question in case.file.questions] == ["answered"]

    desk.waits(days=14)
    assert case.outcome == "answered"


def test_it_refunds_a_return_whose_seller_says_nothing_after_the_parcel(desk: Desk) -> None:
    case = desk.opens(a_return(desk.takes(lines=TWO_MACHINES)))
    case.says(NORD, "Gladly.", event="approve", fields={"pays": "seller", "label": "platform"})
    case.says(JAN, "", event="ship", fields=PARCEL)
    case.says(SYSTEMS, "", event="arrive", fields={"parcel": "00340434", "at": desk.now.isoformat()})
    assert case.state == "inspecting"

    desk.waits_until(at("2026-04-16 02:00"))
    assert case.state == "refunding"
    assert case.file.order is not None
    assert str(case.file.order.refunded) == "129.00"

    case.says(SYSTEMS, "", event="confirm_payment", fields={"reference": "p1"})
    assert (case.state, case.outcome) == ("closed", "refunded")
    assert verify(desk.database).holds


def test_it_acknowledges_a_withdrawal_and_lets_it_lapse_without_a_parcel(desk: Desk) -> None:
    case = desk.opens(a_withdrawal(desk.takes(lines=TWO_MACHINES)))
    assert case.version == 2
    desk.waits(days=80)
    assert (case.state, case.outcome) == ("closed", "lapsed")

    desk.waits(days=1)
    case.says(JAN, "", event="ship", fields=PARCEL)
    assert case.state == "in_transit"


def test_it_refuses_what_no_row_or_no_guard_allows_and_leaves_nothing(desk: Desk) -> None:
    case = desk.opens(a_return(desk.takes(lines=TWO_MACHINES)))
    with pytest.raises(EventNotAllowed):
        case.says(NORD, "Taken.", event="accept", fields={})
    with pytest.raises(NotEligible):
        desk.opens(a_return(units=[("1", 2)]))
    assert case.version == 1
    assert desk.rows("SELECT code FROM refusal ORDER BY code") == [("event_not_allowed",), ("not_eligible",)]

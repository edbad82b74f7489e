"""The same machine under the guarantee of its maker, told day by day: covered, denied, referred, waited for."""

from __future__ import annotations

import pytest

from tests.builders import A_SECOND, Desk, Told, a_warranty, at
from tests.cast import JAN, NORD, ROOT, SYSTEMS
from workflows.refusals import EventNotAllowed, FieldsInvalid, NotEligible
from workflows.registry import CURRENT


def claimed(desk: Desk) -> Told:
    """A claim under the guarantee, on Thursday 2 April at 15:00."""
    return desk.opens(a_warranty(desk.takes()))


# Cover


def test_it_closes_a_denied_claim_after_fourteen_days(desk: Desk) -> None:
    case = claimed(desk)
    assert case.due == at("2026-04-14 00:00"), "five working days around Easter"
    desk.waits_until(at("2026-04-08 10:00"))
    case.does(NORD, "deny_cover")
    assert (case.state, case.due) == ("denied", at("2026-04-23 00:00"))
    assert case.waits_for("close") == at("2026-04-23 00:00") + A_SECOND
    assert case.outcome == "declined"


def test_it_is_denied_with_clause_evidence_and_redress(desk: Desk) -> None:
    case = claimed(desk)
    with pytest.raises(FieldsInvalid) as refused:
        case.says(NORD, "This is wear.", event="deny_cover")
    assert [fault.pointer for fault in refused.value.errors] == ["/clause", "/redress", "/evidence"]


def test_it_may_be_covered_after_it_was_denied(desk: Desk) -> None:
    case = claimed(desk)
    case.does(NORD, "deny_cover")
    case.does(NORD, "confirm_cover")
    assert (case.state, case.due) == ("covered", at("2026-04-10 00:00"))


def test_it_is_covered_where_seller_and_platform_say_nothing(desk: Desk) -> None:
    case = claimed(desk)
    assert case.waits_for("alert_platform") == at("2026-04-14 00:00") + A_SECOND
    assert desk.rows("SELECT kind, counts FROM breach") == [("state", 1)]
    assert (case.state, case.due) == ("awaiting_platform", at("2026-04-18 00:00"))
    assert case.waits_for("confirm_cover") == at("2026-04-18 00:00") + A_SECOND
    assert (case.state, case.due) == ("covered", at("2026-04-23 00:00")), "three working days after a Saturday"
    assert case.file.case.progress.covered


def test_it_is_denied_by_the_platform_with_clause_and_redress(desk: Desk) -> None:
    case = claimed(desk)
    case.waits_for("alert_platform")
    case.does(ROOT, "deny_cover")
    assert (case.state, case.due) == ("denied", at("2026-04-29 00:00"))


# The guarantor


def test_it_is_referred_once_and_the_buyer_hears_how_it_stands(desk: Desk) -> None:
    case = claimed(desk)
    case.does(NORD, "confirm_cover")
    case.does(NORD, "refer_to_guarantor")
    assert (case.state, case.due) == ("with_guarantor", at("2026-04-17 00:00"))
    (news,) = case.running("status_update")
    assert news.due_at == at("2026-04-14 00:00")

    desk.waits_until(at("2026-04-10 09:00"))
    case.does(NORD, "report_status", next_on="2026-04-15")
    assert (case.state, case.due) == ("with_guarantor", at("2026-04-17 00:00")), "a report is no delay"
    assert [ended.state for ended in case.ended("status_update")] == ["met"]
    (news,) = case.running("status_update")
    assert news.due_at == at("2026-04-18 00:00")

    assert case.waits_for("let_buyer_choose") == at("2026-04-17 00:00") + A_SECOND
    assert case.running("status_update") == []
    case.does(JAN, "wait_longer", until="2026-04-30")
    with pytest.raises(NotEligible):
        case.does(NORD, "refer_to_guarantor")


def test_it_misses_news_of_the_guarantor_without_moving(desk: Desk) -> None:
    case = claimed(desk)
    case.does(NORD, "confirm_cover")
    case.does(NORD, "refer_to_guarantor")
    desk.waits_until(at("2026-04-14 08:00"))
    assert case.state == "with_guarantor"
    assert [ended.state for ended in case.ended("status_update")] == ["missed"]
    (news,) = case.running("status_update")
    assert news.due_at == at("2026-04-22 00:00")
    assert desk.rows("SELECT kind, counts FROM breach") == [("status_update", 1)]


def test_it_is_taken_back_from_the_guarantor_by_the_seller(desk: Desk) -> None:
    case = claimed(desk)
    case.does(NORD, "confirm_cover")
    case.does(NORD, "refer_to_guarantor")
    case.does(NORD, "ask_for_goods")
    assert (case.state, case.due) == ("awaiting_parcel", at("2026-04-17 00:00"))


# What is not covered


def test_it_sends_the_goods_back_where_the_buyer_declines_the_cost(desk: Desk) -> None:
    case = claimed(desk)
    case.does(SYSTEMS, "arrive")
    assert (case.state, case.due) == ("in_service", at("2026-04-17 00:00"))
    case.does(NORD, "offer_cost")
    assert (case.state, case.due) == ("cost_offered", at("2026-04-10 00:00"))

    desk.waits_until(at("2026-04-08 10:00"))
    case.does(JAN, "decline_cost")
    assert (case.state, case.due) == ("sending_back", at("2026-04-16 00:00"))
    case.does(NORD, "send_back", carrier="DHL", tracking="00340434161094042557", expected_on="2026-04-13")
    assert (case.state, case.outcome) == ("closed", "declined")


def test_it_takes_silence_for_a_no_to_the_cost(desk: Desk) -> None:
    case = claimed(desk)
    case.does(SYSTEMS, "arrive")
    case.does(NORD, "offer_cost")
    assert case.waits_for("decline_cost") == at("2026-04-10 00:00") + A_SECOND
    assert case.due == at("2026-04-18 00:00")
    assert case.waits_for("let_buyer_choose") == at("2026-04-18 00:00") + A_SECOND, "the seller kept the machine"


def test_it_asks_nothing_of_the_buyer_for_what_is_covered(desk: Desk) -> None:
    case = claimed(desk)
    case.does(NORD, "confirm_cover")
    case.does(SYSTEMS, "arrive")
    with pytest.raises(NotEligible) as refused:
        case.does(NORD, "offer_cost")
    assert [answer.name for answer in refused.value.guards if not answer.holds] == ["cover_is_not_confirmed"]


def test_it_asks_for_the_cost_once(desk: Desk) -> None:
    case = claimed(desk)
    case.does(SYSTEMS, "arrive")
    case.does(NORD, "offer_cost")
    case.does(JAN, "accept_cost")
    assert (case.state, case.due) == ("repairing", at("2026-04-17 00:00"))
    case.does(NORD, "complete_repair")
    case.does(NORD, "ship_remedy")
    case.does(SYSTEMS, "deliver")
    case.does(JAN, "report_still_defective")
    case.does(SYSTEMS, "arrive")
    with pytest.raises(NotEligible):
        case.does(NORD, "offer_cost")


# A buyer who waits


def test_it_lets_the_buyer_wait_longer_twice_until_the_day_that_they_name(desk: Desk) -> None:
    case = claimed(desk)
    case.does(NORD, "confirm_cover")
    assert case.waits_for("let_buyer_choose") == at("2026-04-10 00:00") + A_SECOND
    assert (case.state, case.due) == ("awaiting_choice", at("2026-04-25 00:00"))

    case.does(JAN, "wait_longer", until="2026-05-20")
    assert (case.state, case.due) == ("covered", at("2026-05-21 00:00"))
    assert case.waits_for("let_buyer_choose") == at("2026-05-21 00:00") + A_SECOND

    case.does(JAN, "wait_longer", until="2026-06-10")
    assert (case.state, case.due) == ("covered", at("2026-06-11 00:00"))
    case.waits_for("let_buyer_choose")
    with pytest.raises(NotEligible) as refused:
        case.does(JAN, "wait_longer", until="2026-06-30")
    assert [answer.name for answer in refused.value.guards if not answer.holds] == ["twice"]
    assert case.due == at("2026-06-26 00:00"), "of its fourteen days none was spent"


# What it leaves open


def test_it_keeps_the_first_date_where_it_goes_on_as_a_complaint(desk: Desk) -> None:
    case = claimed(desk)
    desk.waits_until(at("2026-04-09 12:00"))
    case.does(JAN, "convert")
    assert (case.state, case.outcome) == ("closed", "converted")

    (found,) = (other for other in case.file.siblings if other.kind == "complaint")
    complaint = Told(desk, found.id)
    assert complaint.file.case.opened_at == at("2026-04-09 12:00")
    assert complaint.due == at("2026-04-17 00:00"), "fourteen days from 2 April"
    assert complaint.waits_for("alert_platform") == at("2026-04-17 00:00") + A_SECOND


def test_it_takes_the_goods_along_where_it_goes_on_as_a_complaint(desk: Desk) -> None:
    case = claimed(desk)
    case.does(SYSTEMS, "arrive")
    case.does(JAN, "convert")
    (found,) = (other for other in case.file.siblings if other.kind == "complaint")
    complaint = Told(desk, found.id)
    complaint.does(NORD, "accept_repair", on_the_spot=False)
    assert complaint.state == "repairing"


def test_it_pays_nothing_back_but_by_a_decision() -> None:
    paying = {row.event for row in CURRENT["warranty"].all_rows if row.becomes == "refund_due"}
    assert paying == {"apply_decision", "fail_payment"}, "the second goes back to where a decision led"


def test_it_refunds_what_the_platform_decides(desk: Desk) -> None:
    case = claimed(desk)
    case.does(NORD, "deny_cover")
    with pytest.raises(EventNotAllowed):
        case.does(NORD, "refund")
    case.does(JAN, "escalate")
    claim = Told(desk, case.file.case.held_by or "")
    claim.does(ROOT, "accept_for_review")
    claim.does(ROOT, "deliberate")
    claim.does(ROOT, "decide")
    assert (case.state, case.due) == ("refund_due", at("2026-04-09 00:00"))
    assert case.view()["amount_due"]["total"] == {"amount": "129.00", "currency": "EUR"}

    case.does(NORD, "refund")
    case.does(SYSTEMS, "confirm_payment")
    assert case.outcome == "decided_buyer"

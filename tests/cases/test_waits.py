"""Waits: spent once, started anew where the table says so, reminded of, and what a wait of the state ends as."""

from __future__ import annotations

from typing import Any

import pytest

from cases.casefile import rules
from markets.durations import CalendarDays, WorkingDays
from markets.policy import MarketPolicy, Policy
from tests.builders import Desk, a_delivery_problem, a_question, a_return, a_withdrawal, at
from tests.cast import JAN, NORD, ROOT, SYSTEMS
from workflows.refusals import FieldsInvalid, NotEligible

POSTED: dict[str, Any] = {"parcels": [{"proof_of_posting": "receipt of post office 20095"}]}


def test_it_goes_on_with_what_was_left(desk: Desk) -> None:
    desk.takes()
    case = desk.opens(a_return())  # two working days: Tuesday 7 and Wednesday 8 April
    assert case.due == at("2026-04-09 00:00")
    desk.waits_until(at("2026-04-07 10:00"))
    case.does(NORD, "request_information")
    desk.waits_until(at("2026-04-13 10:00"))
    case.does(JAN, "give_information", answers=["Blue.", "On the left."])
    assert case.due == at("2026-04-15 00:00")  # one working day was left on the 7th


def test_it_leaves_one_working_day_at_least(desk: Desk) -> None:
    desk.takes()
    case = desk.opens(a_return())
    desk.waits_until(at("2026-04-08 23:00"))
    case.does(NORD, "request_information")
    case.does(JAN, "give_information", answers=["Blue.", "On the left."])
    assert case.due == at("2026-04-10 00:00")


def test_it_counts_the_days_of_the_waits_own_calendar(desk: Desk) -> None:
    desk.takes()
    case = desk.opens(a_withdrawal())
    case.does(NORD, "give_instructions")  # fourteen days: to Thursday 16 April
    desk.waits_until(at("2026-04-04 10:00"))
    case.does(JAN, "ask_to_take_back")
    desk.waits_until(at("2026-04-07 10:00"))
    case.does(NORD, "decline_take_back")
    assert case.due == at("2026-04-21 00:00")  # twelve days were left: Sunday 19 April rolls on to Monday


def test_it_is_not_touched_by_a_row_that_stays(desk: Desk) -> None:
    desk.takes()
    case = desk.opens(a_return())
    before = case.running("state")
    desk.waits_until(at("2026-04-07 10:00"))
    case.does(NORD, "update_status")
    case.says(JAN, "How long does it take?")
    (wait,) = case.running("state")
    assert (wait.key, wait.due_at) == (before[0].key, before[0].due_at)


def test_it_starts_anew_where_the_buyer_cannot_send_without_a_label(desk: Desk) -> None:
    desk.takes()
    case = desk.opens(a_return())
    case.does(NORD, "approve")
    desk.waits_until(at("2026-04-13 10:00"))
    case.does(JAN, "ask_for_label")
    assert case.due == at("2026-04-28 00:00")
    case.does(JAN, "ask_for_label")
    with pytest.raises(NotEligible):
        case.does(JAN, "ask_for_label")


def test_it_asks_for_no_label_that_nobody_promised(desk: Desk) -> None:
    desk.takes()
    case = desk.opens(a_return())
    case.does(NORD, "approve", label="none", pays="buyer")
    with pytest.raises(NotEligible):
        case.does(JAN, "ask_for_label")


@pytest.mark.parametrize("kind", ["return", "withdrawal"])
def test_it_reminds_the_buyer_four_days_before(kind: str, desk: Desk) -> None:
    desk.takes()
    case = desk.opens(a_return() if kind == "return" else a_withdrawal())
    case.does(NORD, "approve" if kind == "return" else "give_instructions")
    assert case.due == at("2026-04-17 00:00")
    marks = []
    # half of fourteen days, four days before, four fifths: on the 9th, on the 13th, on the 14th
    for moment in ("2026-04-13 00:00:00", "2026-04-13 00:00:01", "2026-04-16 12:00:00"):
        desk.waits_until(at(moment))
        marks += [wait.mark for wait in case.running("state")]
    assert marks == [1, 2, 3]


def test_it_is_met_by_whom_it_waited_for_cancelled_by_another_missed_by_the_clock(desk: Desk) -> None:
    desk.takes()
    met = desk.opens(a_question())
    met.says(NORD, "It fits.")
    cancelled = desk.opens(a_question())
    cancelled.does(JAN, "cancel")
    missed = desk.opens(a_question())
    missed.waits_for("alert_platform")
    assert [case.ended("state")[0].state for case in (met, cancelled, missed)] == ["met", "cancelled", "missed"]


def test_it_alerts_again_and_again_where_only_a_person_can_act(desk: Desk) -> None:
    desk.takes()
    case = desk.opens(a_question())
    case.waits_for("alert_platform")
    (wait,) = case.running("state")
    assert (wait.due_at, wait.next_at) == (None, at("2026-04-15 00:00"))
    assert [deadline for deadline in case.view()["deadlines"] if deadline["name"] == "awaiting_platform"] == []
    told = []
    for day in range(15, 22):
        desk.waits_until(at(f"2026-04-{day} 12:00"))
        told.append(len([one for one in desk.told("deadline.warned") if one["on"] == "platform"]))
    # at the end of Tuesday 14, Thursday 16, Monday 20 April
    assert told == [1, 1, 2, 2, 2, 2, 3]


def test_it_alerts_once_after_a_time_in_which_nobody_swept(desk: Desk) -> None:
    desk.takes()
    case = desk.opens(a_question())
    case.waits_for("alert_platform")
    desk.sweeps(at("2026-05-12 12:00"))
    assert len([told for told in desk.told("deadline.warned") if told["on"] == "platform"]) == 1
    (wait,) = case.running("state")
    assert wait.next_at == at("2026-05-16 00:00")  # Thursday 14 May is Ascension Day


def test_it_waits_as_long_as_the_market_decides(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    own = MarketPolicy(durations={"return.requested": WorkingDays(3), "return.awaiting_parcel": CalendarDays(20)})
    monkeypatch.setattr(rules, "_known", rules.alone(Policy({"AT": own})))
    desk.takes("AT")
    case = desk.opens(a_return("AT-1042"))
    assert case.due == at("2026-04-09 00:00", "AT")  # in Austria Good Friday is a working day
    case.does(NORD, "approve")
    assert case.due == at("2026-04-23 00:00", "AT")


def test_it_asks_only_for_what_was_not_asked_for_before(desk: Desk) -> None:
    desk.takes()
    case = desk.opens(a_return())
    case.does(NORD, "request_information", items=["A photo of the box"])
    case.does(JAN, "give_information", answers=["Here."])
    with pytest.raises(FieldsInvalid):
        case.does(NORD, "request_information", items=["a photo of the box", "the colour"])
    case.does(NORD, "request_information", items=["the colour"])
    case.does(JAN, "give_information", answers=["Blue."])
    with pytest.raises(NotEligible):
        case.does(NORD, "request_information", items=["the day"])


@pytest.mark.parametrize("how", ["receipt", "scan"])
def test_it_takes_a_parcel_for_lost_only_where_its_sending_is_proven(how: str, desk: Desk) -> None:
    desk.takes()
    case = desk.opens(a_return())
    case.does(NORD, "approve")
    if how == "scan":
        case.does(JAN, "ship")
        case.does(SYSTEMS, "ship")  # the carrier reports what no row takes any more
        assert case.entries()[-1].event == ""
    else:
        case.does(JAN, "ship", **POSTED)
    case.waits_for("trace")
    case.waits_for("declare_lost")
    assert case.state == "refund_due"


def test_it_takes_a_named_number_for_not_sent(desk: Desk) -> None:
    desk.takes()
    case = desk.opens(a_return())
    case.does(NORD, "approve")
    case.does(JAN, "ship")
    case.waits_for("trace")
    case.waits_for("report_not_sent")
    assert case.state == "awaiting_parcel"


def test_it_lets_the_platform_act_for_nobody_but_itself(desk: Desk) -> None:
    desk.takes()
    case = desk.opens(a_return())
    assert [action["event"] for action in case.view(ROOT)["available_actions"]] == ["take_over", "convert"]
    assert case.view(JAN)["waits_on"] == case.view(NORD)["waits_on"] == ["seller"]
    mandatory = {action["event"] for action in case.view(NORD)["available_actions"] if action["mandatory"]}
    assert {"approve", "decline", "offer"} <= mandatory
    assert "update_status" not in mandatory


def test_it_shows_a_case_that_waits_for_a_day_that_no_calendar_has(desk: Desk) -> None:
    desk.takes(delivered_at=None, promised_at="2099-12-31T10:00:00+01:00")
    case = desk.opens(a_delivery_problem())
    (deadline,) = case.view(JAN)["deadlines"]
    assert deadline["due_at"] == "2100-01-01T10:00:00+01:00"
    assert deadline["explanation"] == {"counted": [], "skipped": []}

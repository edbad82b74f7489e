"""A coffee machine leaks, told day by day: what the law gives the buyer, and what silence, lateness and loss do."""

from __future__ import annotations

from typing import Any

import pytest

from tests.builders import A_SECOND, Desk, Told, a_complaint, a_line, at
from tests.cast import JAN, NORD, ROOT, SYSTEMS
from workflows.refusals import EventNotAllowed, FieldsInvalid, NotEligible

TWO_LINES = [a_line(), a_line("2", title="Grinder")]


def answer_due(case: Told) -> Any:
    """When the seller's answer is due by law."""
    (law,) = case.running("statutory")
    return law.due_at


def faults(case: Told, event: str, **fields: Any) -> list[tuple[str, str]]:
    """What is wrong with the seller's event: where, and why."""
    with pytest.raises(FieldsInvalid) as refused:
        case.does(NORD, event, **fields)
    return [(fault.pointer, fault.reason) for fault in refused.value.errors]


def may(case: Told, event: str) -> bool:
    """Whether the buyer is offered the event."""
    return event in [action["event"] for action in case.view(JAN)["available_actions"]]


def arrives(case: Told) -> None:
    """The machine is with the seller."""
    case.does(SYSTEMS, "arrive")


def comes_back_repaired(case: Told) -> None:
    """The seller has repaired it, and the buyer has it again."""
    case.does(NORD, "accept_repair")
    case.does(NORD, "complete_repair")
    case.does(NORD, "ship_remedy")
    case.does(SYSTEMS, "deliver")


# The answer that the law asks for


@pytest.mark.parametrize(
    ("market", "due", "event", "state"),
    [
        ("PL", "2026-04-17 00:00", "accept_by_silence", "awaiting_choice"),  # fourteen days, and silence accepts
        ("DE", "2026-04-17 00:00", "alert_platform", "awaiting_platform"),  # fourteen days, our own
        ("HR", "2026-04-18 00:00", "alert_platform", "awaiting_platform"),  # fifteen days
        ("PT", "2026-04-17 00:00", "alert_platform", "awaiting_platform"),  # fourteen days: its own row is advice
        ("CZ", "2026-05-05 00:00", "alert_platform", "awaiting_platform"),  # the thirtieth day is Saturday 2 May
    ],
)
def test_it_hears_the_law_of_its_market_in_the_sellers_silence(
    desk: Desk, market: str, due: str, event: str, state: str
) -> None:
    desk.now = at("2026-04-02 15:00", market)
    case = desk.opens(a_complaint(desk.takes(market)))
    assert answer_due(case) == case.due == at(due, market)

    desk.waits_until(at(due, market))
    assert (case.state, case.events) == ("lodged", ["lodge"])

    desk.sweeps(at(due, market) + A_SECOND)
    assert (case.state, case.events) == (state, ["lodge", event])
    assert [law.state for law in case.ended("statutory")] == ["missed"]
    assert desk.rows("SELECT kind, counts FROM breach") == [("state", 1)], "one silence is one breach"


def test_it_lets_the_polish_answer_pass_over_the_days_of_may(desk: Desk) -> None:
    desk.now = at("2026-04-17 09:00", "PL")
    case = desk.opens(a_complaint(desk.takes("PL")))
    assert answer_due(case) == at("2026-05-05 00:00", "PL"), "1 May is a holiday, then comes a weekend"


def test_it_lets_the_buyer_choose_where_seller_and_platform_say_nothing(desk: Desk) -> None:
    case = desk.opens(a_complaint(desk.takes()))
    assert case.waits_for("alert_platform") == at("2026-04-17 00:00") + A_SECOND
    assert case.due == at("2026-04-23 00:00"), "three working days after Friday the 17th"
    assert case.waits_for("let_buyer_choose") == at("2026-04-23 00:00") + A_SECOND
    assert case.due == at("2026-05-08 00:00")

    desk.waits_until(at("2026-04-24 12:00"))
    case.does(JAN, "choose_replacement")
    assert (case.state, case.due) == ("replacing", at("2026-05-05 00:00")), "1 May does not count"


def test_it_fires_on_coming_back_what_fell_due_while_the_buyer_was_asked(desk: Desk) -> None:
    case = desk.opens(a_complaint(desk.takes()))
    desk.waits_until(at("2026-04-13 10:00"))
    case.does(NORD, "request_information")
    assert case.due == at("2026-04-21 00:00")

    desk.waits_until(at("2026-04-18 10:00"))
    assert (case.state, answer_due(case)) == ("awaiting_buyer", at("2026-04-17 00:00"))
    assert case.events == ["lodge", "request_information"]

    case.does(JAN, "give_information")
    desk.sweeps(desk.now + A_SECOND)
    assert case.state == "awaiting_platform"
    assert case.events[-2:] == ["give_information", "alert_platform"]


def test_it_takes_no_offer_for_silence(desk: Desk) -> None:
    """In Poland an offer is an answer too; only a seller who gave none has accepted."""
    case = desk.opens(a_complaint(desk.takes("PL")))
    desk.waits_until(at("2026-04-16 10:00", "PL"))
    case.does(NORD, "offer_price_cut")
    assert [law.state for law in case.ended("statutory")] == ["met"]

    desk.waits_until(at("2026-04-20 10:00", "PL"))
    case.does(JAN, "decline_offer")
    assert (case.state, case.due) == ("lodged", at("2026-04-22 00:00", "PL")), "at least one working day"
    assert case.waits_for("alert_platform") == at("2026-04-22 00:00", "PL") + A_SECOND


def test_it_leaves_no_more_than_the_law_where_the_buyer_answers_in_time(desk: Desk) -> None:
    case = desk.opens(a_complaint(desk.takes()))
    desk.waits_until(at("2026-04-14 10:00"))
    case.does(NORD, "request_information")
    desk.waits_until(at("2026-04-16 20:00"))
    case.does(JAN, "give_information")
    assert case.due == at("2026-04-17 00:00")


def test_it_goes_on_without_what_the_buyer_does_not_give(desk: Desk) -> None:
    case = desk.opens(a_complaint(desk.takes()))
    assert faults(case, "reject", ground="missing_information") == [("/ground", "provided.after_an_unanswered_request")]

    case.does(NORD, "request_information")
    assert case.waits_for("go_on_without") == at("2026-04-10 00:00") + A_SECOND
    assert (case.state, case.due) == ("lodged", at("2026-04-17 00:00"))
    case.does(NORD, "reject", ground="missing_information")
    assert (case.state, case.due) == ("rejected", at("2026-04-25 00:00"))


# Attempts, and what follows when they fail


def test_it_gives_the_price_back_after_a_repair_that_failed_twice(desk: Desk) -> None:
    case = desk.opens(a_complaint(desk.takes()))
    case.does(NORD, "ask_for_goods")
    case.does(JAN, "ship")
    desk.waits_until(at("2026-04-07 09:00"))
    arrives(case)
    comes_back_repaired(case)
    assert (case.state, case.due) == ("verifying", at("2026-04-15 00:00"))

    desk.waits_until(at("2026-04-10 18:00"))
    case.does(JAN, "report_still_defective")
    assert (case.state, case.due) == ("lodged", at("2026-04-17 00:00")), "the first answer's date has not passed"
    assert may(case, "choose_refund")

    desk.waits_until(at("2026-04-13 09:00"))
    arrives(case)
    comes_back_repaired(case)
    assert (case.state, case.due) == ("verifying", at("2026-04-18 00:00")), "four of the seven days were left"
    case.does(JAN, "report_still_defective")
    assert case.file.case.progress.remedies_failed == 2

    case.does(JAN, "choose_refund")
    assert case.state == "awaiting_parcel", "the machine is with the buyer again"
    case.does(JAN, "ship")
    desk.waits_until(at("2026-04-15 09:00"))
    arrives(case)
    assert case.waits_for("accept") == at("2026-04-23 00:00") + A_SECOND, "five working days"
    case.does(NORD, "refund")
    case.does(SYSTEMS, "confirm_payment")
    assert (case.outcome, str(case.file.order.refunded)) == ("refunded", "129.00")  # type: ignore[union-attr]  # it has


def test_it_opens_a_second_remedy_by_refusal(desk: Desk) -> None:
    case = desk.opens(a_complaint(desk.takes()))
    with pytest.raises(NotEligible):
        case.does(JAN, "choose_refund")
    assert not may(case, "choose_price_cut")

    case.does(NORD, "reject")
    assert may(case, "choose_refund")
    assert may(case, "choose_price_cut")


def test_it_opens_a_second_remedy_by_lateness(desk: Desk) -> None:
    case = desk.opens(a_complaint(desk.takes()))
    arrives(case)
    case.does(NORD, "accept_repair")
    assert case.due == at("2026-04-17 00:00")
    with pytest.raises(EventNotAllowed):
        case.does(JAN, "choose_refund")

    assert case.waits_for("let_buyer_choose") == at("2026-04-17 00:00") + A_SECOND
    case.does(JAN, "choose_refund")
    assert case.state == "refund_due", "the seller still has the machine"


def test_it_opens_a_second_remedy_by_an_earlier_attempt_on_the_same_unit(desk: Desk) -> None:
    order = desk.takes(lines=TWO_LINES)
    first = desk.opens(a_complaint(order))
    arrives(first)
    comes_back_repaired(first)
    assert first.waits_for("confirm") == at("2026-04-10 00:00") + A_SECOND
    assert first.outcome == "repaired"

    desk.waits_until(at("2026-05-20 10:00"))
    again = desk.opens(a_complaint(order))
    assert may(again, "choose_refund")
    other = desk.opens(a_complaint(order, units=[("2", 1)]))
    assert not may(other, "choose_refund")


def test_it_may_be_refused_a_refund_for_a_minor_defect_alone(desk: Desk) -> None:
    case = desk.opens(a_complaint(desk.takes(), "refund"))
    minor = {"ground": "minor_defect", "evidence": None}
    assert faults(case, "reject", **minor) == [("/other_remedy", "provided.another_remedy_is_offered")]

    case.does(NORD, "reject", **minor, other_remedy="price_cut")
    with pytest.raises(NotEligible) as refused:
        case.does(JAN, "choose_refund")
    assert "defect_is_not_minor" in [answer.name for answer in refused.value.guards if not answer.holds]

    case.does(JAN, "choose_price_cut", amount={"amount": "20.00", "currency": "EUR"})
    assert case.state == "price_cut_asked"


def test_it_may_not_be_refused_a_repair_for_a_minor_defect(desk: Desk) -> None:
    case = desk.opens(a_complaint(desk.takes(), "repair"))
    said = {"ground": "minor_defect", "other_remedy": "price_cut"}
    assert faults(case, "reject", **said) == [("/ground", "provided.minor_only_against_a_refund")]


@pytest.mark.parametrize(
    ("day", "ground", "needed"),
    [
        ("2026-04-02 15:00", "conforms", True),
        ("2026-04-02 15:00", "damaged_by_buyer", True),
        ("2026-04-02 15:00", "out_of_period", False),
        ("2027-03-30 23:00", "conforms", True),  # twelve months end on Easter Sunday, so on the Tuesday
        ("2027-03-31 00:01", "conforms", False),
    ],
)
def test_it_needs_evidence_where_the_burden_of_proof_is_the_sellers(
    desk: Desk, day: str, ground: str, needed: bool
) -> None:
    order = desk.takes()
    desk.now = at(day)
    case = desk.opens(a_complaint(order))
    if needed:
        fault = ("/evidence", "provided.evidence_where_the_burden_is_the_sellers")
        assert faults(case, "reject", ground=ground, evidence=None) == [fault]
        case.does(NORD, "reject", ground=ground, evidence="The sealed machine ran for an hour without a drop.")
    else:
        case.does(NORD, "reject", ground=ground, evidence=None)
    assert case.state == "rejected"


def test_it_says_why_where_the_remedy_is_not_the_one_that_was_wished(desk: Desk) -> None:
    case = desk.opens(a_complaint(desk.takes(), "replacement"))
    arrives(case)
    fault = ("/why_not_the_wish", "provided.says_why_not_the_wish")
    assert faults(case, "accept_repair", why_not_the_wish=None) == [fault]
    case.does(NORD, "accept_repair", why_not_the_wish="No other machine of this model is left anywhere.")
    assert case.state == "repairing"


# Goods on their way


def test_it_takes_goods_that_nobody_asked_for(desk: Desk) -> None:
    case = desk.opens(a_complaint(desk.takes()))
    case.does(NORD, "offer_price_cut")
    desk.waits_until(at("2026-04-08 11:00"))
    arrives(case)
    assert (case.state, case.due) == ("inspecting", at("2026-04-16 00:00"))
    case.does(NORD, "accept_repair")
    assert case.state == "repairing"


def test_it_lets_the_sellers_time_begin_again_where_nothing_was_sent(desk: Desk) -> None:
    case = desk.opens(a_complaint(desk.takes()))
    case.does(NORD, "ask_for_goods")
    assert case.due == at("2026-04-17 00:00")
    case.does(JAN, "ship")
    assert case.waits_for("trace") == at("2026-04-21 00:00") + A_SECOND, "ten working days around Easter"
    assert case.waits_for("report_not_sent") == at("2026-04-29 00:00") + A_SECOND
    assert case.state == "awaiting_parcel"


def test_it_replaces_what_was_lost_and_wants_that_one_back_if_it_fails(desk: Desk) -> None:
    case = desk.opens(a_complaint(desk.takes()))
    case.does(NORD, "ask_for_goods")
    case.does(JAN, "ship", parcels=[{"proof_of_posting": "receipt of post office 20095"}])
    case.waits_for("trace")
    case.waits_for("declare_lost")
    assert (case.state, case.due) == ("awaiting_choice", at("2026-05-14 00:00"))

    desk.waits_until(at("2026-05-04 10:00"))
    case.does(NORD, "ship_remedy")
    case.does(SYSTEMS, "deliver")
    case.does(JAN, "report_still_defective")
    case.does(JAN, "choose_refund")
    assert case.state == "awaiting_parcel", "the first machine is lost, the second is not"


def test_it_is_replaced_where_the_seller_sends_a_new_one_for_a_lost_one(desk: Desk) -> None:
    case = desk.opens(a_complaint(desk.takes()))
    case.does(NORD, "ask_for_goods")
    case.does(SYSTEMS, "ship")
    case.waits_for("trace")
    case.does(SYSTEMS, "declare_lost")
    case.does(NORD, "ship_remedy")
    case.does(SYSTEMS, "deliver")
    case.does(JAN, "confirm")
    assert case.outcome == "replaced"


# A lower price


def test_it_pays_the_price_cut_that_the_buyer_asks_for(desk: Desk) -> None:
    case = desk.opens(a_complaint(desk.takes()))
    case.does(NORD, "reject")
    case.does(JAN, "choose_price_cut", amount={"amount": "40.00", "currency": "EUR"})
    assert (case.state, case.due) == ("price_cut_asked", at("2026-04-14 00:00"))
    less = {"amount": "39.99", "currency": "EUR"}
    assert faults(case, "accept_price_cut", amount=less) == [("/amount", "provided.at_least_what_was_asked")]

    case.does(NORD, "accept_price_cut")
    assert case.view()["amount_due"]["total"] == {"amount": "40.00", "currency": "EUR"}
    case.does(NORD, "refund")
    case.does(SYSTEMS, "confirm_payment")
    assert case.outcome == "partially_refunded"


def test_it_puts_a_price_cut_that_is_not_answered_before_the_platform(desk: Desk) -> None:
    case = desk.opens(a_complaint(desk.takes()))
    case.does(NORD, "reject")
    case.does(JAN, "choose_price_cut")
    assert case.waits_for("alert_platform") == at("2026-04-14 00:00") + A_SECOND
    assert (case.state, case.due) == ("awaiting_platform", at("2026-04-18 00:00"))
    case.does(ROOT, "reject")
    assert (case.state, case.due) == ("rejected", at("2026-04-29 00:00")), "of the fourteen days none was spent"


def test_it_pays_the_price_cut_that_the_seller_offers(desk: Desk) -> None:
    case = desk.opens(a_complaint(desk.takes()))
    case.does(NORD, "offer_price_cut", amount={"amount": "30.00", "currency": "EUR"})
    assert (case.state, case.due) == ("offered", at("2026-04-14 00:00"))
    assert [law.state for law in case.ended("statutory")] == ["met"]

    desk.waits_until(at("2026-04-09 12:00"))
    case.does(JAN, "accept_offer")
    assert case.view()["amount_due"]["goods"] == {"amount": "30.00", "currency": "EUR"}
    assert case.waits_for("refund") == at("2026-04-14 00:00") + A_SECOND, "the platform pays for a silent seller"
    case.does(SYSTEMS, "confirm_payment")
    assert case.outcome == "partially_refunded"


def test_it_ends_the_buyers_choice_of_an_offer_with_its_date(desk: Desk) -> None:
    case = desk.opens(a_complaint(desk.takes()))
    case.does(NORD, "offer_price_cut", valid_until=at("2026-04-04 12:00").isoformat())
    desk.waits_until(at("2026-04-04 12:01"))
    with pytest.raises(NotEligible):
        case.does(JAN, "accept_offer")
    assert case.waits_for("decline_offer") == at("2026-04-14 00:00") + A_SECOND
    assert case.state == "lodged"


# What the buyer is told on the way


def test_it_owes_the_buyer_news_every_five_working_days(desk: Desk) -> None:
    case = desk.opens(a_complaint(desk.takes()))
    arrives(case)
    assert case.running("status_update") == []
    case.does(NORD, "accept_repair")
    (news,) = case.running("status_update")
    assert (news.waits_on, news.due_at) == ("seller", at("2026-04-14 00:00"))

    version = case.version
    desk.waits_until(at("2026-04-14 09:00"))
    (missed,) = case.entries(after=version)
    assert (missed.kind, missed.role, missed.event) == ("system", "clock", "")
    assert missed.body == "A word on how it stands was due by Monday 13 April 2026, 24:00 and did not come."
    assert desk.rows("SELECT kind, counts FROM breach") == [("status_update", 1)]
    (news,) = case.running("status_update")
    assert news.due_at == at("2026-04-22 00:00"), "five working days after Tuesday the 14th"
    assert case.state == "repairing"

    desk.waits_until(at("2026-04-15 10:00"))
    case.does(NORD, "update_status")
    assert [ended.state for ended in case.ended("status_update")] == ["missed", "met"]
    (news,) = case.running("status_update")
    assert news.due_at == at("2026-04-23 00:00")

    case.does(NORD, "complete_repair")
    case.does(NORD, "ship_remedy")
    assert case.running("status_update") == []


def test_it_tells_the_buyer_of_every_step_of_the_repair(desk: Desk) -> None:
    case = desk.opens(a_complaint(desk.takes()))
    arrives(case)
    case.does(NORD, "accept_repair", by="2026-04-15")
    desk.waits_until(at("2026-04-07 10:00"))
    case.does(NORD, "start_repair", expected_end="2026-04-10")
    assert (case.state, case.due) == ("repairing", at("2026-04-17 00:00")), "what stays touches no wait"
    desk.waits_until(at("2026-04-10 16:00"))
    case.does(NORD, "complete_repair", done="The pump was exchanged.")
    assert (case.state, case.due) == ("remedy_ready", at("2026-04-15 00:00"))

    with pytest.raises(FieldsInvalid) as refused:
        case.says(NORD, "It is on its way to you.", event="ship_remedy")
    assert [fault.pointer for fault in refused.value.errors] == ["/carrier", "/tracking", "/expected_on"]
    case.does(NORD, "ship_remedy", carrier="DHL", tracking="00340434161094042557", expected_on="2026-04-14")
    assert (case.state, case.due) == ("remedy_in_transit", at("2026-04-25 00:00"))

    desk.waits_until(at("2026-04-14 12:00"))
    case.does(SYSTEMS, "deliver")
    assert (case.state, case.due) == ("verifying", at("2026-04-22 00:00"))
    assert case.events == [
        "lodge",
        "arrive",
        "accept_repair",
        "start_repair",
        "complete_repair",
        "ship_remedy",
        "deliver",
    ]
    assert case.waits_for("confirm") == at("2026-04-22 00:00") + A_SECOND
    assert case.outcome == "repaired"


def test_it_lets_a_late_seller_send_while_the_buyer_has_not_chosen(desk: Desk) -> None:
    case = desk.opens(a_complaint(desk.takes(), "replacement"))
    case.does(NORD, "accept_replacement", ship_by="2026-04-08")
    assert case.due == at("2026-04-14 00:00")
    assert case.waits_for("let_buyer_choose") == at("2026-04-14 00:00") + A_SECOND
    case.does(NORD, "ship_remedy")
    assert case.waits_for("let_buyer_choose") == at("2026-04-29 00:00") + A_SECOND, "it did not come"
    with pytest.raises(NotEligible):
        case.does(NORD, "ship_remedy")

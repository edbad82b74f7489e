"""The law's fourteen days for a refund (Directive 2011/83/EU, article 13): paused, freed, capped, met, passed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from tests.builders import Desk, Told, a_withdrawal, at
from tests.cast import JAN, NORD, ROOT, SYSTEMS

FOURTEENTH = at("2026-04-17 00:00")  # declared on Thursday 2 April; Thursday 16 April, 24:00
POSTED: dict[str, Any] = {"parcels": [{"proof_of_posting": "receipt of post office 20095"}]}
UNSENT: dict[str, Any] = {"delivered_at": None}


def declared(desk: Desk, **order: Any) -> Told:
    """A withdrawal on Thursday 2 April."""
    desk.takes(**order)
    return desk.opens(a_withdrawal())


def law(case: Told) -> tuple[str, datetime | None]:
    """How the statutory deadline stands, as the parties see it, and when it ends."""
    *_, seen = [deadline for deadline in case.view()["deadlines"] if deadline["kind"] == "statutory"]
    return seen["state"], datetime.fromisoformat(seen["due_at"]) if seen["due_at"] else None


def test_it_is_paused_while_goods_must_come_back(desk: Desk) -> None:
    assert law(declared(desk)) == ("paused", None)


def test_it_runs_from_the_declaration_where_nothing_is_to_come_back(desk: Desk) -> None:
    assert law(declared(desk, **UNSENT)) == ("open", FOURTEENTH)


def test_it_runs_from_the_declaration_where_the_seller_collects(desk: Desk) -> None:
    case = declared(desk)
    case.does(NORD, "arrange_collection")
    assert law(case) == ("open", FOURTEENTH)


def test_it_is_due_on_the_fourteenth_day_where_goods_are_back_before(desk: Desk) -> None:
    case = declared(desk)
    desk.waits_until(at("2026-04-08 10:00"))
    case.does(NORD, "arrive")
    assert law(case) == ("open", FOURTEENTH)


def test_it_is_due_three_working_days_after_goods_are_back_late(desk: Desk) -> None:
    case = declared(desk)
    desk.waits_until(at("2026-04-15 10:00"))
    case.does(NORD, "arrive")
    assert law(case) == ("open", at("2026-04-21 00:00"))


def test_it_counts_from_the_day_on_which_goods_were_back_not_from_the_day_it_was_told(desk: Desk) -> None:
    case = declared(desk)
    desk.waits_until(at("2026-04-17 10:00"))
    case.does(NORD, "arrive", at="2026-04-15T10:00:00+02:00")
    assert law(case) == ("open", at("2026-04-21 00:00"))


def test_it_is_freed_by_a_receipt_and_by_a_carriers_scan(desk: Desk) -> None:
    posted = declared(desk)
    desk.takes(number="1043")
    scanned = desk.opens(a_withdrawal("DE-1043"))
    desk.waits_until(at("2026-04-15 10:00"))
    posted.does(JAN, "ship", **POSTED)
    scanned.does(SYSTEMS, "ship")
    assert law(posted) == law(scanned) == ("open", at("2026-04-21 00:00"))


def test_it_is_not_freed_by_a_number_that_the_buyer_names(desk: Desk) -> None:
    case = declared(desk)
    case.does(JAN, "ship")
    assert law(case) == ("paused", None)


def test_it_lets_no_wait_end_later(desk: Desk) -> None:
    case = declared(desk)
    case.does(NORD, "arrange_collection")
    desk.waits_until(at("2026-04-09 15:00"))
    case.does(SYSTEMS, "collect")
    desk.waits_until(at("2026-04-16 10:00"))
    case.does(NORD, "arrive")
    assert case.due == FOURTEENTH


def test_it_pays_by_the_clock_one_second_after_and_is_one_breach(desk: Desk) -> None:
    case = declared(desk)
    case.does(NORD, "arrange_collection")
    case.does(SYSTEMS, "collect")
    desk.sweeps(FOURTEENTH)
    assert case.state == "in_transit"
    desk.waits_for_the_next_mark()
    assert (case.state, case.events[-2:]) == ("refunding", ["release_refund", "refund"])
    assert [deadline.state for deadline in case.ended("statutory")] == ["missed"]
    assert desk.rows("SELECT kind, counts FROM breach") == [("state", 1)]


def test_it_is_met_by_the_sellers_refund(desk: Desk) -> None:
    case = declared(desk)
    case.does(NORD, "let_buyer_keep")
    case.does(NORD, "refund")
    assert [deadline.state for deadline in case.ended("statutory")] == ["met"]
    desk.waits(days=2)
    case.does(SYSTEMS, "fail_payment")
    assert law(case)[0] == "met"


def test_it_fires_on_coming_back_where_it_passed_out_of_reach(desk: Desk) -> None:
    case = declared(desk)
    case.does(NORD, "arrive")
    desk.waits_until(at("2026-04-07 10:00"))
    case.does(NORD, "contest_right")
    desk.now = at("2026-04-20 10:00")  # nobody swept meanwhile
    case.does(ROOT, "confirm_withdrawal")
    assert case.state == "inspecting"
    desk.waits_for_the_next_mark()
    assert case.state == "refunding"


def test_it_gives_three_working_days_to_a_parcel_that_comes_after_the_file_was_closed(desk: Desk) -> None:
    case = declared(desk)
    desk.waits_until(at("2026-06-10 10:00"))
    assert case.outcome == "lapsed"
    case.does(JAN, "ship", **POSTED)
    assert law(case) == ("open", at("2026-06-16 00:00"))
    desk.waits_until(at("2026-06-15 10:00"))
    assert case.state == "in_transit"

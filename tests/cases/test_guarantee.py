"""What a repair adds to the guarantee of the units that were repaired."""

from __future__ import annotations

from typing import Any

import pytest

from cases.casefile.order_view import order_views
from tests.builders import Desk, Told, a_complaint, a_line, a_question, a_return, a_warranty, at
from tests.cast import JAN, NORD, SYSTEMS

TWO_LINES = [a_line(), a_line("2", title="Grinder")]
PLAIN, LONGER = "2028-08-08T00:00:00+02:00", "2029-08-07T00:00:00+02:00"


@pytest.fixture
def late(desk: Desk) -> Desk:
    """A desk on Tuesday 1 September 2026, when a repair adds twelve months to the guarantee of what is bought."""
    desk.now = at("2026-09-01 10:00")
    return desk


def sold(desk: Desk, placed_at: str = "2026-08-01T10:00:00+02:00", market: str = "DE", **order: Any) -> str:
    return desk.takes(market, placed_at=placed_at, delivered_at="2026-08-05T12:00:00+02:00", **order)


def repair(case: Told) -> None:
    """The seller has the machine, repairs it and says so."""
    case.does(SYSTEMS, "arrive")
    case.does(NORD, "accept_repair" if case.file.case.kind == "complaint" else "decide_repair")
    case.does(NORD, "complete_repair")


def guarantee(case: Told) -> str:
    until: str = case.view()["rights"]["guarantee_until"]
    return until


def of_order(desk: Desk, order: str) -> str:
    with desk.database.read() as connection:
        (seen,) = order_views(connection, [order], JAN, desk.now)
    until: str = seen["rights"]["guarantee_until"]
    return until


def test_it_moves_when_the_repair_is_done_and_not_before(late: Desk) -> None:
    case = late.opens(a_complaint(sold(late)))
    case.does(SYSTEMS, "arrive")
    case.does(NORD, "accept_repair")
    case.does(NORD, "start_repair")
    assert (guarantee(case), of_order(late, "DE-1042")) == (PLAIN, PLAIN)

    case.does(NORD, "complete_repair")
    assert (guarantee(case), of_order(late, "DE-1042")) == (LONGER, LONGER)


def test_it_moves_once_whatever_is_repaired_again(late: Desk) -> None:
    case = late.opens(a_complaint(sold(late)))
    repair(case)
    case.does(NORD, "ship_remedy")
    case.does(SYSTEMS, "deliver")
    case.does(JAN, "report_still_defective")
    repair(case)
    assert (guarantee(case), of_order(late, "DE-1042")) == (LONGER, LONGER)


def test_it_moves_in_every_case_about_the_repaired_units(late: Desk) -> None:
    order = sold(late, lines=TWO_LINES)
    repair(late.opens(a_complaint(order)))
    same = late.opens(a_return(order))
    other = late.opens(a_return(order, units=[("2", 1)]))
    whole = late.opens(a_question(order))
    assert [guarantee(case) for case in (same, other, whole)] == [LONGER, PLAIN, LONGER]
    assert of_order(late, order) == LONGER, "until the last of its units is not guaranteed any more"


def test_it_moves_by_a_repair_under_the_makers_guarantee(late: Desk) -> None:
    case = late.opens(a_warranty(sold(late)))
    repair(case)
    assert guarantee(case) == LONGER


def test_it_keeps_what_the_repair_added_where_the_case_goes_on_as_another(late: Desk) -> None:
    order = sold(late)
    case = late.opens(a_warranty(order))
    repair(case)
    case.does(JAN, "convert")
    (now,) = (found for found in case.file.siblings if found.kind == "complaint")
    assert guarantee(Told(late, now.id)) == LONGER


def test_it_stays_after_a_replacement(late: Desk) -> None:
    case = late.opens(a_complaint(sold(late), "replacement"))
    case.does(NORD, "accept_replacement")
    case.does(NORD, "ship_remedy")
    assert (guarantee(case), of_order(late, "DE-1042")) == (PLAIN, PLAIN)


@pytest.mark.parametrize(
    ("market", "placed", "until"),
    [
        ("DE", "2026-07-30T23:59:59+02:00", PLAIN),
        ("CH", "2026-08-01T10:00:00+02:00", "2028-08-08T00:00:00+02:00"),
        ("FI", "2026-08-01T10:00:00+02:00", None),
    ],
)
def test_it_stays_where_that_was_no_law_on_the_day_of_purchase(
    late: Desk, market: str, placed: str, until: str | None
) -> None:
    order = sold(late, placed, market)
    case = late.opens(a_complaint(order))
    repair(case)
    assert (guarantee(case), of_order(late, order)) == (until, until)

"""Every seller at a glance is what each one's own standing says."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cases.sellers.everybody import every_seller, figures_of_everybody
from cases.sellers.figures import figures_of
from cases.sellers.scale import WINDOWS, Scale
from cases.sellers.standing import standing_of
from tests.builders import Desk, a_measure, a_question, a_return, at
from tests.cast import JAN, NORD, ROOT, SPAET


@pytest.fixture
def busy(desk: Desk) -> Desk:
    """Nord answers most, after an hour, two, three and so on; Spaet answers nothing; both have returns to see to."""
    for number in range(1, 13):
        case = desk.opens(a_question(desk.takes(number=str(number))))
        desk.now += timedelta(hours=number % 5)
        if number % 4:
            case.says(NORD, f"It fits the pot of {number} cm.")
    for number in range(20, 23):
        case = desk.opens(a_question(desk.takes(number=str(number), seller="spaet")))
        case.does(SPAET, "promise_answer", date="2026-04-08")
        case.says(JAN, "And is it blue?")
    desk.opens(a_return(desk.takes(number="30"))).does(NORD, "update_status")
    desk.waits_until(at("2026-04-10 16:00"))
    return desk


@pytest.mark.parametrize("days", WINDOWS)
def test_it_counts_for_all_what_it_counts_for_each(busy: Desk, days: int) -> None:
    for now in (busy.now, busy.now + timedelta(days=5)):
        with busy.database.read() as connection:
            found = figures_of_everybody(connection, now, days)
            for seller in ("nord", "spaet"):
                assert found.get(seller) == figures_of(connection, seller, now, days), (seller, now)


def test_it_stands_as_each_stands(busy: Desk) -> None:
    ((breach,),) = busy.rows("SELECT id FROM breach WHERE seller_id = 'spaet' LIMIT 1")
    case = busy.opens(a_measure("restriction", [str(breach)], seller="spaet"), ROOT)
    case.does(SPAET, "respond")
    case.does(ROOT, "impose")
    busy.opens(a_measure("warning", [str(breach)], seller="spaet"), ROOT)
    with busy.database.read() as connection:
        rows = every_seller(connection, busy.now, Scale(), 30)
        standings = [standing_of(connection, row.id, busy.now, Scale()) for row in rows]
    assert [row.id for row in rows] == ["spaet", "nord"]
    assert [(row.score, row.visibility, row.selling) for row in rows] == [
        (one.score, one.visibility, one.selling.status) for one in standings
    ]
    assert [(row.selling, row.to_decide) for row in rows] == [("restricted", 1), ("allowed", 0)]

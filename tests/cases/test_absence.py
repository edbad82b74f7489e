"""Days off of a seller: no promise moves, the buyer is told who answers, and who stands in is reminded."""

from __future__ import annotations

import pytest

from cases.verbs.update_profile import update_profile
from tests.builders import Desk, Told, a_question, at
from tests.cast import JAN, NORD

DEPUTY = {"sub": "ben", "name": "Ben Holm"}


@pytest.fixture
def away(desk: Desk) -> Desk:
    """Nord is away from 20 to 24 April, announced in time, and Ben stands in."""
    desk.takes()
    desk.takes(number="2")
    days = [{"from": "2026-04-20", "until": "2026-04-24"}]
    update_profile(desk.database, NORD, "nord", {"absences": days, "deputy": DEPUTY}, desk.now)
    return desk


def told(case: Told) -> list[str]:
    return [body for entry in case.entries() if "away" in (body := entry.body or "")]


def test_it_tells_the_buyer_who_answers(away: Desk) -> None:
    away.waits_until(at("2026-04-20 10:00"))
    case = away.opens(a_question("DE-1042"))
    (line,) = told(case)
    assert "Friday 24 April 2026" in line
    assert "stands in" in line


def test_it_names_nobody_in_the_log(away: Desk) -> None:
    away.waits_until(at("2026-04-20 10:00"))
    assert "Ben" not in told(away.opens(a_question("DE-1042")))[0]


def test_it_tells_it_once(away: Desk) -> None:
    away.waits_until(at("2026-04-20 10:00"))
    case = away.opens(a_question("DE-1042"))
    case.says(JAN, "Are you there?")
    assert len(told(case)) == 1


def test_it_tells_it_where_a_case_goes_on(away: Desk) -> None:
    case = away.opens(a_question("DE-1042"))
    assert told(case) == []
    away.waits_until(at("2026-04-20 10:00"))
    case.says(JAN, "Are you there?")
    assert len(told(case)) == 1


def test_it_moves_no_promise(away: Desk) -> None:
    away.waits_until(at("2026-04-20 10:00"))
    case = away.opens(a_question("DE-1042"))
    assert case.running("reply")[0].due_at == at("2026-04-21 10:00")


def test_it_reminds_who_stands_in(away: Desk) -> None:
    away.waits_until(at("2026-04-20 10:00"))
    case = away.opens(a_question("DE-1042"))
    away.waits_until(at("2026-04-21 09:00"))
    warnings = [event for event in away.told("deadline.warned") if event["case"] == case.id]
    assert warnings
    assert all(event["deputy"] for event in warnings)


def test_it_reminds_nobody_else_on_other_days(away: Desk) -> None:
    case = away.opens(a_question("DE-1042"))
    away.waits_until(at("2026-04-07 14:00"))
    warnings = [event for event in away.told("deadline.warned") if event["case"] == case.id]
    assert warnings
    assert not any("deputy" in event for event in warnings)

"""Nobody limits a seller without the message that says so: no state, no row and no derived field does it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cases.db import run
from cases.verbs.read_standing import read_standing
from tests.builders import Desk, Told, a_measure, a_question, at
from tests.cast import NORD, ROOT

STATES = ("in_force", "announced", "appealed")


def selling(desk: Desk) -> str:
    with desk.database.read() as connection:
        return read_standing(connection, ROOT, "nord", desk.now).selling.status


def attacks(desk: Desk, sql: str) -> None:
    with desk.database.write() as connection:
        run(connection, sql)


@pytest.fixture
def case(desk: Desk) -> Told:
    """A suspension that is proposed, and no more."""
    desk.opens(a_question(desk.takes()))
    desk.waits_until(at("2026-04-07 16:00"))
    ((breach,),) = desk.rows("SELECT id FROM breach")
    return desk.opens(a_measure("suspension", [str(breach)]), ROOT)


@pytest.mark.parametrize("state", STATES)
def test_it_sets_no_state(case: Told, state: str) -> None:
    for change in (f"state = '{state}'", f"state = '{state}', version = 2"):
        with pytest.raises(Exception, match="only a message moves a case"):
            attacks(case.desk, f"UPDATE cases SET {change} WHERE id = '{case.id}'")
    assert (case.state, selling(case.desk)) == ("proposed", "allowed")


def test_it_makes_no_other_measure_of_a_warning(case: Told) -> None:
    desk = case.desk
    desk.takes(number="2")
    warning = desk.opens(a_measure("warning", [], urgent="fraud"), ROOT)
    warning.does(ROOT, "impose")
    stronger = '{"measure": {"measure": "removal", "proposed_at": "2026-04-07T12:00:00Z"}}'
    attacks(desk, f"UPDATE cases SET progress = '{stronger}' WHERE id = '{warning.id}'")
    assert selling(desk) == "allowed", "the log says that it is a warning"


def test_it_changes_no_proposal(case: Told) -> None:
    with pytest.raises(Exception, match=r"content|words"):
        attacks(case.desk, f"UPDATE content SET fields = '{{}}' WHERE case_id = '{case.id}'")


def test_it_lets_no_told_standing_limit_anybody(case: Told) -> None:
    desk = case.desk
    desk.weighs()
    attacks(desk, "UPDATE seller_standing SET score = 0, visibility = 0")
    attacks(desk, "UPDATE standing_day SET score = 0, visibility = 0")
    with desk.database.read() as connection:
        assert read_standing(connection, NORD, "nord", desk.now).visibility > 0


def test_it_ends_when_the_log_says_and_not_when_a_column_does(case: Told) -> None:
    desk = case.desk
    case.does(NORD, "respond")
    case.does(ROOT, "impose")
    attacks(desk, f"UPDATE cases SET progress = '{{}}' WHERE id = '{case.id}'")
    desk.now += timedelta(days=1)
    assert selling(desk) == "suspended"

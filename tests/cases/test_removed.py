"""What becomes of the open cases of a seller who is suspended or removed."""

from __future__ import annotations

import pytest

from cases.casefile.facts import facts_of
from cases.clock import set_sandbox_clock
from cases.ledger.verify import verify
from cases.verbs.move_sandbox_clock import move_sandbox_clock
from cases.verbs.take_over_removed import take_over_removed
from tests.builders import THURSDAY, Desk, Told, a_measure, a_question, a_return, at
from tests.cast import IDA, JAN, NORD, ROOT
from workflows.engine import offered
from workflows.grammar import SELLER


def measure(desk: Desk, what: str) -> Told:
    case = desk.opens(a_measure(what, [], urgent="fraud"), ROOT)
    case.does(ROOT, "impose")
    return case


def removed(desk: Desk) -> Told:
    case = measure(desk, "removal")
    case.does(IDA, "consent")
    assert case.state == "in_force"
    return case


def test_it_leaves_the_cases_of_a_suspended_seller_to_be_answered(desk: Desk) -> None:
    case = desk.opens(a_question(desk.takes()))
    measure(desk, "suspension")
    assert take_over_removed(desk.database, desk.now) == 0
    case.says(NORD, "It fits the 18 cm pot.")
    assert case.state == "answered"


def test_it_takes_over_the_open_cases_of_a_removed_one(desk: Desk) -> None:
    case, other = desk.opens(a_question(desk.takes())), desk.opens(a_return(desk.takes(number="2")))
    foreign = desk.opens(a_question(desk.takes(number="3", seller="spaet")))
    removed(desk)
    assert take_over_removed(desk.database, desk.now) == 2
    assert [told.file.case.progress.taken_over for told in (case, other, foreign)] == [True, True, False]
    assert take_over_removed(desk.database, desk.now) == 0


def test_it_is_an_act_in_the_log_of_who_consented(desk: Desk) -> None:
    case = desk.opens(a_question(desk.takes()))
    removed(desk)
    take_over_removed(desk.database, desk.now)
    last = case.entries()[-1]
    assert last.author is not None
    assert (last.event, last.role, last.author.external_id) == ("take_over", "platform", "ida")
    assert "the platform goes on with this case" in (last.body or "")
    assert verify(desk.database).holds


def test_it_takes_over_what_is_opened_afterwards(desk: Desk) -> None:
    desk.takes()
    removed(desk)
    case = desk.opens(a_question(desk.takes(number="2")))
    assert take_over_removed(desk.database, desk.now) == 1
    assert case.file.case.progress.taken_over


def test_it_ends_the_case_in_the_sellers_place(desk: Desk) -> None:
    case = desk.opens(a_question(desk.takes()))
    removed(desk)
    take_over_removed(desk.database, desk.now)
    case.does(IDA, "answer", "It fits the 18 cm pot.")
    assert case.state == "answered"


@pytest.mark.parametrize("what", ["suspension", "removal"])
def test_it_still_offers_the_seller_their_acts(desk: Desk, what: str) -> None:
    case = desk.opens(a_question(desk.takes()))
    removed(desk) if what == "removal" else measure(desk, what)
    facts = facts_of(case.file, desk.now)
    assert "answer" in [row.event for row in offered(case.file.workflow, case.state, SELLER, facts)]


def test_it_happens_at_the_moment_the_removal_takes_effect_in_a_sandbox(desk: Desk) -> None:
    set_sandbox_clock(desk.database, THURSDAY)
    desk.takes()
    asked = desk.opens(a_question())
    desk.waits_until(at("2026-04-07 16:00"))
    set_sandbox_clock(desk.database, desk.now)
    ((breach,),) = desk.rows("SELECT id FROM breach")
    case = desk.opens(a_measure("removal", [str(breach)]), ROOT)
    case.does(NORD, "respond")
    case.does(ROOT, "impose")
    case.does(IDA, "consent")
    asked.says(JAN, "Is anybody there?")
    move_sandbox_clock(desk.database, at("2026-05-09 12:00"))
    took_effect = next(entry for entry in case.entries() if entry.event == "take_effect")
    taken = next(entry for entry in asked.entries() if entry.event == "take_over")
    assert taken.at == took_effect.at

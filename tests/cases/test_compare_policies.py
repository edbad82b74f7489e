"""Another policy over the same record: scores, proposals and deadlines that would have been otherwise."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from cases.casefile.reckoned_anew import MET, MISSED, NOT_YET
from cases.verbs.compare_policies import Comparison, Treated, compare_policies
from markets.policy import Policy, read_policy
from tests.builders import Desk, a_measure, a_question, a_return, at
from tests.cast import NORD, ROOT

STRICT = {"metric": "missed", "days": 30, "volume": 1, "warning": 1, "limit": 2, "measure": "restriction", "lasts": 14}


def policy(durations: dict[str, str] | None = None, **others: Any) -> Policy:
    """A policy of Germany's."""
    return read_policy({"markets": {"DE": {"durations": durations or {}}}, **others})


def compared(desk: Desk, new: Policy, old: Policy | None = None, days: int = 30) -> Comparison:
    return compare_policies(desk.database, old or Policy(), new, days, desk.now)


def nord(desk: Desk, new: Policy, old: Policy | None = None, days: int = 30) -> Treated:
    (found,) = compared(desk, new, old, days).treated
    assert found.seller == "nord"
    return found


def missed(desk: Desk, number: int) -> None:
    """Somebody asked, and Nord let it pass."""
    desk.opens(a_question(desk.takes(number=str(number))))
    desk.waits(days=7)


def test_it_finds_nothing_under_the_same_policy(desk: Desk) -> None:
    missed(desk, 1)
    found = compared(desk, policy())
    assert (found.treated, found.sellers) == ([], 1)


def test_it_writes_nothing(desk: Desk) -> None:
    missed(desk, 1)
    before = desk.rows("SELECT count(*) FROM message"), desk.rows("SELECT count(*) FROM outbox")
    compared(desk, policy(thresholds={"DE": [STRICT]}))
    assert (desk.rows("SELECT count(*) FROM message"), desk.rows("SELECT count(*) FROM outbox")) == before


def test_it_scores_by_both_weights(desk: Desk) -> None:
    missed(desk, 1)
    found = nord(desk, policy(weights={"on_time": {"points": 90}}))
    assert found.new.score < found.old.score
    assert (found.added, found.dropped, found.deadlines) == ([], [], [])


def test_it_names_the_day_on_which_a_measure_would_have_been_proposed(desk: Desk) -> None:
    missed(desk, 1)  # on Thursday 2 April, missed on Tuesday 7 April
    found = nord(desk, policy(thresholds={"DE": [STRICT]}))
    assert [(str(one.day), one.measure, one.value) for one in found.added] == [("2026-04-07", "warning", 1)]
    assert found.dropped == []


def test_it_proposes_more_once_a_warning_is_over(desk: Desk) -> None:
    missed(desk, 1)
    desk.waits(days=12)  # the warning of 7 April lasts until the 21st
    missed(desk, 2)
    found = nord(desk, policy(thresholds={"DE": [STRICT]}))
    assert [one.measure for one in found.added] == ["warning", "restriction"]


def test_it_names_what_would_not_be_proposed_any_more(desk: Desk) -> None:
    missed(desk, 1)
    found = nord(desk, policy(), policy(thresholds={"DE": [STRICT]}))
    assert ([one.measure for one in found.dropped], found.added) == (["warning"], [])


def test_it_proposes_once_as_long_as_nothing_changes(desk: Desk) -> None:
    missed(desk, 1)
    desk.waits(days=12)
    assert len(nord(desk, policy(thresholds={"DE": [STRICT]})).added) == 1


def test_it_looks_no_further_back_than_it_is_asked(desk: Desk) -> None:
    missed(desk, 1)
    desk.waits(days=12)  # to Tuesday 21 April; what was so before the first day is found on it
    found = nord(desk, policy(thresholds={"DE": [STRICT]}), days=5)
    assert [str(one.day) for one in found.added] == ["2026-04-16"]


def test_it_minds_the_measures_that_there_were(desk: Desk) -> None:
    missed(desk, 1)
    ((breach,),) = desk.rows("SELECT id FROM breach")
    desk.opens(a_measure("warning", [str(breach)]), ROOT)
    desk.waits(days=5)
    assert compared(desk, policy(thresholds={"DE": [STRICT]}), days=3).treated == []


def approved(desk: Desk, hours: int) -> None:
    """A return was asked for on Thursday 2 April, 15:00, and approved so many hours later."""
    case = desk.opens(a_return(desk.takes()))
    desk.waits(hours=hours)
    case.does(NORD, "approve")


def ends(found: Treated) -> list[tuple[str, str, str]]:
    return [(one.length, one.old, one.new) for one in found.deadlines]


def test_it_judges_what_was_met_by_its_moment(desk: Desk) -> None:
    approved(desk, hours=5 * 24 + 20)  # on Wednesday 8 April, the second working day
    found = nord(desk, policy({"return.requested": "WorkingDays(1)"}))
    assert ends(found) == [("return.requested", MET, MISSED)]
    assert found.deadlines[0].due_new == at("2026-04-08 00:00")


def test_it_leaves_alone_what_was_met_under_both(desk: Desk) -> None:
    approved(desk, hours=4)
    assert compared(desk, policy({"return.requested": "WorkingDays(1)"})).treated == []


def test_it_does_not_know_whether_something_longer_would_have_been_met(desk: Desk) -> None:
    desk.opens(a_return(desk.takes()))
    desk.waits_until(at("2026-04-09 12:00"))
    found = nord(desk, policy({"return.requested": "WorkingDays(5)"}))
    assert ends(found) == [("return.requested", MISSED, NOT_YET)]


def test_it_counts_other_days_off(desk: Desk) -> None:
    missed(desk, 1)
    holiday = {"markets": {"DE": {"holidays": {"add": [{"date": at("2026-04-07 12:00").date(), "name": "Rest"}]}}}}
    found = nord(desk, read_policy(holiday))
    assert ends(found) == [("reply", MISSED, NOT_YET)]
    assert found.deadlines[0].due_new - found.deadlines[0].due_old == timedelta(days=1)


@pytest.mark.parametrize("length", ["CalendarDays(14)", "WorkingDays(2)"])
def test_it_lets_another_length_be_what_it_was(desk: Desk, length: str) -> None:
    approved(desk, hours=4)
    assert compared(desk, policy({"withdrawal.declared": length})).treated == []

"""Policies as versioned data: kept for good, in force from their day on, and a case keeps what it was opened under."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date

import pytest

from cases.casefile import rules
from cases.casefile.policies import activate, activations, apply_policies, enter_files, use_files
from cases.clock import set_sandbox_clock
from markets import calendars
from markets.calendars import calendar_of
from markets.policy import Policy, PolicyError, parse_policy
from scheduler import jobs
from tests.builders import Desk, Told, a_question, a_return, at
from tests.cast import JAN, NORD

SHORT, LONG = "WorkingDays(1)", "WorkingDays(4)"


@pytest.fixture(autouse=True)
def _as_it_was() -> Iterator[None]:
    yield
    use_files([])
    rules.use_policy(Policy())
    calendars.use_policy(Policy())


def a_policy(within: str, version: str = "", begins: str = "") -> Policy:
    """How long Germany lets a return wait for its seller."""
    about = f'[policy]\nversion = "{version}"\n' + (f"from = {begins}\n" if begins else "") if version else ""
    return parse_policy(f'{about}[markets.DE.durations]\n"return.requested" = "{within}"\n')


def starts(desk: Desk, *policies: Policy) -> None:
    """A process starts with these policies in its settings, at the time of the desk."""
    set_sandbox_clock(desk.database, desk.now)
    use_files(policies)
    enter_files(desk.database, desk.now)
    apply_policies(desk.database)


def on_record(desk: Desk) -> list[tuple[str, str]]:
    with desk.database.read() as connection:
        return [(one.version, one.applies_from.isoformat()) for one in activations(connection)]


def a_case(desk: Desk, number: str = "1") -> Told:
    return desk.opens(a_return(desk.takes(number=number)))


def within(case: Told) -> str:
    (wait,) = case.running("state")
    return wait.within


def test_it_keeps_the_first_policy_for_always(desk: Desk) -> None:
    policy = a_policy(SHORT)
    starts(desk, policy)
    assert on_record(desk) == [(policy.version, "0001-01-01")]


def test_it_keeps_nothing_twice(desk: Desk) -> None:
    for _ in range(2):
        starts(desk, a_policy(SHORT), a_policy(LONG, "2026-05", "2026-05-04"))
    assert len(on_record(desk)) == 2


def test_it_keeps_nothing_where_there_is_no_policy(desk: Desk) -> None:
    starts(desk)
    assert (on_record(desk), rules.policy().version) == ([], "default")


def test_it_lets_a_case_keep_what_it_was_opened_under(desk: Desk) -> None:
    starts(desk, a_policy(SHORT))
    case = a_case(desk)
    starts(desk, a_policy(LONG))
    case.does(NORD, "request_information")
    case.does(JAN, "give_information")
    assert within(case) == SHORT
    assert within(a_case(desk, "2")) == LONG


def test_it_goes_back_to_what_was_before(desk: Desk) -> None:
    short, long = a_policy(SHORT), a_policy(LONG)
    for policy in (short, long, short):
        starts(desk, policy)
    assert rules.policy() == short
    assert [version for version, _ in on_record(desk)] == [short.version, long.version, short.version]


def test_it_refuses_other_words_under_an_old_name(desk: Desk) -> None:
    starts(desk, a_policy(SHORT, "2026-04"))
    with pytest.raises(PolicyError, match="'2026-04' was in force in other words"):
        starts(desk, a_policy(LONG, "2026-04"))


def test_it_has_a_policy_from_its_own_day_on(desk: Desk) -> None:
    starts(desk, a_policy(SHORT, "2026-04"), a_policy(LONG, "2026-05", "2026-04-09"))
    desk.waits_until(at("2026-04-08 23:30"))
    assert within(a_case(desk, "1")) == SHORT
    desk.waits_until(at("2026-04-09 00:30"))  # in Berlin; in UTC it is still the 8th
    assert within(a_case(desk, "2")) == LONG


def test_it_has_no_policy_before_the_day_of_the_first(desk: Desk) -> None:
    starts(desk, a_policy(LONG, "2026-05", "2026-05-04"))
    assert (rules.policy().version, within(a_case(desk))) == ("default", "WorkingDays(2)")


def test_it_tells_the_policy_in_the_log(desk: Desk) -> None:
    starts(desk, a_policy(SHORT, "2026-04"))
    case = a_case(desk)
    ((canonical,),) = desk.rows(f"SELECT canonical FROM message WHERE case_id = '{case.id}' AND seq = 1")
    assert json.loads(canonical)["policy"] == "2026-04"
    assert case.file.case.progress.policy == "2026-04"


def test_it_remembers_that_there_was_none(desk: Desk) -> None:
    case = a_case(desk)
    starts(desk, a_policy(LONG, "2026-04"))
    assert rules.policy_of(case.file) == Policy()


def test_it_activates_for_a_day_to_come(desk: Desk) -> None:
    starts(desk, a_policy(SHORT))
    activate(desk.database, a_policy(LONG, "2026-05"), date(2026, 4, 7), desk.now, "ida")
    assert within(a_case(desk, "1")) == SHORT
    desk.waits_until(at("2026-04-07 12:00"))
    apply_policies(desk.database)
    assert within(a_case(desk, "2")) == LONG


def test_it_activates_nothing_for_a_day_that_has_begun(desk: Desk) -> None:
    with pytest.raises(PolicyError, match="for a day to come, and 2026-04-02 is none"):
        activate(desk.database, a_policy(LONG, "2026-05"), desk.now.date(), desk.now, "ida")


def test_it_changes_calendars_and_deadlines_with_the_day(desk: Desk) -> None:
    holiday = '[policy]\nversion = "2026-05"\n[markets.DE.holidays]\nadd = [{date = 2026-04-08, name = "Rest"}]\n'
    starts(desk)
    case = desk.opens(a_question(desk.takes()))
    (before,) = case.running("reply")
    activate(desk.database, parse_policy(holiday), date(2026, 4, 3), desk.now, "ida")
    desk.now = at("2026-04-07 10:00")
    set_sandbox_clock(desk.database, desk.now)
    jobs.follow_overrides(desk.database)
    assert not calendar_of("DE").works(date(2026, 4, 8))
    (after,) = case.running("reply")
    assert before.due_at is not None
    assert after.calendar == calendar_of("DE").version != before.calendar


@pytest.mark.parametrize("sql", ["UPDATE policy_version SET text = ''", "DELETE FROM policy_version"])
def test_it_lets_nobody_change_what_was_kept(sql: str, desk: Desk) -> None:
    starts(desk, a_policy(SHORT))
    with pytest.raises(Exception, match=r"never|append-only"):
        desk.rows(sql)
    assert len(on_record(desk)) == 1

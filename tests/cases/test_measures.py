"""Measures against sellers: what they rest on, who may decide, how long they last, when they may be appealed."""

from __future__ import annotations

import pytest

from cases.casefile.rules import use_policy
from cases.verbs.update_profile import update_profile
from markets.policy import MarketPolicy, Policy
from tests.builders import Desk, Told, a_measure, a_question, at
from tests.cast import IDA, JAN, KAI, NORD, ROOT, SPAET
from workflows.refusals import EventNotAllowed, FieldsInvalid, NotEligible


def a_breach(desk: Desk, **order: str) -> str:
    """What a seller missed."""
    case = desk.opens(a_question(desk.takes(**order)))
    desk.waits_until(at("2026-04-07 16:00"))
    ((breach,),) = desk.rows(f"SELECT id FROM breach WHERE case_id = '{case.id}'")
    return str(breach)


def proposed(desk: Desk, measure: str, *, urgent: str = "") -> Told:
    return desk.opens(a_measure(measure, [] if urgent else [a_breach(desk)], urgent=urgent), ROOT)


def test_it_rests_on_breaches_of_that_seller(desk: Desk) -> None:
    breach = a_breach(desk, number="2", seller="spaet")
    desk.takes()
    with pytest.raises(FieldsInvalid):
        desk.opens(a_measure("restriction", [breach]), ROOT)
    with pytest.raises(FieldsInvalid):
        desk.opens(a_measure("restriction", []), ROOT)
    assert desk.opens(a_measure("restriction", [breach], seller="spaet"), ROOT).state == "proposed"


def test_it_is_the_sellers_to_read_and_nobody_elses(desk: Desk) -> None:
    case = proposed(desk, "warning")
    assert NORD.sees(case.file)
    assert not SPAET.sees(case.file)
    assert not JAN.sees(case.file)


def test_it_waits_five_working_days_for_the_seller(desk: Desk) -> None:
    case = proposed(desk, "restriction")  # on Tuesday 7 April
    desk.waits_until(at("2026-04-14 23:59"))
    with pytest.raises(NotEligible):
        case.does(ROOT, "impose")
    desk.waits_until(at("2026-04-15 00:01"))
    case.does(ROOT, "impose")
    assert case.state == "in_force"


@pytest.mark.parametrize("urgent", ["danger", "fraud"])
def test_it_does_not_wait_where_it_is_urgent(desk: Desk, urgent: str) -> None:
    desk.takes()
    case = proposed(desk, "suspension", urgent=urgent)
    case.does(ROOT, "impose")
    assert case.state == "in_force"


def test_it_is_never_imposed_by_the_clock_where_a_person_must(desk: Desk) -> None:
    case = proposed(desk, "suspension")
    desk.waits(days=30)
    assert (case.outcome, case.events) == ("dismissed", ["propose", "dismiss"])


def test_it_takes_two_admins_to_remove_a_seller(desk: Desk) -> None:
    case = proposed(desk, "removal")
    case.does(NORD, "respond")
    case.does(ROOT, "impose")
    with pytest.raises(NotEligible):
        case.does(ROOT, "consent")
    case.does(IDA, "consent")
    assert (case.state, case.due) == ("announced", at("2026-05-08 00:00"))


def test_it_never_ends_a_removal_by_time(desk: Desk) -> None:
    desk.takes()
    case = proposed(desk, "removal", urgent="fraud")
    case.does(ROOT, "impose")
    case.does(IDA, "consent")
    desk.waits(days=200)
    assert (case.state, case.running("state")[0].due_at) == ("in_force", None)


def test_it_ends_at_the_end_of_its_last_day(desk: Desk) -> None:
    desk.takes()
    case = proposed(desk, "suspension", urgent="danger")
    case.does(ROOT, "impose")
    assert case.due == at("2026-05-30 00:00")


def test_it_is_appealed_once_and_decided_by_somebody_else(desk: Desk) -> None:
    desk.takes()
    case = proposed(desk, "suspension", urgent="danger")
    case.does(ROOT, "impose")
    case.does(NORD, "appeal")
    with pytest.raises(NotEligible):
        case.does(ROOT, "uphold")
    case.does(KAI, "uphold")
    assert (case.state, case.due) == ("in_force", at("2026-05-30 00:00"))
    with pytest.raises(NotEligible):
        case.does(NORD, "appeal")


def test_it_may_be_appealed_for_six_months(desk: Desk) -> None:
    desk.takes()
    case = proposed(desk, "suspension", urgent="danger")
    case.does(ROOT, "impose")
    desk.waits_until(at("2026-05-30 00:01"))
    assert case.outcome == "expired"
    desk.now = at("2026-10-03 15:01")
    with pytest.raises(NotEligible):
        case.does(NORD, "appeal")
    desk.now = at("2026-10-03 14:59")
    case.does(NORD, "appeal")
    assert case.state == "appealed_after"


def test_it_is_not_for_the_seller_to_lift(desk: Desk) -> None:
    desk.takes()
    case = proposed(desk, "suspension", urgent="danger")
    case.does(ROOT, "impose")
    with pytest.raises(EventNotAllowed):
        case.does(NORD, "lift")


@pytest.mark.parametrize(("legal", "state"), [(True, "in_force"), (False, "closed")])
def test_it_restricts_by_rule_only_a_legal_person_where_the_policy_says_so(desk: Desk, legal: bool, state: str) -> None:
    case = proposed(desk, "restriction")
    update_profile(desk.database, ROOT, "nord", {"legal_person": legal}, desk.now)
    use_policy(Policy({"DE": MarketPolicy(imposed_by_rule=("warning", "restriction"))}))
    try:
        desk.waits_until(at("2026-04-22 12:00"))
    finally:
        use_policy(Policy())
    assert case.state == state


def test_it_restricts_nobody_by_rule_where_the_policy_is_silent(desk: Desk) -> None:
    case = proposed(desk, "restriction")
    update_profile(desk.database, ROOT, "nord", {"legal_person": True}, desk.now)
    desk.waits_until(at("2026-04-22 12:00"))
    assert (case.state, case.outcome) == ("closed", "dismissed")

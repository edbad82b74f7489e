"""The one decision: pure, shared between threads, and without a back door."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import pytest

from tests.workflows.situations import every_arrow, where_row_is_first
from workflows.engine import Decision, decide, machine_of, offered
from workflows.facts import Facts
from workflows.fields.base import SAMPLE
from workflows.grammar import BUYER, CLOCK, SELLER, Role, Row, Workflow
from workflows.refusals import NotEligible
from workflows.registry import CURRENT, WORKFLOWS

COMPLAINT, RETURN, WITHDRAWAL = CURRENT["complaint"], CURRENT["return"], CURRENT["withdrawal"]
THREADS = 8
ROUNDS = 10


@pytest.mark.parametrize("workflow", WORKFLOWS.values(), ids=WORKFLOWS)
def test_it_has_no_back_door_to_a_state(workflow: Workflow) -> None:
    triggers = set(machine_of(workflow).events)

    assert triggers == {f"{role}.{row.event}" for row, _, role in every_arrow(workflow)}


def test_it_builds_one_machine_a_version() -> None:
    assert machine_of(RETURN) is machine_of(RETURN)
    assert machine_of(RETURN) is not machine_of(WITHDRAWAL)


def test_it_keeps_nothing_of_what_it_decided() -> None:
    before = dict(vars(machine_of(RETURN)))

    decide(RETURN, "requested", SELLER, "approve", SAMPLE)

    assert vars(machine_of(RETURN)) == before
    assert machine_of(RETURN).models == []


def test_it_gives_every_thread_its_own_answer() -> None:
    arrows = [
        (workflow, row, state, role, where_row_is_first(workflow, row, state, role))
        for workflow in WORKFLOWS.values()
        for row, state, role in every_arrow(workflow)
    ]
    together = Barrier(THREADS)

    def walk(offset: int) -> list[str]:
        together.wait()
        turned = arrows[offset * 7 :] + arrows[: offset * 7]
        return [wrong for _ in range(ROUNDS) for arrow in turned if (wrong := _wrongly_decided(*arrow))]

    with ThreadPoolExecutor(THREADS) as pool:
        wrong = [fault for faults in pool.map(walk, range(THREADS)) for fault in faults]

    assert wrong == []


def _wrongly_decided(workflow: Workflow, row: Row, state: str, role: Role, facts: Facts) -> str:
    decision = decide(workflow, state, role, row.event, facts)
    right = Decision(row, role, state, row.target(state))
    return "" if decision == right else f"{workflow.name} {state} {role} {row.event} led to {decision.to_state}"


def test_it_names_every_guard_of_every_row_it_tried() -> None:
    with pytest.raises(NotEligible) as refusal:
        decide(RETURN, "closed", BUYER, "reopen", SAMPLE)

    assert [(answer.name, answer.holds) for answer in refusal.value.guards] == [
        ("it_may_be_reopened", False),
        ("no_money_moved", True),
        ("no_twin_is_open", True),
    ]


def test_it_offers_one_row_an_event_in_table_order() -> None:
    events = [row.event for row in offered(RETURN, "requested", SELLER, SAMPLE)]

    assert events == [
        "approve",
        "arrange_collection",
        "decline",
        "request_information",
        "offer",
        "refund_without_return",
        "arrive",
        "promise_answer",
        "update_status",
        "report",
        "split",
    ]


def test_it_takes_the_clocks_first_row_that_holds() -> None:
    silent = decide(RETURN, "requested", CLOCK, "alert_platform", SAMPLE)

    assert silent.to_state == "awaiting_platform"
    with pytest.raises(NotEligible):
        decide(RETURN, "requested", CLOCK, "approve", SAMPLE)


def test_it_lets_nobody_act_for_another_role() -> None:
    approvers = {role for row in RETURN.rows if row.event == "approve" for role in row.who}

    assert BUYER not in approvers
    assert RETURN.events_of("requested", BUYER) == ("ship", "object", "escalate", "report", "convert", "cancel")


@pytest.mark.parametrize("state", ["remedy_ready", "replacing"])
def test_it_spends_no_bound_by_another_row_of_the_event(state: str) -> None:
    sent = replace(SAMPLE, tallies={f"ship_remedy.seller.{state}": 3})

    assert decide(COMPLAINT, "awaiting_choice", SELLER, "ship_remedy", sent).to_state == "remedy_in_transit"


def test_it_spends_a_bound_by_the_row_itself() -> None:
    sent = replace(SAMPLE, tallies={"ship_remedy.seller.awaiting_choice": 1})

    with pytest.raises(NotEligible) as refusal:
        decide(COMPLAINT, "awaiting_choice", SELLER, "ship_remedy", sent)

    assert [(answer.name, answer.holds) for answer in refusal.value.guards] == [
        ("buyer_has_not_chosen", True),
        ("once", False),
    ]
    assert decide(COMPLAINT, "remedy_ready", SELLER, "ship_remedy", sent).to_state == "remedy_in_transit"


def test_it_spends_one_bound_over_all_states_of_a_row() -> None:
    offered_before = replace(SAMPLE, tallies={"offer.seller.requested": 2, "offer.seller.inspecting": 1})

    with pytest.raises(NotEligible):
        decide(RETURN, "declined", SELLER, "offer", offered_before)

"""Each table walked: every arrow that is there can be taken, every other is refused."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.workflows.situations import HOLDS_AND_FAILS, changed, every_arrow, where, where_row_is_first
from workflows.engine import decide, hear, offered
from workflows.facts import Facts, Guard
from workflows.fields.base import SAMPLE
from workflows.grammar import CLOCK, CLOSED, UNOPENED, Bound, Role, Row, Workflow
from workflows.refusals import EventNotAllowed, NotEligible
from workflows.registry import WORKFLOWS

ARROWS = [
    pytest.param(
        workflow, row, state, role, id=f"{workflow.kind}-{state}-{role}-{row.event}-{workflow.all_rows.index(row)}"
    )
    for workflow in WORKFLOWS.values()
    for row, state, role in every_arrow(workflow)
]
GUARDED = [
    pytest.param(*arrow.values, guard, id=f"{arrow.id}-{guard.name}")
    for arrow in ARROWS
    for guard in arrow.values[1].guards  # type: ignore[union-attr]  # the second value is a row
]
STATES = [
    pytest.param(workflow, state, id=f"{workflow.kind}-{state}")
    for workflow in WORKFLOWS.values()
    for state in (UNOPENED, *workflow.states)
]
EVENTS = {row.event for workflow in WORKFLOWS.values() for row in workflow.all_rows} | {"no_such_event", "to_closed"}
BOUNDS = [arrow for arrow in ARROWS if any(isinstance(guard, Bound) for guard in arrow.values[1].guards)]  # type: ignore[union-attr]  # as above


@pytest.mark.parametrize(("workflow", "row", "state", "role"), ARROWS)
def test_it_takes_each_row(workflow: Workflow, row: Row, state: str, role: Role) -> None:
    facts = where_row_is_first(workflow, row, state, role)

    decision = decide(workflow, state, role, row.event, facts)

    assert decision.row is row
    assert decision.to_state == row.target(state)
    assert decision.to_state in workflow.states


@pytest.mark.parametrize(("workflow", "row", "state", "role"), ARROWS)
def test_it_offers_each_row_to_its_actor(workflow: Workflow, row: Row, state: str, role: Role) -> None:
    facts = where_row_is_first(workflow, row, state, role)

    assert row in offered(workflow, state, role, facts)


@pytest.mark.parametrize(("workflow", "row", "state", "role"), ARROWS)
def test_it_hears_what_it_gives_as_an_example(workflow: Workflow, row: Row, state: str, role: Role) -> None:
    facts = where_row_is_first(workflow, row, state, role)
    said = row.saying.by_clock(facts) if role is CLOCK else row.saying.example(facts)

    hear(row, facts, said, ("photo_1", "photo_2"), 0)


@pytest.mark.parametrize(("workflow", "state"), STATES)
def test_it_refuses_every_arrow_that_is_not_in_the_table(workflow: Workflow, state: str) -> None:
    absent = [(role, event) for role in Role for event in EVENTS if not workflow.rows_for(state, role, event)]

    for role, event in absent:
        with pytest.raises(EventNotAllowed) as refusal:
            decide(workflow, state, role, event, SAMPLE)
        assert (refusal.value.state, refusal.value.role, refusal.value.event) == (state, role, event)
    assert absent


@pytest.mark.parametrize(("workflow", "row", "state", "role", "guard"), GUARDED)
def test_it_does_not_take_a_row_whose_guard_fails(
    workflow: Workflow, row: Row, state: str, role: Role, guard: Guard
) -> None:
    facts = where(where_row_is_first(workflow, row, state, role), guard, holds=False, row=row, role=role)

    taken, failed = _taken(workflow, state, role, row, facts)

    assert taken is not row
    assert taken is not None or guard.name in failed


def _taken(workflow: Workflow, state: str, role: Role, row: Row, facts: Facts) -> tuple[Row | None, list[str]]:
    """The row that is taken; none, and the guards that failed, where no row is."""
    try:
        return decide(workflow, state, role, row.event, facts).row, []
    except NotEligible as refusal:
        return None, [answer.name for answer in refusal.guards if not answer.holds]


@pytest.mark.parametrize(("workflow", "row", "state", "role"), BOUNDS)
def test_it_counts_a_bound_for_each_side_alone(workflow: Workflow, row: Row, state: str, role: Role) -> None:
    facts = where_row_is_first(workflow, row, state, role)
    bound = next(guard for guard in row.guards if isinstance(guard, Bound))
    theirs = {f"{row.event}.{side}.{state}": bound.limit for side in Role if side is not role}

    decision = decide(workflow, state, role, row.event, replace(facts, tallies={**facts.tallies, **theirs}))

    assert decision.row is row


@pytest.mark.parametrize("guard", sorted({g for arrow in ARROWS for g in arrow.values[1].guards if g.holds}, key=str))  # type: ignore[union-attr]  # as above
def test_it_knows_facts_for_and_against_each_guard(guard: Guard) -> None:
    assert guard.holds is not None
    holds, fails = HOLDS_AND_FAILS[guard.name]

    assert guard.holds(changed(SAMPLE, holds))
    assert not guard.holds(changed(SAMPLE, fails))


@pytest.mark.parametrize("workflow", WORKFLOWS.values(), ids=WORKFLOWS)
def test_it_ends_nowhere_but_in_closed(workflow: Workflow) -> None:
    without_wait = [state for state in workflow.states if workflow.wait_of(state) is None]

    assert without_wait == [CLOSED]

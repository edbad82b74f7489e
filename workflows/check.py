"""The proofs over a table. What they refuse is what would let a case get lost, stuck or run in circles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from workflows.effects import HAPPENS_ONCE
from workflows.fields.base import schema_of
from workflows.grammar import BUYER, CLOCK, CLOSED, UNOPENED, Bound, Row, Workflow


class UnsoundWorkflow(Exception):
    """A workflow's table does not hold what every table must hold."""


def prove(workflow: Workflow) -> None:
    """Raise ``UnsoundWorkflow`` with every fault of the table, or return."""
    faults = list(faults_of(workflow))
    if faults:
        raise UnsoundWorkflow(f"{workflow.name}: " + "; ".join(faults))


def faults_of(workflow: Workflow) -> Iterator[str]:
    """Every fault of the table, one sentence each; none when it is sound. Texts are proven by ``texts.missing``."""
    yield from _reachable(workflow)
    yield from _waited_for(workflow)
    yield from _clock_rows_have_a_cause(workflow)
    yield from _no_endless_circle(workflow)
    yield from _fall_through_comes_last(workflow)
    yield from _names_keep_their_mood(workflow)
    yield from _outcomes_are_declared(workflow)
    yield from _fields_have_schemas(workflow)


def _reachable(workflow: Workflow) -> Iterator[str]:
    arrows = list(_arrows(workflow.all_rows))
    reached = _spread({UNOPENED}, [(a, b) for a, b, _ in arrows])
    ending = _spread({CLOSED}, [(b, a) for a, b, _ in arrows])
    for state in workflow.states:
        if state not in reached:
            yield f"{state} is never reached"
        if state not in ending:
            yield f"{state} never leads to {CLOSED}"
    if workflow.reopens_in not in workflow.states:
        yield f"reopens in {workflow.reopens_in}, which is no state"


def _waited_for(workflow: Workflow) -> Iterator[str]:
    waited = [wait.state for wait in workflow.waits]
    for state in workflow.states:
        if state != CLOSED and waited.count(state) != 1:
            yield f"{state} has {waited.count(state)} waits instead of one"
    for wait in workflow.waits:
        if wait.state not in workflow.states:
            yield f"a wait names {wait.state}, which is no state"
        if wait.within is None and not (wait.because and wait.alert_every):
            yield f"{wait.state} waits for ever without a reason or an alert"
        if wait.within is not None and not wait.then:
            yield f"{wait.state} has a limit after which nothing happens"
        for event in wait.then:
            if not workflow.rows_for(wait.state, CLOCK, event):
                yield f"{wait.state} waits and then {event}, but the clock has no such row there"


def _clock_rows_have_a_cause(workflow: Workflow) -> Iterator[str]:
    of_waits = {(wait.state, event) for wait in workflow.waits for event in wait.then}
    of_law = {event for statutory in workflow.statutory for event in statutory.then}
    for row in workflow.all_rows:
        for state in row.states:
            if CLOCK in row.who and (state, row.event) not in of_waits and row.event not in of_law:
                yield f"nothing makes the clock {row.event} in {state}"


def _no_endless_circle(workflow: Workflow) -> Iterator[str]:
    arrows = list(_arrows(workflow.all_rows))
    clock_alone = [(a, b) for a, b, row in arrows if CLOCK in row.who and a != b]
    if circle := _circle(clock_alone):
        yield f"the clock alone runs in a circle: {circle}"
    unbounded = [(a, b) for a, b, row in arrows if a != b and not _bounds_a_circle(row)]
    if circle := _circle(unbounded):
        yield f"a circle without a buyer's act, a fact that happens once or a bound: {circle}"


def _bounds_a_circle(row: Row) -> bool:
    """Whether no case can run through the row endlessly without somebody outside acting."""
    bounded = any(isinstance(guard, Bound) for guard in row.guards)
    return (
        bounded or row.event in HAPPENS_ONCE or set(row.who) == {BUYER} or (BUYER in row.who and CLOCK not in row.who)
    )


def _fall_through_comes_last(workflow: Workflow) -> Iterator[str]:
    for state in (UNOPENED, *workflow.states):
        for role in {role for row in workflow.all_rows for role in row.who}:
            for event in workflow.events_of(state, role):
                for row in workflow.rows_for(state, role, event)[:-1]:
                    if not row.guards:
                        yield f"{role} {event} in {state}: a row without an if hides the rows after it"


def _names_keep_their_mood(workflow: Workflow) -> Iterator[str]:
    events = {row.event for row in workflow.all_rows}
    for name in events & set(workflow.states):
        yield f"{name} is both a state and an event"
    opening = {row.event for row in workflow.rows if row.opens}
    for name in opening & {row.event for row in workflow.all_rows if not row.opens}:
        yield f"{name} opens a case and also moves one"


def _outcomes_are_declared(workflow: Workflow) -> Iterator[str]:
    given = {outcome for row in workflow.all_rows for outcome in row.outcomes}
    for outcome in sorted(given ^ set(workflow.outcomes)):
        yield f"outcome {outcome} is {'not declared' if outcome in given else 'never given'}"


def _fields_have_schemas(workflow: Workflow) -> Iterator[str]:
    for row in workflow.all_rows:
        schema = schema_of(row.saying)
        if schema.get("additionalProperties") is not False or not schema.get("examples"):
            yield f"what {row.event} must say has no closed schema with an example"


def _arrows(rows: Iterable[Row]) -> Iterator[tuple[str, str, Row]]:
    for row in rows:
        for state in row.states:
            yield state, row.target(state), row


def _spread(start: set[str], arrows: Iterable[tuple[str, str]]) -> set[str]:
    arrows, reached = list(arrows), set(start)
    while more := {b for a, b in arrows if a in reached} - reached:
        reached |= more
    return reached


def _circle(arrows: list[tuple[str, str]]) -> str:
    """A state that can come back to itself over the arrows, or nothing."""
    for state in dict.fromkeys(a for a, _ in arrows):
        if state in _spread({b for a, b in arrows if a == state}, arrows):
            return state
    return ""

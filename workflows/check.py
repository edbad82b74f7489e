"""The proofs over a table. What they refuse is what would let a case get lost, stuck or run in circles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from workflows.effects import HAPPENS_ONCE, MOVES_MONEY, ON_EVENT
from workflows.fields.base import SAMPLE, Said, Saying, parse, schema_of
from workflows.grammar import BUYER, CLOCK, CLOSED, UNOPENED, Bound, Role, Row, Workflow
from workflows.texts import missing_anywhere


class UnsoundWorkflow(Exception):
    """A workflow's table does not hold what every table must hold."""


def prove(workflow: Workflow) -> None:
    """Raise ``UnsoundWorkflow`` with every fault of the table, or return."""
    faults = list(faults_of(workflow))
    if faults:
        raise UnsoundWorkflow(f"{workflow.name}: " + "; ".join(faults))


def every_fault(workflows: Iterable[Workflow]) -> Iterator[str]:
    """Every fault of the tables, of their texts in every language, and between the tables."""
    workflows = tuple(workflows)
    for workflow in workflows:
        yield from (f"{workflow.name}: {fault}" for fault in (*faults_of(workflow), *missing_anywhere(workflow)))
    yield from faults_between(workflows)


def faults_of(workflow: Workflow) -> Iterator[str]:
    """Every fault of the table, one sentence each; none when it is sound. Texts are proven by ``every_fault``."""
    yield from _reachable(workflow)
    yield from _waited_for(workflow)
    yield from _clock_finds_a_row(workflow)
    yield from _clock_rows_have_a_cause(workflow)
    yield from _law_is_carried_out(workflow)
    yield from _news_is_owed_somewhere(workflow)
    yield from _no_endless_circle(workflow)
    yield from _fall_through_comes_last(workflow)
    yield from _names_keep_their_mood(workflow)
    yield from _outcomes_are_declared(workflow)
    for row in workflow.all_rows:
        yield from _says_well(row)


def faults_between(workflows: Iterable[Workflow]) -> Iterator[str]:
    """Where one event name would mean two things, or an effect hangs on an event that nobody does."""
    rows = [(workflow.kind, row) for workflow in workflows for row in workflow.all_rows]
    opened_by: dict[str, str] = {}
    for kind, row in rows:
        if row.opens and not row.linked and opened_by.setdefault(row.event, kind) != kind:
            yield f"{row.event} opens a {opened_by[row.event]} and a {kind}"
    for kind, row in rows:
        if not row.opens and row.event in opened_by and opened_by[row.event] != kind:
            yield f"{row.event} opens a {opened_by[row.event]} and moves a {kind}"
    done = {row.event for _, row in rows}
    for event in sorted((ON_EVENT.keys() | MOVES_MONEY | HAPPENS_ONCE) - done):
        yield f"an effect hangs on {event}, which nobody does"


def _reachable(workflow: Workflow) -> Iterator[str]:
    arrows = [(a, b) for a, b, _, _ in _arrows(workflow)]
    reached = _spread({UNOPENED}, arrows)
    ending = _spread({CLOSED}, [(b, a) for a, b in arrows])
    for state in workflow.states:
        if state not in reached:
            yield f"{state} is never reached"
        if state not in ending:
            yield f"{state} never leads to {CLOSED}"
    if workflow.reopens_in and workflow.reopens_in not in workflow.states:
        yield f"reopens in {workflow.reopens_in}, which is no state"


def _waited_for(workflow: Workflow) -> Iterator[str]:
    waited = [wait.state for wait in workflow.waits]
    for state in workflow.states:
        if state != CLOSED and waited.count(state) != 1:
            yield f"{state} has {waited.count(state)} waits instead of one"
    for wait in workflow.waits:
        if wait.state not in workflow.states or wait.state == CLOSED:
            yield f"a wait names {wait.state}, which is no open state"
        limited = wait.within is not None or wait.until is not None
        if not limited and not (wait.because and wait.alert_every):
            yield f"{wait.state} waits for ever without a reason or an alert"
        if limited and not wait.then:
            yield f"{wait.state} has a limit after which nothing happens"
        if wait.whom is not None and len(wait.on) == 1:
            yield f"{wait.state} asks whom to wait for, but can only wait for the {wait.on[0]}"


def _clock_finds_a_row(workflow: Workflow) -> Iterator[str]:
    """When a wait ends the clock must always find a row, and the row must leave the state."""
    for wait in workflow.waits:
        rows = [(event, workflow.rows_for(wait.state, CLOCK, event)) for event in wait.then]
        for event, found in rows:
            if not found:
                yield f"{wait.state} waits and then {event}, but the clock has no such row there"
            for row in found:
                if row.target(wait.state) == wait.state:
                    yield f"{wait.state} waits and then {event}, which leaves it where it is"
        last = [row for _, found in rows for row in found][-1:]
        if last and last[0].guards:
            yield f"{wait.state} waits and then {last[0].event}, but only if {last[0].guards[0].name}"


def _clock_rows_have_a_cause(workflow: Workflow) -> Iterator[str]:
    of_waits = {(wait.state, event) for wait in workflow.waits for event in wait.then}
    of_law = {event for statutory in workflow.statutory for event in statutory.then}
    for state, _, role, row in _arrows(workflow):
        if role is CLOCK and not row.opens and (state, row.event) not in of_waits and row.event not in of_law:
            yield f"nothing makes the clock {row.event} in {state}"


def _law_is_carried_out(workflow: Workflow) -> Iterator[str]:
    for statutory in workflow.statutory:
        for event in statutory.then:
            if CLOCK not in workflow.speakers.get(event, ()):
                yield f"the law's {statutory.name} leads to {event}, but the clock has no such row"
        for event in statutory.met_by:
            if event not in workflow.speakers:
                yield f"the law's {statutory.name} is met by {event}, which nobody does"


def _news_is_owed_somewhere(workflow: Workflow) -> Iterator[str]:
    for state in workflow.updates.states if workflow.updates else ():
        if state not in workflow.states or state == CLOSED:
            yield f"the seller owes news in {state}, which is no open state"


def _no_endless_circle(workflow: Workflow) -> Iterator[str]:
    # Not from closed: what leads out of it is a new life of the case, for a fact that was not known before.
    arrows = [(a, b, role, row) for a, b, role, row in _arrows(workflow) if a != CLOSED and (a != b or row.restarts)]
    if circle := _circle([(a, b) for a, b, role, _ in arrows if role is CLOCK]):
        yield f"the clock alone runs in a circle: {circle}"
    if circle := _circle([(a, b) for a, b, role, row in arrows if not _bounds_a_circle(role, row)]):
        yield f"a circle without a buyer's act, a fact that happens once or a bound: {circle}"


def _bounds_a_circle(role: Role, row: Row) -> bool:
    """Whether no case can run through the arrow endlessly without its buyer acting each time."""
    return role is BUYER or row.event in HAPPENS_ONCE or any(isinstance(guard, Bound) for guard in row.guards)


def _fall_through_comes_last(workflow: Workflow) -> Iterator[str]:
    for state in (UNOPENED, *workflow.states):
        for role in Role:
            for event in workflow.events_of(state, role):
                if any(not row.guards for row in workflow.rows_for(state, role, event)[:-1]):
                    yield f"{role} {event} in {state}: a row without an if hides the rows after it"


def _names_keep_their_mood(workflow: Workflow) -> Iterator[str]:
    events = {row.event for row in workflow.all_rows}
    for name in sorted(events & set(workflow.states)):
        yield f"{name} is both a state and an event"
    opening = {row.event for row in workflow.rows if row.opens}
    for name in sorted(opening & {row.event for row in workflow.all_rows if not row.opens}):
        yield f"{name} opens a case and also moves one"


def _outcomes_are_declared(workflow: Workflow) -> Iterator[str]:
    given = {outcome for row in workflow.all_rows for outcome in row.outcomes}
    for outcome in sorted(given ^ set(workflow.outcomes)):
        yield f"outcome {outcome} is {'not declared' if outcome in given else 'never given'}"


def _says_well(row: Row) -> Iterator[str]:
    schema = schema_of(row.saying)
    if not schema.get("examples") or any(_open_objects(schema)):
        yield f"what {row.event} must say has no closed schema with an example"
    if fault := _fault_in(row.saying, row.saying.example(SAMPLE)):
        yield f"the example of what {row.event} must say does not pass: {fault}"
    if CLOCK in row.who and (fault := _fault_in(row.saying, row.saying.by_clock(SAMPLE))):
        yield f"what the clock says when it does {row.event} does not pass: {fault}"


def _fault_in(saying: type[Saying], fields: dict[str, object]) -> str:
    said, errors = parse(saying, fields)
    if said is not None:
        errors = [fault for rule in saying.provided if (fault := rule(SAMPLE, Said(said))) is not None]
    return ", ".join(f"{error.pointer} {error.reason}" for error in errors)


def _open_objects(schema: object) -> Iterator[bool]:
    if isinstance(schema, list):
        for part in schema:
            yield from _open_objects(part)
    elif isinstance(schema, dict):
        yield "$ref" in schema or (schema.get("type") == "object" and schema.get("additionalProperties") is not False)
        for name, part in schema.items():
            if name != "examples":
                yield from _open_objects(part)


def _arrows(workflow: Workflow) -> Iterator[tuple[str, str, Role, Row]]:
    for row in workflow.all_rows:
        for state in row.states:
            for role in row.who:
                yield state, row.target(state), role, row


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

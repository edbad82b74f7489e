"""The one decision: which row does this event take? The only importer of ``transitions``.

One shared flat machine a workflow version is built at import and fired on a small view that has a ``state``:
nothing is kept, no thread meets another (``queued=False``), no ``to_state`` back door exists
(``auto_transitions=False``). ``transitions`` answers a failed guard with a bare False and knows no actor;
so trigger names are ``actor.event`` and the view remembers what every guard said.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from transitions import EventData, Machine

from workflows.facts import Facts, GuardAnswer
from workflows.fields.base import FieldError, Said, Saying, parse
from workflows.grammar import UNOPENED, Role, Row, Workflow, guard_holds
from workflows.guards.claims import no_claim_is_being_decided
from workflows.held import a_claim_forbids
from workflows.refusals import EventNotAllowed, FieldsInvalid, NotEligible


class _View:
    """What a machine moves: a state and what is known, for the time of one event."""

    __slots__ = ("answers", "facts", "row", "state")

    def __init__(self, state: str, facts: Facts) -> None:
        self.state = state
        self.facts = facts
        self.answers: list[GuardAnswer] = []
        self.row: Row | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """The row that was taken and the state that it leads to."""

    row: Row
    role: Role
    from_state: str
    to_state: str

    @property
    def event(self) -> str:
        """The event of the row."""
        return self.row.event


def decide(workflow: Workflow, state: str, role: Role, event: str, facts: Facts) -> Decision:
    """The row that ``event`` takes, the first whose every *if* holds.

    Raises ``EventNotAllowed`` where the table has no such row and ``NotEligible`` with every guard's answer where
    the rows there are do not hold.
    """
    trigger = machine_of(workflow).events.get(f"{role}.{event}")
    if trigger is None or state not in trigger.transitions:
        raise EventNotAllowed(state, role, event)
    if a_claim_forbids(role, event, facts):
        raise NotEligible(event, [GuardAnswer(no_claim_is_being_decided.name, holds=False)])
    view = _View(state, facts)
    if not trigger.trigger(view):
        raise NotEligible(event, view.answers)
    assert view.row is not None
    return Decision(view.row, role, state, view.row.target(state))


def offered(workflow: Workflow, state: str, role: Role, facts: Facts) -> list[Row]:
    """The rows that the actor could take now, one an event, in table order."""
    rows = []
    for event in workflow.events_of(state, role):
        if a_claim_forbids(role, event, facts):
            continue
        first = next((row for row in workflow.rows_for(state, role, event) if _holds(row, role, facts)), None)
        if first is not None:
            rows.append(first)
    return rows


def hear(row: Row, facts: Facts, fields: dict[str, object], attachments: tuple[str, ...], leaves_open: int) -> Saying:
    """Read what the row says must be said. Raises ``FieldsInvalid`` with every fault and its pointer."""
    said, errors = parse(row.saying, fields)
    if said is None:
        raise FieldsInvalid(errors)
    whole = Said(said, attachments, leaves_open)
    faults: list[FieldError] = [fault for rule in row.saying.provided if (fault := rule(facts, whole)) is not None]
    if faults:
        raise FieldsInvalid(faults)
    return said


@cache
def machine_of(workflow: Workflow) -> Machine:
    """The shared machine of one workflow version."""
    machine = Machine(
        model=None,
        states=[UNOPENED, *workflow.states],
        initial=UNOPENED,
        auto_transitions=False,
        send_event=True,
        queued=False,
    )
    for row in workflow.all_rows:
        for role in row.who:
            for state in row.states:
                machine.add_transition(
                    f"{role}.{row.event}",
                    state,
                    row.target(state),
                    conditions=[_condition(row, role)],
                    before=[_remember(row)],
                )
    return machine


def _condition(row: Row, role: Role) -> Callable[[EventData], bool]:
    def every_guard_holds(event: EventData) -> bool:
        view = event.model
        assert isinstance(view, _View)
        answers = [GuardAnswer(guard.name, guard_holds(row, guard, role, view.facts)) for guard in row.guards]
        view.answers.extend(answers)
        return all(answer.holds for answer in answers)

    return every_guard_holds


def _remember(row: Row) -> Callable[[EventData], None]:
    def remember_the_row(event: EventData) -> None:
        assert isinstance(event.model, _View)
        event.model.row = row

    return remember_the_row


def _holds(row: Row, role: Role, facts: Facts) -> bool:
    return all(guard_holds(row, guard, role, facts) for guard in row.guards)

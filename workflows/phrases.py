"""Parts of a table in plain words, for the screen, the diagram and the page alike."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from markets.translate import translate
from workflows.fields.base import schema_of
from workflows.grammar import CLOCK, CLOSED, UNOPENED, Bound, Ending, Row, Statutory, Wait, Workflow


def actors(row: Row) -> str:
    """Who may take the row."""
    return either(row.who)


def either(names: Iterable[str]) -> str:
    """``a or b``."""
    return " or ".join(names)


def words(name: str) -> str:
    """A name as it is read."""
    return name.replace("_", " ")


def condition(row: Row) -> str:
    """What must hold for the row, then how often it may be taken in one case."""
    facts = " and ".join(words(guard.name) for guard in row.guards if not isinstance(guard, Bound))
    bounds = [words(guard.name) for guard in row.guards if isinstance(guard, Bound)]
    return "; ".join([f"if {facts}"] * bool(facts) + bounds)


def target(row: Row, state: str) -> str:
    """Where the row leads from the state, with the outcome where it closes the case."""
    if isinstance(row.becomes, Ending):
        return f"{CLOSED} ({either(_ends(row.outcomes))})"
    return "stays" if row.target(state) == state else row.target(state)


def _ends(outcomes: tuple[str, ...]) -> list[str]:
    """The outcomes of a row, those that a decision of the platform gives in two words."""
    own = [outcome for outcome in outcomes if not outcome.startswith("decided_") or len(outcomes) == 1]
    return [*own, "as decided"] if len(own) < len(outcomes) else own


def action(row: Row, state: str) -> str:
    """What is done in the state, on which condition, and where it leads."""
    on = condition(row)
    return f"{row.event}{f' ({on})' if on else ''} → {target(row, state)}"


def opening(row: Row) -> str:
    """The row that opens a case, with the codes that it asks for."""
    about = f", about {', '.join(row.reasons)}" if row.reasons else ""
    return action(row, UNOPENED) + about


def length(wait: Wait) -> str:
    """How long the wait is."""
    if wait.until is None:
        return str(wait.within) if wait.within else "for ever"
    named = f"until {words(wait.until.name)}"
    return f"{wait.within}, or {named}" if wait.within else named


def silence(workflow: Workflow, wait: Wait) -> str:
    """What the clock does when nobody acts: each event in turn, its condition and where it leads."""
    because = translate(f"because.{wait.because}", "en") if wait.because else ""
    if not wait.then:
        return f"{because} Alert {f'after {wait.target}, then ' if wait.target else ''}every {wait.alert_every}."
    rows = [row for event in wait.then for row in workflow.rows_for(wait.state, CLOCK, event)]
    reminded = f" (reminded {wait.remind_days_before} days before)" if wait.remind_days_before else ""
    steps = ", else ".join(action(row, wait.state) for row in rows)
    return f"{steps}{reminded}{f'; else never: {because}' if because else ''}"


def law(workflow: Workflow, statutory: Statutory) -> str:
    """What the law's own deadline does, beside the waits."""
    runs_in = _until_met(workflow, statutory)
    rows = [row for event in statutory.then for row in workflow.all_rows if row.event == event and CLOCK in row.who]
    steps = [
        f"{row.event} → {target(row, here[0])} (in {', '.join(here)})"
        for row in rows
        if (here := [state for state in row.states if state in runs_in])
    ]
    length = f"{statutory.within}{' or what the law row of the market says' if statutory.law else ''}"
    held = ""
    if statutory.held_while is not None:
        held = f", paused while {words(statutory.held_while.name)}, never due earlier than"
        held += f" {statutory.after_release} after that"
    return f"{statutory.name} by the {statutory.on} within {length}{held}; then {', '.join(steps)}"


def _until_met(workflow: Workflow, statutory: Statutory) -> set[str]:
    """The states that a case can be in while nothing has met the deadline of the law."""
    arrows = [
        (state, row.target(state))
        for row in workflow.all_rows
        if row.event not in statutory.met_by
        for state in row.states
    ]
    reached = {UNOPENED}
    while more := {ends for begins, ends in arrows if begins in reached} - reached:
        reached |= more
    return reached


def updates(workflow: Workflow) -> str:
    """In which states the seller owes news, and how often."""
    owed = workflow.updates
    return f"a status every {owed.every} in {', '.join(owed.states)}" if owed else ""


def what_to_say(row: Row) -> str:
    """The names of what must be said; what may be left out stands in brackets."""
    schema = schema_of(row.saying)
    needed = schema.get("required", ())
    return ", ".join(name if name in needed else f"[{name}]" for name in schema.get("properties", {}))


def sayings(workflow: Workflow) -> Iterator[str]:
    """Each event of the kind with what must be said, told apart by actor where actors say different things."""
    by_event: dict[str, dict[str, dict[str, None]]] = {}
    for row in workflow.rows:
        if fields := what_to_say(row):
            by_event.setdefault(row.event, {}).setdefault(fields, {}).update(dict.fromkeys(row.who))
    for event, said in by_event.items():
        for fields, who in said.items():
            yield f"{event}{f' by {either(who)}' if len(said) > 1 else ''}: {fields}"

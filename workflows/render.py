"""A workflow as something to look at: a table for people, a diagram, and the JSON that programmes read."""

from __future__ import annotations

from markets.translate import translate
from workflows.fields.base import JsonObject, schema_of
from workflows.grammar import CLOSED, UNOPENED, Row, Statutory, Workflow
from workflows.phrases import actors, either
from workflows.screen import as_table

__all__ = ["as_json", "as_mermaid", "as_table"]


def as_json(workflow: Workflow, language: str = "en") -> JsonObject:
    """The whole workflow for programmes: a row a state and arrow, each with the closed schema of what must be said."""
    opened = [_row_as_json(None, row) | {"reasons": list(row.reasons)} for row in workflow.openings]
    moves = [_row_as_json(state, row) for state in workflow.life for row in workflow.all_rows if state in row.states]
    return {
        "kind": workflow.kind,
        "version": workflow.version,
        "initial": list(dict.fromkeys(row.target(UNOPENED) for row in workflow.openings)),
        "states": [_state_as_json(workflow, state, language) for state in workflow.life],
        "rows": opened + moves,
        "statutory": [_statutory_as_json(statutory) for statutory in workflow.statutory],
    }


def as_mermaid(workflow: Workflow) -> str:
    """A Mermaid state diagram. What every kind has in every state is left out, so that the life can be seen."""
    arrows: dict[tuple[str, str], dict[str, None]] = {}
    for row in workflow.rows:
        for state in row.states:
            begins = "[*]" if row.opens else state
            arrows.setdefault((begins, row.target(state)), {})[_arrow_label(row)] = None
    lines = [f"    {begins} --> {ends} : {' / '.join(labels)}" for (begins, ends), labels in arrows.items()]
    return "\n".join(["stateDiagram-v2", *lines, f"    {CLOSED} --> [*]"])


def _arrow_label(row: Row) -> str:
    outcome = f" ({either(row.outcomes)})" if row.outcomes else ""
    return f"{actors(row)} {row.event}{outcome}"


def _row_as_json(state: str | None, row: Row) -> JsonObject:
    return {
        "from": state,
        "event": row.event,
        "by": list(row.who),
        "if": [guard.name for guard in row.guards],
        "provided": [rule.name for rule in row.saying.provided],
        "to": row.target(state or UNOPENED),
        "outcome": list(row.outcomes),
        "implied": row.implied,
        "fields": schema_of(row.saying),
    }


def _state_as_json(workflow: Workflow, state: str, language: str) -> JsonObject:
    wait = workflow.wait_of(state)
    return {
        "name": state,
        "final": state == CLOSED,
        "waits_on": list(wait.on) if wait else [],
        "within": str(wait.within) if wait and wait.within else "until" if wait and wait.until else None,
        "until": wait.until.name if wait and wait.until else None,
        "then": list(wait.then) if wait else [],
        "because": translate(f"because.{wait.because}", language) if wait and wait.because else None,
        "target": str(wait.target) if wait and wait.target else None,
        "alert_every": str(wait.alert_every) if wait and wait.alert_every else None,
    }


def _statutory_as_json(statutory: Statutory) -> JsonObject:
    return {
        "name": statutory.name,
        "on": statutory.on,
        "within": str(statutory.within),
        "then": list(statutory.then),
        "met_by": list(statutory.met_by),
        "held_while": statutory.held_while.name if statutory.held_while else None,
        "after_release": str(statutory.after_release) if statutory.after_release else None,
    }

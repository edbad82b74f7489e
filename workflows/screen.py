"""The whole life of a case on one screen, printed from its table."""

from __future__ import annotations

from collections.abc import Iterable
from textwrap import wrap

from workflows.grammar import CLOCK, CLOSED, UNOPENED, Row, Workflow
from workflows.phrases import action, actors, either, law, length, opening, sayings, silence, updates

WIDTH = 150
FEW_STATES = 3
"""A row that stands in more states than this is printed once for all of them."""

_GLUE = "\N{NO-BREAK SPACE}"


def as_table(workflow: Workflow) -> str:
    """Each state in the order of life: whom it waits for, what silence does, who may do what; then what is common."""
    head = ("state", "waits on", "within", "when nothing is said")
    waits = [(wait.state, either(wait.on), length(wait), silence(workflow, wait)) for wait in workflow.waits]
    widths = [max(len(row[column]) for row in (head, *waits)) + 2 for column in range(3)]
    lines = [f"{workflow.name}: who may do what, what silence does, where it can end", ""]
    for row in workflow.openings:
        lines += _packed(f"opened by {actors(row)}", [opening(row)])
    lines += ["", _columns(head, widths)]
    for columns in waits:
        lines += [*_row(columns, widths), *_acts_in(workflow, columns[0])]
    lines += [CLOSED, *_acts_in(workflow, CLOSED), ""]
    common = [row for row in workflow.rows if len(row.states) > FEW_STATES and row.who != (CLOCK,)]
    lines += _packed("in several states", [_in_states(row) for row in common])
    lines += _packed("in every state", _everywhere(workflow))
    lines += [line for statutory in workflow.statutory for line in _packed("by law", [law(workflow, statutory)])]
    lines += _packed("the seller owes", [updates(workflow)] * bool(workflow.updates))
    lines += _packed("beside the words", list(sayings(workflow)))
    lines += _packed("it ends", list(workflow.outcomes))
    return "\n".join(line.rstrip() for line in lines)


def _acts_in(workflow: Workflow, state: str) -> list[str]:
    """What people do in the state alone, by who does it; what the clock does stands with the wait."""
    who_does: dict[str, dict[str, None]] = {}
    for row in workflow.rows:
        who = [role for role in row.who if role is not CLOCK]
        if state in row.states and who and len(row.states) <= FEW_STATES:
            who_does.setdefault(action(row, state), {}).update(dict.fromkeys(who))
    by: dict[str, list[str]] = {}
    for act, roles in who_does.items():
        by.setdefault(either(roles), []).append(act)
    items = [f"{who}: {act}" if not number else act for who, acts in by.items() for number, act in enumerate(acts)]
    return [f"    {line}" for line in _wrapped(items)]


def _in_states(row: Row) -> str:
    states = [state for state in row.states if state != UNOPENED]
    return f"{actors(row)}: {action(row, states[0])} in {', '.join(states)}"


def _everywhere(workflow: Workflow) -> list[str]:
    """What every kind has, by who does it; the page of the kind prints each row."""
    by: dict[str, dict[str, None]] = {}
    for row in workflow.everywhere:
        leads = {row.target(state) for state in row.states} - {*row.states}
        by.setdefault(actors(row), {})[f"{row.event}{f' → {either(sorted(leads))}' if leads else ''}"] = None
    return [f"{who}: {', '.join(events)}" for who, events in by.items()]


def _row(columns: Iterable[str], widths: list[int]) -> list[str]:
    """One state's line; what silence does goes on below itself where it is long."""
    *narrow, last = columns
    parts = wrap(last, WIDTH - sum(widths)) or [""]
    lines = [_columns((*narrow, parts[0]), widths)]
    return lines + [_columns(("", "", "", part), widths) for part in parts[1:]]


def _columns(columns: Iterable[str], widths: list[int]) -> str:
    *narrow, last = columns
    return "".join(f"{text:<{width}}" for text, width in zip(narrow, widths, strict=True)) + last


def _packed(label: str, items: list[str]) -> list[str]:
    lines = _wrapped([f"{label}: {item}" if not number else item for number, item in enumerate(items)])
    return [line if not number else f"    {line}" for number, line in enumerate(lines)]


def _wrapped(items: list[str]) -> list[str]:
    """The items on as few lines as fit, to be indented by four; broken only where one is longer than a line."""
    room = WIDTH - 4
    whole = [item.replace(" ", _GLUE) if len(item) < room - 2 else item for item in items]
    lines = wrap(f"{_GLUE}· ".join(whole), room, break_long_words=False, break_on_hyphens=False)
    return [line.replace(_GLUE, " ") for line in lines]

"""The documentation page of a workflow, printed from its table; a test compares what is in ``docs/workflows``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from markets.translate import languages, translate
from workflows.grammar import CLOSED, Row, Workflow
from workflows.phrases import actors, condition, either, law, length, silence, target, updates, what_to_say
from workflows.render import as_mermaid
from workflows.texts import SPEAKS_WITHOUT_WORDS


def as_markdown(workflow: Workflow) -> str:
    """The page: the diagram, the waits, the rows, the law's deadlines, and the texts in every language."""
    command = f"nazorg workflow show {workflow.kind} --as markdown"
    everywhere = set(workflow.life) - {CLOSED}
    parts = [
        f"# {workflow.name}",
        f"Printed from the table by `{command}`; change the table, not this page.",
        "## Life",
        f"```mermaid\n{as_mermaid(workflow)}\n```",
        f"Ends as {', '.join(f'`{outcome}`' for outcome in workflow.outcomes)}.{_reopens(workflow)}",
        "## Waits",
        "\n".join(_waits(workflow)),
        *(f"By law: {law(workflow, statutory)}." for statutory in workflow.statutory),
        *([f"The seller owes {updates(workflow)}."] * bool(workflow.updates)),
        "## Rows",
        "Of several rows for one state, actor and event the first whose *if* holds is taken.",
        "\n".join(_rows(workflow.rows, everywhere)),
        *(["## In every state", "\n".join(_rows(workflow.everywhere, everywhere))] * bool(workflow.everywhere)),
        "## Texts",
        "\n".join(_texts(workflow)),
    ]
    return "\n\n".join(parts) + "\n"


def _reopens(workflow: Workflow) -> str:
    return f" Reopens in `{workflow.reopens_in}`." if workflow.reopens_in else ""


def _waits(workflow: Workflow) -> Iterator[str]:
    yield from _table(("state", "waits on", "within", "when nothing is said"))
    for wait in workflow.waits:
        yield _line((f"`{wait.state}`", either(wait.on), length(wait), silence(workflow, wait)))


def _rows(rows: Iterable[Row], everywhere: set[str]) -> Iterator[str]:
    yield from _table(("in", "who", "event", "if", "must say", "becomes"))
    for row in rows:
        about = f"; about {', '.join(row.reasons)}" if row.reasons else ""
        becomes = f"{target(row, row.states[0])}{about}"
        on = condition(row).removeprefix("if ")
        yield _line((_where(row, everywhere), actors(row), f"`{row.event}`", on, what_to_say(row), becomes))


def _where(row: Row, everywhere: set[str]) -> str:
    if row.opens:
        return "(opens)"
    here = list(row.states)
    if everywhere <= set(here):
        here = [state for state in here if state not in everywhere]
        return ", ".join(["every open state", *(f"`{state}`" for state in here)])
    return ", ".join(f"`{state}`" for state in here)


def _texts(workflow: Workflow) -> Iterator[str]:
    yield from _table(("text", *languages()))
    for state in workflow.life:
        for side in ("acts", "waits"):
            yield _text(f"state.{state}.{side}")
    for event, roles in workflow.speakers.items():
        yield _text(f"event.{event}.acts")
        yield _text(f"event.{event}.waits")
        yield from (_text(f"event.{event}.text.{role}") for role in SPEAKS_WITHOUT_WORDS if role in roles)


def _text(key: str) -> str:
    return _line((f"`{key}`", *(translate(key, language) for language in languages())))


def _table(columns: tuple[str, ...]) -> tuple[str, str]:
    return _line(columns), _line("---" for _ in columns)


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"

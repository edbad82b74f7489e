"""``nazorg workflow list|show|check``: the case kinds, and the proof that their tables are sound."""

from __future__ import annotations

import argparse
import json
import sys
from typing import TYPE_CHECKING, Any

from cli.errors import BadInput

if TYPE_CHECKING:
    from workflows.grammar import Workflow

FORMS = ("table", "mermaid", "json", "markdown")


def add(subparsers: Any) -> None:
    """Register the command."""
    parser = subparsers.add_parser("workflow", help="list, show and check the case kinds")
    commands = parser.add_subparsers(dest="what", required=True)
    every = commands.add_parser("list", help="every kind with its version")
    every.add_argument("--json", action="store_true")
    every.set_defaults(run=show_all)
    one = commands.add_parser("show", help="one kind as a table, a diagram, JSON or a page")
    one.add_argument("kind", metavar="KIND")
    one.add_argument("--as", dest="form", choices=FORMS, default="table")
    one.add_argument("--json", dest="form", action="store_const", const="json", help="the same as --as json")
    one.set_defaults(run=show)
    proof = commands.add_parser("check", help="prove every table sound, or say what is not")
    proof.add_argument("--json", action="store_true")
    proof.set_defaults(run=check)


def show_all(asked: argparse.Namespace) -> int:
    """One kind a line."""
    from workflows.registry import CURRENT

    if asked.json:
        kinds = [
            {"kind": kind, "version": found.version, "states": len(found.states), "rows": len(found.all_rows)}
            for kind, found in CURRENT.items()
        ]
        print(json.dumps(kinds))
        return 0
    for workflow in CURRENT.values():
        print(f"{workflow.name}: {len(workflow.states)} states, {len(workflow.all_rows)} rows")
    return 0


def show(asked: argparse.Namespace) -> int:
    """One kind, whole. Raises ``BadInput`` for a kind that does not exist."""
    from workflows.registry import CURRENT, WORKFLOWS

    workflow = CURRENT.get(asked.kind) or WORKFLOWS.get(asked.kind)
    if workflow is None:
        raise BadInput(f"There is no kind {asked.kind!r}: choose one of {', '.join(CURRENT)}.")
    print(_in_form(workflow, asked.form))
    return 0


def _in_form(workflow: Workflow, form: str) -> str:
    from workflows.page import as_markdown
    from workflows.render import as_json, as_mermaid, as_table

    if form == "json":
        return json.dumps(as_json(workflow), ensure_ascii=False, indent=2)
    if form == "mermaid":
        return as_mermaid(workflow)
    return as_markdown(workflow).rstrip("\n") if form == "markdown" else as_table(workflow)


def check(asked: argparse.Namespace) -> int:
    """Exit 0 when every table is sound and every text is there; else say what is not and exit 1."""
    from workflows.check import UnsoundWorkflow, every_fault

    try:
        from workflows.registry import WORKFLOWS
    except UnsoundWorkflow as error:
        faults, count = [str(error)], 0
    else:
        faults, count = list(every_fault(WORKFLOWS.values())), len(WORKFLOWS)
    if asked.json:
        print(json.dumps({"sound": not faults, "workflows": count, "faults": faults}))
    elif not faults:
        print(f"{count} workflows are sound")
    for fault in faults:
        print(f"nazorg workflow: {fault}", file=sys.stderr)
    return 1 if faults else 0

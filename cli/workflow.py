"""``nazorg workflow list|check``: the case kinds, and the proof that their tables are sound."""

from __future__ import annotations

import argparse
import sys
from typing import Any


def add(subparsers: Any) -> None:
    """Register the command."""
    parser = subparsers.add_parser("workflow", help="list and check the case kinds")
    commands = parser.add_subparsers(dest="what", required=True)
    commands.add_parser("list", help="every kind with its version").set_defaults(run=show_all)
    commands.add_parser("check", help="prove every table sound").set_defaults(run=check)


def show_all(_: argparse.Namespace) -> int:
    """One kind a line."""
    from workflows.registry import WORKFLOWS

    for workflow in WORKFLOWS.values():
        print(f"{workflow.name}: {len(workflow.states)} states, {len(workflow.all_rows)} rows")
    return 0


def check(_: argparse.Namespace) -> int:
    """Exit 0 when every table is sound; else say what is not and exit 1."""
    from workflows.check import UnsoundWorkflow

    try:
        from workflows.registry import WORKFLOWS
    except UnsoundWorkflow as error:
        print(f"nazorg workflow: {error}", file=sys.stderr)
        return 1
    print(f"{len(WORKFLOWS)} workflows are sound")
    return 0

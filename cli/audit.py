"""``nazorg audit verify``: re-derive the whole log and name the first entry that does not hold."""

from __future__ import annotations

import argparse
import json
import sys
from typing import Any

from cli import doors


def add(subparsers: Any) -> None:
    """Register the command."""
    parser = subparsers.add_parser("audit", help="verify the log")
    commands = parser.add_subparsers(dest="what", required=True)
    verify = commands.add_parser("verify", help="the whole ledger")
    verify.add_argument("--json", action="store_true")
    verify.set_defaults(run=run)


def run(asked: argparse.Namespace) -> int:
    """Exit 0 and a count, or 1 and the first entry that does not hold."""
    from cases.ledger.verify import verify

    with doors.database(doors.settings()) as database:
        found = verify(database)
    if asked.json:
        answer = {"holds": found.holds, "cases": found.cases, "messages": found.messages, "fault": found.fault or None}
        print(json.dumps(answer))
    elif found.holds:
        print(f"{found.cases} cases, {found.messages} messages: every entry holds")
    else:
        print(f"nazorg audit: {found.fault}", file=sys.stderr)
    return 0 if found.holds else 1

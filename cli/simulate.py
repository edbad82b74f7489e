"""``nazorg simulate``: many cases through many days in a database of their own; what came out, and that all held."""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cli.errors import BadInput

if TYPE_CHECKING:
    from cli.simulation.parts import Asked

MOST_CASES, MOST_DAYS = 10_000_000, 3650
WORTH_A_PROCESS = 500
"""With fewer cases a process more costs more than it brings."""


def add(subparsers: Any) -> None:
    """Register the command."""
    parser = subparsers.add_parser("simulate", help="run many cases through virtual days and check every invariant")
    parser.add_argument("--cases", type=int, required=True)
    parser.add_argument("--days", type=int, required=True)
    parser.add_argument("--seed", type=int, required=True, help="the same seed, the same figures")
    parser.add_argument("--market", default="NL,DE", help="the markets, separated by commas")
    parser.add_argument("--policy", type=Path, help="the policy file that is in force in the run")
    parser.add_argument("--processes", type=int, help="as many as there are processors, where nothing is said")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=run)


def run(asked: argparse.Namespace) -> int:
    """Exit 0 where every invariant holds, else 1 and the first one that does not."""
    what = _what(asked)
    from cli.simulation.parts import play_all
    from cli.simulation.progress import Progress
    from cli.simulation.report import as_json, as_text

    workers = asked.processes or min(os.cpu_count() or 1, max(1, what.cases // WORTH_A_PROCESS))
    progress = Progress(what.days)
    try:
        played = play_all(what, workers, progress.tell)
    finally:
        progress.end()
    if asked.json:
        print(json.dumps(as_json(what, played, workers)))
    else:
        print("\n".join(as_text(what, played, workers)))
    if played.violation:
        print(f"nazorg simulate: {played.violation}", file=sys.stderr)
    return 1 if played.violation else 0


def _what(asked: argparse.Namespace) -> Asked:
    from cli.simulation.parts import Asked
    from markets.catalogue import MARKETS
    from markets.policy import PolicyError, load_policy

    markets = tuple(dict.fromkeys(code.strip().upper() for code in asked.market.split(",") if code.strip()))
    unknown = [code for code in markets if code not in MARKETS]
    if unknown or not markets:
        raise BadInput(f"{', '.join(unknown) or 'Nothing'} is no market.")
    for name, most in (("cases", MOST_CASES), ("days", MOST_DAYS)):
        if not 1 <= getattr(asked, name) <= most:
            raise BadInput(f"{name.capitalize()} is a whole number from 1 to {most}.")
    if asked.processes is not None and asked.processes < 1:
        raise BadInput("Processes is a whole number from 1 on.")
    try:
        load_policy(asked.policy)
    except PolicyError as error:
        raise BadInput(str(error)) from error
    return Asked(asked.cases, asked.days, asked.seed, markets, asked.policy)

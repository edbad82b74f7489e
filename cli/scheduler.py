"""``nazorg scheduler``: a scheduler alone; any number beside each other on PostgreSQL."""

from __future__ import annotations

import argparse
import logging
from typing import Any

from cli import doors


def add(subparsers: Any) -> None:
    """Register the command."""
    subparsers.add_parser("scheduler", help="run a scheduler alone").set_defaults(run=run)


def run(_: argparse.Namespace) -> int:
    """Sweep until stopped."""
    from scheduler.run import run_until_stopped

    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    settings = doors.settings()
    with doors.database(settings) as database:
        doors.keep_policies(database)
        run_until_stopped(database, settings.files, settings.ledger_key, lambda: print("scheduler ready", flush=True))
    return 0

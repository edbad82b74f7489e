"""``nazorg db upgrade``: bring the database to the newest schema."""

from __future__ import annotations

import argparse
from typing import Any

from cli import doors


def add(subparsers: Any) -> None:
    """Register the command."""
    parser = subparsers.add_parser("db", help="migrate the database")
    commands = parser.add_subparsers(dest="what", required=True)
    upgrade = commands.add_parser("upgrade", help="to the newest schema")
    upgrade.set_defaults(run=run)


def run(_: argparse.Namespace) -> int:
    """Migrate and say so."""
    from cases.db import upgrade

    upgrade(doors.settings().database_url)
    print("the database has the newest schema")
    return 0

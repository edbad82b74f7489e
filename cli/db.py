"""``nazorg db upgrade``: bring the database to the newest schema."""

from __future__ import annotations

import argparse
import json
from typing import Any

from cli import doors
from cli.errors import BadInput


def add(subparsers: Any) -> None:
    """Register the command."""
    parser = subparsers.add_parser("db", help="migrate the database")
    commands = parser.add_subparsers(dest="what", required=True)
    upgrade = commands.add_parser("upgrade", help="to the newest schema")
    upgrade.add_argument("--json", action="store_true")
    upgrade.set_defaults(run=run)


def run(asked: argparse.Namespace) -> int:
    """Migrate and say so."""
    from cases.settings import SettingsError, migrate

    try:
        migrate(doors.settings())
    except SettingsError as error:
        raise BadInput(str(error)) from error
    print(json.dumps({"schema": "newest"}) if asked.json else "the database has the newest schema")
    return 0

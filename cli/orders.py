"""``nazorg orders import FILE``: orders as JSON or CSV; a bad one is named by its line and stops nothing else."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cli import doors
from cli.order_files import Found, orders_in

if TYPE_CHECKING:
    from cases.db import Database


def add(subparsers: Any) -> None:
    """Register the command."""
    parser = subparsers.add_parser("orders", help="import orders")
    commands = parser.add_subparsers(dest="what", required=True)
    importing = commands.add_parser("import", help="from a JSON or CSV file")
    importing.add_argument("file", type=Path)
    importing.add_argument("--json", action="store_true")
    importing.set_defaults(run=run)


def run(asked: argparse.Namespace) -> int:
    """Import what is good, name what is bad by its line, and exit 1 if anything was."""
    for _ in orders_in(asked.file):
        pass  # once through before anything is written, because half a file must not be imported
    counts = {"created": 0, "updated": 0, "unchanged": 0, "refused": 0}
    errors = []
    with doors.database(doors.settings()) as database:
        for number, found in enumerate(orders_in(asked.file), start=1):
            result, fault = _import(database, found)
            counts[result] += 1
            if fault:
                errors.append({"line": found.line, "order": number, "error": fault})
                print(f"line {found.line}, order {number}: {fault}", file=sys.stderr)
    if asked.json:
        print(json.dumps(counts | {"errors": errors}))
    else:
        print(f"{sum(counts.values())} orders: " + ", ".join(f"{count} {name}" for name, count in counts.items()))
    return 1 if counts["refused"] else 0


def _import(database: Database, found: Found) -> tuple[str, str]:
    """What became of the order, and what is wrong with it if it was refused."""
    from pydantic import ValidationError

    from cases.casefile.order_shape import OrderIn
    from cases.clock import business_now
    from cases.errors import NazorgError, ShapeInvalid
    from cases.verbs.import_orders import import_order
    from markets.translate import translate

    if found.fault:
        return "refused", found.fault
    try:
        return import_order(database, OrderIn.model_validate(found.order), business_now(database)).result, ""
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        return "refused", f"{'.'.join(str(part) for part in first['loc']) or 'the order'}: {first['msg']}"
    except ShapeInvalid as error:
        fault = error.errors[0]
        return "refused", f"{fault.pointer.strip('/').replace('/', '.')}: {translate(fault.reason, 'en')}"
    except NazorgError as error:
        return "refused", str(error)

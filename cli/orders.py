"""``nazorg orders import FILE``: orders as JSON (an object with items, or a list) or CSV, one row a line."""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cli import doors
from cli.errors import BadInput

FLAT = {
    "seller_id": ("seller", "id"),
    "seller_name": ("seller", "name"),
    "buyer_id": ("buyer", "id"),
    "buyer_name": ("buyer", "name"),
    "buyer_lang": ("buyer", "lang"),
    "buyer_type": ("buyer", "type"),
    "buyer_country": ("buyer", "country"),
}
OF_A_LINE = ("line", "sku", "title", "quantity", "unit_price", "discount", "kind", "bulky", "withdrawal_exception")


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
    from pydantic import ValidationError

    from cases.casefile.order_shape import OrderIn
    from cases.clock import business_now
    from cases.errors import NazorgError
    from cases.verbs.import_orders import import_order

    counts = {"created": 0, "updated": 0, "unchanged": 0, "refused": 0}
    orders = list(_orders(asked.file))
    database = doors.database(doors.settings())
    for place, order in orders:
        try:
            result = import_order(database, OrderIn.model_validate(order), business_now(database)).result
        except ValidationError as error:
            first = error.errors()[0]
            _say(f"{place}: {'.'.join(str(part) for part in first['loc'])}: {first['msg']}")
            result = "refused"
        except NazorgError as error:
            _say(f"{place}: {error}")
            result = "refused"
        counts[result] += 1
    database.close()
    print(json.dumps(counts) if asked.json else ", ".join(f"{count} {name}" for name, count in counts.items()))
    return 1 if counts["refused"] else 0


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr)


def _orders(path: Path) -> Iterator[tuple[str, Any]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"{path} cannot be read: {error}") from error
    if path.suffix.lower() == ".csv":
        return _from_csv(text)
    try:
        items = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadInput(f"{path} is not JSON: {error}") from error
    if isinstance(items, dict):
        items = items.get("items", [items])
    if not isinstance(items, list):
        raise BadInput(f"{path} holds no list of orders.")
    return ((f"order {number}", item) for number, item in enumerate(items, start=1))


def _from_csv(text: str) -> Iterator[tuple[str, Any]]:
    """Rows that follow each other with the same id are one order."""
    order: dict[str, Any] | None = None
    place = ""
    for number, row in enumerate(csv.DictReader(text.splitlines()), start=2):
        given = {name: value for name, value in row.items() if name and value not in (None, "")}
        if order is None or order.get("id") != given.get("id"):
            if order is not None:
                yield place, order
            order, place = _head(given), f"line {number}"
        order["lines"].append({name: _value(name, given[name]) for name in OF_A_LINE if name in given})
    if order is not None:
        yield place, order


def _head(given: dict[str, str]) -> dict[str, Any]:
    order: dict[str, Any] = {"seller": {}, "buyer": {}, "lines": []}
    for name, value in given.items():
        if name in FLAT:
            part, key = FLAT[name]
            order[part][key] = value
        elif name not in OF_A_LINE:
            order[name] = value
    return order


def _value(name: str, text: str) -> Any:
    if name == "quantity":
        return int(text) if text.isascii() and text.isdigit() else text
    return text.lower() in ("true", "1", "yes") if name == "bulky" else text

"""Orders out of a file, one at a time with the line on which each begins, so a large file needs little memory.

JSON is an object with ``items``, a bare list, or one order; CSV has one row a line and the same names, the seller's
and the buyer's flat (``seller_id``, ``buyer_name`` …).
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple, TextIO

from cli.errors import BadInput

MOST_DIGITS = 9
FLAT = {f"{party}_{name}": (party, name) for party, name in (
    ("seller", "id"), ("seller", "name"),
    ("buyer", "id"), ("buyer", "name"), ("buyer", "lang"), ("buyer", "type"), ("buyer", "country"),
)}  # fmt: skip
OF_A_LINE = ("line", "sku", "title", "quantity", "unit_price", "discount", "kind", "bulky", "withdrawal_exception")
CHUNK = 1 << 20
_BLANK = re.compile(r"[ \t\r\n]*")
_ITEMS = re.compile(r'\{\s*"items"\s*:\s*\[')


class Found(NamedTuple):
    """An order as the file has it, the line on which it begins, and what is wrong with its form, if anything."""

    line: int
    order: Any
    fault: str = ""


def orders_in(path: Path) -> Iterator[Found]:
    """The orders of the file, in its order. Raises ``BadInput`` where the file as a whole cannot be read."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            yield from _from_csv(file) if path.suffix.lower() == ".csv" else _from_json(file)
    except (OSError, UnicodeDecodeError, csv.Error, json.JSONDecodeError) as error:
        raise BadInput(f"{path} cannot be read: {error}") from error
    except RecursionError as error:
        raise BadInput(f"{path} cannot be read: it is nested too deeply.") from error


class _Text:
    """The text of a JSON file as far as it is read; what was understood is dropped before more is read."""

    def __init__(self, file: TextIO) -> None:
        self.file, self.text, self.at, self.line = file, "", 0, 1
        self.decoder = json.JSONDecoder()

    def peek(self) -> str:
        """The next character that is no white space; empty at the end of the file."""
        while True:
            blank = _BLANK.match(self.text, self.at)
            self._pass(blank.end() if blank else self.at)
            if self.at < len(self.text) or not self._more():
                return self.text[self.at : self.at + 1]

    def take(self, wanted: str) -> bool:
        """Whether the next character is this one; if so it is behind us."""
        found = self.peek() == wanted
        if found:
            self._pass(self.at + 1)
        return found

    def take_start(self, wanted: re.Pattern[str]) -> bool:
        """Whether what was read so far goes on like this; if so it is behind us."""
        found = wanted.match(self.text, self.at)
        if found:
            self._pass(found.end())
        return found is not None

    def value(self) -> Any:
        """The next JSON value. Raises ``BadInput`` with its line where there is none."""
        self.peek()
        while True:
            try:
                value, end = self.decoder.raw_decode(self.text, self.at)
            except json.JSONDecodeError as error:
                if not self._more():
                    raise self.wrong(error.msg) from error
            else:
                self._pass(end)
                return value

    def wrong(self, why: str) -> BadInput:
        """What is said of a file that is no JSON."""
        return BadInput(f"{self.file.name} is not JSON after line {self.line}: {why}.")

    def _more(self) -> bool:
        chunk = self.file.read(CHUNK)
        self.text, self.at = self.text[self.at :] + chunk, 0
        return bool(chunk)

    def _pass(self, end: int) -> None:
        self.line += self.text.count("\n", self.at, end)
        self.at = end


def _from_json(file: TextIO) -> Iterator[Found]:
    text = _Text(file)
    if text.take("["):
        yield from _list(text)
    elif text.peek() == "{":
        yield from _object(text)
    else:
        raise BadInput(f"{file.name} holds no orders: it is neither a list nor an object.")
    if text.peek():
        raise text.wrong("something follows the end")


def _object(text: _Text) -> Iterator[Found]:
    """``{"items": […]}`` is read item by item; any other object is one order."""
    if not text.take_start(_ITEMS):
        yield Found(text.line, text.value())
        return
    yield from _list(text)
    if not text.take("}"):
        raise text.wrong("the object with the items does not end behind them")


def _list(text: _Text) -> Iterator[Found]:
    if text.take("]"):
        return
    while True:
        text.peek()
        line = text.line
        yield Found(line, text.value())
        if text.take("]"):
            return
        if not text.take(","):
            raise text.wrong("a comma is missing")


def _from_csv(file: TextIO) -> Iterator[Found]:
    """Rows that follow each other with the same id are one order."""
    rows = csv.DictReader(file, strict=True)
    found: Found | None = None
    head: dict[str, str] = {}
    begun: dict[str, int] = {}
    ended = 1
    for row in rows:
        line, ended = ended + 1, rows.line_num
        given = {name: value for name, value in row.items() if name and value}
        name = given.get("id", "")
        if found is None or not name or name != head.get("id"):
            if found is not None:
                yield found
            head = {key: value for key, value in given.items() if key not in OF_A_LINE}
            found = Found(line, _order(head))
            if name in begun:
                found = found._replace(fault=f"order {name} began on line {begun[name]}; its rows belong together")
            begun.setdefault(name, line)
        found.order["lines"].append({key: _value(key, given[key]) for key in OF_A_LINE if key in given})
        if not found.fault:
            found = found._replace(fault=_fault(row, given, head, line))
    if found is not None:
        yield found


def _fault(row: dict[str | Any, Any], given: dict[str, str], head: dict[str, str], line: int) -> str:
    if None in row:
        return f"line {line} has more values than there are columns"
    other = next((key for key, value in given.items() if key not in OF_A_LINE and head.get(key) != value), None)
    return f"line {line} says something else of {other} than the order's first row" if other else ""


def _order(head: dict[str, str]) -> dict[str, Any]:
    order: dict[str, Any] = {"seller": {}, "buyer": {}, "lines": []}
    for name, value in head.items():
        if name in FLAT:
            party, key = FLAT[name]
            order[party][key] = value
        else:
            order[name] = value
    return order


def _value(name: str, text: str) -> Any:
    if name == "quantity":
        return int(text) if text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS else text
    if name == "bulky":
        return {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}.get(text.lower(), text)
    return text

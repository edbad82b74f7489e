"""Read what was typed into a form made of a schema: the JSON that the schema asks for, empty fields left out."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from api.pages.form_texts import moment_read
from api.pages.forms import PREFIX
from api.pages.schemas import Schema, arms_of, bare, is_files, is_money, kind_of, options_of

Typed = Mapping[str, Sequence[str]]
MOST_ROWS = 200
_WHOLE = re.compile(r"[+-]?[0-9]{1,18}", re.ASCII)
_BESIDE = ("country", "currency")
"""What is often filled already and so does not say that an optional part was meant."""


DIGITS = 3
"""The most that the number of a row has; a longer one is not of a form of ours."""


def read(schema: Schema, typed: Typed, zone: str, prefix: str = PREFIX) -> dict[str, Any]:
    """The fields as JSON."""
    return _Reader(typed, zone).members(schema, prefix)


def rows_in(typed: Typed, place: str) -> int:
    """How many rows the list at a place had."""
    begin = f"{place}/"
    numbers = [name[len(begin) :].partition("/")[0].partition(":")[0] for name in typed if name.startswith(begin)]
    return min(MOST_ROWS, max((int(n) + 1 for n in numbers if n.isdecimal() and len(n) <= DIGITS), default=0))


class _Reader:
    def __init__(self, typed: Typed, zone: str) -> None:
        self.typed, self.zone = typed, zone

    def members(self, schema: Schema, place: str, but: str = "") -> dict[str, Any]:
        needed = schema.get("required", ())
        found = {}
        for name, member in schema.get("properties", {}).items():
            if name != but:
                value = self.value(member, f"{place}/{name}", required=name in needed)
                if value is not None:
                    found[name] = value
        return found

    def value(self, schema: Schema, place: str, *, required: bool) -> Any:
        """The value at a place; None where nothing was typed."""
        inner, optional = bare(schema)
        kind = kind_of(inner)
        if kind == "object":
            return self._object(inner, place, needed=required and not optional)
        if kind == "list":
            return self._list(inner, place)
        if kind == "arms":
            return self._arm(inner, place)
        text = self._text(place)
        if kind == "boolean":
            return {"yes": True, "no": False}.get(text, None if required else False)
        if kind == "choice" and len(options_of(inner)) == 1:
            return options_of(inner)[0]
        if not text:
            return None
        if kind == "moment":
            return moment_read(text, self.zone)
        if kind == "decimal":
            return text.replace(",", ".")
        return int(text) if kind == "whole" and _WHOLE.fullmatch(text) else text

    def _object(self, schema: Schema, place: str, *, needed: bool) -> Any:
        found = self.members(schema, place)
        if is_money(schema):
            return {"amount": found["amount"].replace(",", "."), **_rest(found)} if "amount" in found else None
        meant = any(self._is_said(name, value) for name, value in found.items())
        return found if meant or (needed and found) else None

    @staticmethod
    def _is_said(name: str, value: object) -> bool:
        return name not in _BESIDE and value is not False and value != []

    def _list(self, schema: Schema, place: str) -> list[Any] | None:
        if is_files(schema) or place in self.typed:
            found = [text.strip() for text in self.typed.get(place, ()) if text.strip()]
        else:
            rows = (self.value(schema["items"], f"{place}/{n}", required=False) for n in range(self._rows(place)))
            found = [row for row in rows if row is not None]
        return found or None

    def _rows(self, place: str) -> int:
        return rows_in(self.typed, place)

    def _arm(self, schema: Schema, place: str) -> dict[str, Any] | None:
        arms = arms_of(schema)
        tag = schema.get("discriminator", {}).get("propertyName", "")
        chosen = self._text(place)
        if chosen not in arms:
            return None
        found = self.members(arms[chosen], f"{place}:{chosen}", but=tag)
        return {tag: chosen, **found} if tag else found or None

    def _text(self, place: str) -> str:
        given = self.typed.get(place, ())
        return given[0].replace("\r\n", "\n").strip() if given else ""


def _rest(found: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in found.items() if name != "amount"}

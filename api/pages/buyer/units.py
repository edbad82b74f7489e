"""How many pieces of which line were chosen in a form or a query: fields ``units/<line>`` with a number each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from cases.casefile.terms import UnitRow

PREFIX = "units/"


def units_chosen(typed: Mapping[str, Sequence[str]], offered: Iterable[UnitRow]) -> list[tuple[str, int]]:
    """The pieces by line, of what was offered; none where nothing or nonsense was chosen."""
    return [
        (unit.line, quantity)
        for unit in offered
        if 0 < (quantity := _number(typed.get(f"{PREFIX}{unit.line}", ()))) <= unit.quantity
    ]


def _number(texts: Sequence[str]) -> int:
    text = texts[0].strip() if texts else ""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= len("100000") else 0

"""JSON as strictly as it is written: no double names, no NaN, no numbers without end, no depth without end.

The standard library reads it and not a faster one, because a faster one keeps the last of two equal names silently,
and two readers of one request would then see two requests.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, NoReturn

from workflows.fields.base import FieldError

DEEPEST = 60


class NotJson(ValueError):
    """These bytes are not JSON, or not in the form in which we take it."""


def read_json(raw: bytes) -> Any:
    """The value that ``raw`` writes in UTF-8. Raises ``NotJson``."""
    try:
        text = raw.decode("utf-8")
        if _is_deep(text):
            raise NotJson("nested too deeply")
        return json.loads(text, object_pairs_hook=_members, parse_constant=_no_number, parse_float=_finite)
    except (ValueError, RecursionError) as error:
        raise NotJson(str(error)) from error


def unwritable(raw: bytes, value: Any) -> list[FieldError]:
    """Every text in the value that cannot be stored: half a surrogate pair, or a zero character.

    Both can only be written as an escape, so a body without one is not looked through.
    """
    return list(_unwritable(value, "")) if b"\\u" in raw else []


def pointer(*parts: object) -> str:
    """A place in a body, as RFC 6901 writes it."""
    return "".join("/" + _storable(str(part)).replace("~", "~0").replace("/", "~1") for part in parts)


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise NotJson("a name is written twice in one object")
    return members


def _no_number(name: str) -> NoReturn:
    raise NotJson(f"{name} is no number of JSON")


def _finite(text: str) -> float:
    number = float(text)
    if number in (float("inf"), float("-inf")):
        raise NotJson(f"{text} is larger than any number here")
    return number


def _is_deep(text: str) -> bool:
    """Whether brackets nest deeper than any body of ours; those inside texts are skipped."""
    if text.count("[") + text.count("{") <= DEEPEST:
        return False
    depth, inside, escaped = 0, False, False
    for character in text:
        if escaped:
            escaped = False
        elif inside:
            escaped, inside = character == "\\", character != '"'
        elif character == '"':
            inside = True
        elif character in "[{":
            depth += 1
            if depth > DEEPEST:
                return True
        elif character in "]}":
            depth -= 1
    return False


def _unwritable(value: Any, place: str) -> Iterator[FieldError]:
    if isinstance(value, str):
        if _is_unwritable(value):
            yield FieldError(place, "field.string_unicode")
    elif isinstance(value, dict):
        for name, member in value.items():
            inside = place + pointer(name)
            if _is_unwritable(name):
                yield FieldError(inside, "field.string_unicode")
            yield from _unwritable(member, inside)
    elif isinstance(value, list):
        for number, member in enumerate(value):
            yield from _unwritable(member, place + pointer(number))


def _is_unwritable(text: str) -> bool:
    return "\x00" in text or any("\ud800" <= character <= "\udfff" for character in text)


def _storable(text: str) -> str:
    return "".join("\ufffd" if "\ud800" <= character <= "\udfff" else character for character in text)

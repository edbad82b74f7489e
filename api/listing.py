"""Lists: what their queries ask for, and from where on. A cursor holds the sort key of the last row."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import orjson
from fastapi import Request

from api.json_text import pointer
from api.problems import Problem
from cases.ids import is_id
from workflows.fields.base import FieldError

MOST, USUAL = 200, 50
LONGEST = 200
LARGEST_NUMBER = 2_000_000_000
LONGEST_POSITION = 18  # digits, which any database's large number holds


class Query:
    """The query of a request, read one parameter at a time; ``check`` refuses once with everything that is wrong."""

    def __init__(self, request: Request) -> None:
        self.given = request.query_params
        self.faults: list[FieldError] = []

    def check(self) -> None:
        """Raise ``fields_invalid`` where any parameter was wrong."""
        if self.faults:
            raise Problem("fields_invalid", *self.faults)

    def limit(self) -> int:
        """How many rows a page has."""
        return self.number("limit", USUAL, MOST)

    def number(self, name: str, usual: int, most: int) -> int:
        """A whole number from 1 to ``most``."""
        text = self.given.get(name)
        if text is None:
            return usual
        if not (text.isascii() and text.isdigit() and len(text) <= len(str(LARGEST_NUMBER))):
            self.wrong(name, "field.int_parsing")
        elif not 1 <= int(text) <= most:
            self.wrong(name, "field.greater_than_equal" if int(text) < 1 else "field.less_than_equal", ge=1, le=most)
        else:
            return int(text)
        return usual

    def position(self, name: str) -> int | None:
        """A position of the feed, or none."""
        return self._position(self.given.get(name), "query", name)

    def position_in_header(self, request: Request, name: str) -> int | None:
        """A position of the feed that a header says, or none."""
        return self._position(request.headers.get(name), "headers", name)

    def _position(self, text: str | None, place: str, name: str) -> int | None:
        if text is None or _is_position(text):
            return None if text is None else int(text)
        self.faults.append(FieldError(pointer(place, name), "field.int_parsing"))
        return None

    @staticmethod
    def position_in(cursor: Sequence[str]) -> int:
        """The position of the feed that a cursor says. Raises ``cursor_invalid``."""
        if len(cursor) != 1 or not _is_position(cursor[0]):
            raise Problem("cursor_invalid")
        return int(cursor[0])

    def flags(self, name: str) -> set[bool]:
        """True, false, or both where it is given twice."""
        given = self.given.getlist(name)
        if any(text not in ("true", "false") for text in given):
            self.wrong(name, "field.bool_parsing")
        return {text == "true" for text in given}

    def many(self, name: str) -> list[str]:
        """Every value of a filter; one that nothing has finds nothing."""
        given = self.given.getlist(name)
        for text in given:
            if "\x00" in text or not 1 <= len(text) <= LONGEST:
                self.wrong(name, "field.string_pattern_mismatch")
        return given[:LONGEST]

    def text(self, name: str, longest: int) -> str:
        """A text that must be there."""
        text = self.given.get(name)
        if text is None:
            self.wrong(name, "field.missing")
        elif "\x00" in text:
            self.wrong(name, "field.string_pattern_mismatch")
        elif len(text) > longest:
            self.wrong(name, "field.string_too_long", max_length=longest)
        else:
            return text
        return ""

    def moment(self, name: str) -> datetime | None:
        """A moment with its offset, or none."""
        text = self.given.get(name)
        if text is None or is_moment(text):
            return None if text is None else datetime.fromisoformat(text)
        self.wrong(name, "field.datetime_parsing")
        return None

    def one(self, name: str, known: Sequence[str], usual: str) -> str:
        """One of the known values."""
        text = self.given.get(name, usual)
        if text not in known:
            self.wrong(name, "field.enum", expected=", ".join(known))
            return usual
        return text

    def cursor(self, of: str) -> list[str] | None:
        """The sort key and the id at which the page before ended. Raises ``cursor_invalid``."""
        text = self.given.get("cursor")
        if text is None:
            return None
        try:
            said = orjson.loads(base64.b64decode(text, altchars=b"-_", validate=True))
        except (ValueError, binascii.Error) as error:
            raise Problem("cursor_invalid") from error
        if not isinstance(said, list) or not all(isinstance(part, str) and "\x00" not in part for part in said):
            raise Problem("cursor_invalid")
        if len(said) < 2 or said[0] != of:  # noqa: PLR2004  # the list that it is of, and where
            raise Problem("cursor_invalid")
        return said[1:]

    def number_cursor(self, of: str) -> int:
        """The place in a log at which the page before ended; 0 for the first page."""
        parts = self.cursor(of)
        if parts is None:
            return 0
        if len(parts) != 1:
            raise Problem("cursor_invalid")
        return self.place_in_log(parts[0])

    @staticmethod
    def place_in_log(text: str) -> int:
        """The number of a message in its case, from a cursor. Raises ``cursor_invalid``."""
        if not (text.isascii() and text.isdigit() and int(text[:12]) <= LARGEST_NUMBER):
            raise Problem("cursor_invalid")
        return int(text)

    def id_cursor(self, of: str) -> str | None:
        """The id of ours at which the page before ended."""
        parts = self.cursor(of)
        if parts is not None and (len(parts) != 1 or not is_id(parts[0])):
            raise Problem("cursor_invalid")
        return parts[0] if parts else None

    def wrong(self, name: str, reason: str, **values: object) -> None:
        """Note what is wrong with a parameter."""
        self.faults.append(FieldError(pointer("query", name), reason, values))


def cursor_after(of: str, *parts: str) -> str:
    """A cursor of the list ``of`` that begins after the row with these keys."""
    return base64.urlsafe_b64encode(orjson.dumps([of, *parts])).decode()


def page(items: Sequence[Any], more: str | None) -> dict[str, Any]:
    """A page of a list; ``more`` is the cursor of the next one."""
    return {"items": list(items), "next": more}


def page_of_all(request: Request, of: str, items: Mapping[str, Any]) -> dict[str, Any]:
    """A page of a list that is known whole, by the names of its rows. Raises ``fields_invalid``, ``cursor_invalid``."""
    query = Query(request)
    limit = query.limit()
    query.check()
    names, after = list(items), query.cursor(of)
    if after is not None and (len(after) != 1 or after[0] not in items):
        raise Problem("cursor_invalid")
    begin = names.index(after[0]) + 1 if after else 0
    shown = names[begin : begin + limit]
    more = cursor_after(of, shown[-1]) if begin + limit < len(names) else None
    return page([items[name] for name in shown], more)


def _is_position(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= LONGEST_POSITION


def is_moment(text: str) -> bool:
    """Whether a sort key is a moment as we write it."""
    try:
        return datetime.fromisoformat(text).tzinfo is not None and text.isascii()
    except ValueError:
        return False

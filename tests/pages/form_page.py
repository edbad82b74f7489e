"""Forms as a browser without JavaScript sees and sends them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html.parser import HTMLParser
from typing import Any

from api.pages.forms import Drawing, Field, draw
from api.pages.rendering import part

ZONE = "Europe/Berlin"


def drawn(schema: Mapping[str, Any], values: Mapping[str, Any], drawing: Drawing | None = None) -> str:
    """The form of a schema as HTML."""
    return html_of(draw(schema, values, drawing or Drawing("en", ZONE)))


def html_of(fields: Sequence[Field], language: str = "en") -> str:
    """The fields as HTML."""
    return part("parts/form.html", "fields", language)(fields)


def sent(html: str) -> dict[str, list[str]]:
    """What a browser sends that nobody touched: every successful control, by its name (HTML, 4.10.21)."""
    reader = _Controls()
    reader.feed(html)
    reader.close()
    return reader.sent


class _Controls(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.sent: dict[str, list[str]] = {}
        self.area: tuple[str, list[str]] | None = None
        self.select = ""
        self.chosen: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "textarea":
            self.area = given["name"], []
        elif tag == "select":
            self.select, self.chosen = given["name"], None
        elif tag == "option" and (self.chosen is None or "selected" in given):
            self.chosen = given["value"]
        elif tag == "input":
            self._input(given)

    def _input(self, given: dict[str, str]) -> None:
        shape = given.get("type", "text")
        if shape == "file" or (shape in ("radio", "checkbox") and "checked" not in given):
            return
        self._send(given["name"], given.get("value", ""))

    def handle_data(self, data: str) -> None:
        if self.area is not None:
            self.area[1].append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self.area is not None:
            name, said = self.area
            # A browser drops the line break that follows the tag, and sends line breaks as CR LF.
            self._send(name, "".join(said).removeprefix("\n").replace("\n", "\r\n"))
            self.area = None
        elif tag == "select":
            self._send(self.select, self.chosen or "")

    def _send(self, name: str, value: str) -> None:
        self.sent.setdefault(name, []).append(value)

"""A buyer, a seller and an admin who write a script wherever they can, and a reader who sees whether one came alive."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from typing import Any, TypeVar

from cases.casefile.asker import Asker
from cases.casefile.written import Written
from cases.verbs.openings import Opening
from tests.builders import Desk, Told
from tests.cast import JAN
from workflows.fields.base import FieldError, schema_of
from workflows.grammar import Row
from workflows.refusals import FieldsInvalid
from workflows.registry import CURRENT

T = TypeVar("T")

HOSTILE = "</textarea></title>\"'><x-stored a='b' onfocus=c>{{ 7*7 }}"
"""It ends what it may stand in, is a tag, has a handler, and is a template."""


class _Alive(HTMLParser):
    """Everything in a page that runs a script, or is a tag of theirs."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        if tag == "x-stored" or any(name.startswith("on") for name in told):
            self.found.append(f"<{tag} {told}>")
        if tag == "script" and not (told.get("src") or "").startswith("/static/"):
            self.found.append("<script>")
        for name in ("href", "src", "action", "formaction"):
            if (told.get(name) or "").strip().lower().startswith(("javascript:", "data:", "vbscript:", "//")):
                self.found.append(f"{name}={told[name]}")


def alive(html: str) -> list[str]:
    """What of a page would run."""
    reader = _Alive()
    reader.feed(html)
    reader.close()
    return [*reader.found, *(["a template was filled"] if "'>49" in html or "c>49" in html else [])]


def poisoned(value: Any, schema: Mapping[str, Any]) -> Any:
    """The value with the script in the place of each text that its schema leaves free."""
    arms = schema.get("anyOf", schema.get("oneOf", ()))
    if arms:
        return _of_arms(value, arms)
    if isinstance(value, dict):
        members = schema.get("properties", {})
        return {name: poisoned(inner, members.get(name, {})) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [poisoned(inner, schema.get("items", {})) for inner in value]
    return _text(schema) if isinstance(value, str) and _is_free(schema) else value


def _of_arms(value: Any, arms: Any) -> Any:
    """The script where any shape that the value can have lets it stand."""
    for arm in arms:
        if (changed := poisoned(value, arm)) != value:
            return changed
    return value


def _is_free(schema: Mapping[str, Any]) -> bool:
    return schema.get("type") == "string" and not {"format", "pattern", "enum", "const"} & set(schema)


def _text(schema: Mapping[str, Any]) -> str:
    return HOSTILE[: schema.get("maxLength", len(HOSTILE))]


@dataclass
class HostileDesk(Desk):
    """A desk at which every text that may be free is a script. ``took`` are the fields that took one, by event."""

    took: set[tuple[str, str]] = field(default_factory=set)
    after: Callable[[Told], None] = lambda _: None

    def opens(self, opening: Opening, by: Asker = JAN) -> Told:
        """Somebody opens a case."""
        about = {**opening.about, "sku": HOSTILE, "title": HOSTILE} if opening.about else opening.about
        hostile = replace(opening, about=about, body=f"{opening.body} {HOSTILE}" if opening.body else opening.body)
        rows = [row for row in CURRENT[opening.kind].openings if opening.reason in (None, *row.reasons)]
        opens = super().opens

        def said(fields: Mapping[str, Any]) -> Told:
            return opens(replace(hostile, fields=fields), by)

        told = HostileTold(self, self._says(rows, opening.kind, opening.fields, said).id)
        self.after(told)
        return told

    def in_case(self, case: Told, who: Asker, event: str, fields: Mapping[str, Any], said: Callable[..., T]) -> T:
        """Somebody says something in a case."""
        file = case.file
        role = who.acts_in(file, event)
        rows = [row for row in file.workflow.all_rows if row.event == event and role in row.who]
        return self._says(rows, event, fields, said)

    def _says(self, rows: Sequence[Row], event: str, kept: Mapping[str, Any], said: Callable[..., T]) -> T:
        """Say it with scripts in the fields; what may not be one stays as it was."""
        fields = poisoned(dict(kept), schema_of(rows[0].saying)) if rows else dict(kept)
        while True:
            try:
                done = said(fields)
            except FieldsInvalid as error:
                healed = _healed(fields, kept, error.errors)
                if healed == fields:
                    raise
                fields = healed
                continue
            self.took |= {(event, name) for name, value in fields.items() if "x-stored" in repr(value)}
            return done


@dataclass(frozen=True)
class HostileTold(Told):
    """A case in which nobody says anything harmless."""

    desk: HostileDesk

    def says(self, who: Asker, body: str, **message: Any) -> Written:
        """Somebody writes a message."""
        says, given = super().says, message.pop("fields", {})

        def said(fields: Mapping[str, Any]) -> Written:
            return says(who, f"{body} {HOSTILE}", **message, fields=fields)

        written = self.desk.in_case(self, who, message.get("event") or "", given, said)
        self.desk.after(self)
        return written

    def linked(self, relation: str) -> list[Told]:
        """The cases that stand in this relation to it, the oldest first."""
        return [HostileTold(self.desk, told.id) for told in super().linked(relation)]


def _healed(fields: Mapping[str, Any], kept: Mapping[str, Any], errors: Sequence[FieldError]) -> dict[str, Any]:
    """The fields with the harmless text back where the script was refused."""
    wrong = {error.pointer.split("/")[1] for error in errors if error.pointer}
    return {name: kept[name] if name in wrong else value for name, value in fields.items()}

"""The composer: what can be said and done in a case, the fields of what was chosen, and what stands in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from secrets import token_urlsafe
from typing import Any

from api.pages.form_reading import rows_in
from api.pages.forms import PREFIX, Choices, Drawing, Errors, Field, draw, strays
from api.pages.schemas import Schema
from cases.casefile.asker import ADMIN, Asker
from cases.casefile.casefile import CaseFile
from cases.casefile.view import View
from markets.translate import languages

SAFE = frozenset({"return_address", "address", "units", "goods", "shipping", "deduction", "missing_units"})
"""The fields that may be filled before anybody typed: addresses, units, sums that are due. Never prose."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What stands in the composer: typed before, or about to be. ``fields`` None is what nobody has typed yet."""

    event: str = ""
    body: str = ""
    lang: str = ""
    fields: Mapping[str, Any] | None = None
    answers: Sequence[str] | None = None
    attachments: Sequence[str] = ()
    errors: Errors = field(default_factory=dict)
    problem: View | None = None
    preview: View | None = None
    rows: Mapping[str, int] = field(default_factory=dict)
    once: str = ""


@dataclass(frozen=True, slots=True)
class Composer:
    """The composer as it is drawn. ``stray`` are faults that no field shows; ``once`` lets one form write once."""

    draft: Draft
    actions: Sequence[View]
    chosen: View | None
    fields: Sequence[Field]
    stray: Sequence[str]
    questions: Sequence[View]
    langs: Sequence[str]
    version: int

    @property
    def may_be_wordless(self) -> bool:
        """Whether the chosen event has a stored text that stands in for words."""
        return self.chosen is not None and bool(self.chosen.get("wordless"))


def composer_of(file: CaseFile, view: View, asker: Asker, draft: Draft) -> Composer:
    """The composer of a case for the asker, holding what the draft holds."""
    actions = view["available_actions"]
    chosen = next((action for action in actions if action["event"] == draft.event), None)
    if chosen is not None:
        chosen = {**chosen, "wordless": asker.role == "buyer"}
    fields = _fields(file, view, asker, chosen["fields"], draft) if chosen else ()
    beside = [place for place in draft.errors if place.startswith(("/body", "/attachments"))]
    shown = {sentence for place in beside for sentence in draft.errors[place]}
    stray = [sentence for sentence in strays(fields, draft.errors) if sentence not in shown]
    asks = view["questions"] if asker.role in ("seller", ADMIN) else []
    return Composer(
        replace(draft, lang=draft.lang or file.case.lang, once=draft.once or token_urlsafe(16)),
        actions,
        chosen,
        fields,
        stray,
        [question for question in asks if question["state"] in ("open", "promised")],
        list(dict.fromkeys((file.case.lang, *languages()))),
        file.case.version,
    )


def schema_for(view: View, event: str) -> Schema | None:
    """The schema of what must be said with the event, where it can be taken now."""
    return next((action["fields"] for action in view["available_actions"] if action["event"] == event), None)


def prefilled(schema: Schema) -> dict[str, Any]:
    """What of the example made for this case may stand in the form before anybody typed."""
    example = schema["examples"][0]
    return {name: value for name, value in example.items() if name in SAFE}


def rows_after(typed: Mapping[str, Sequence[str]], place: str) -> dict[str, int]:
    """How many rows each list has when one is added at a place."""
    return {place: rows_in(typed, place) + 1}


def _fields(file: CaseFile, view: View, asker: Asker, schema: Schema, draft: Draft) -> tuple[Field, ...]:
    currency = file.order.terms.currency if file.order else "EUR"
    drawing = Drawing(
        asker.lang, str(file.calendar.zone), currency, draft.errors, choices_of(file, view), draft.rows, PREFIX
    )
    return draw(schema, prefilled(schema) if draft.fields is None else draft.fields, drawing)


def choices_of(file: CaseFile, view: View) -> dict[str, Choices]:
    """What the case itself has to choose from, by the names of the fields that mean it."""
    choices: dict[str, Choices] = {}
    if file.order is not None:
        lines = {line.line: line.title for line in file.order.terms.lines}
        choices["line"] = [(line, f"{line} · {title}") for line, title in lines.items()]
    asked = [(question["id"], question["text"]) for question in view["questions"] if question["state"] == "open"]
    if asked:
        choices["questions"] = asked
    return choices

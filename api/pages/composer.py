"""The composer: what can be said and done in a case, the fields of what was chosen, and what stands in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from secrets import token_urlsafe
from typing import Any, NamedTuple

from api.pages.choices import choices_of, offers_of
from api.pages.foreseen import Foreseen, Piece, marked
from api.pages.form_reading import rows_in
from api.pages.forms import PREFIX, Choices, Drawing, Errors, Field, draw, strays
from api.pages.schemas import Schema
from cases.casefile.asker import ADMIN, Asker
from cases.casefile.casefile import CaseFile
from cases.casefile.view import View
from cases.ids import message_id
from cases.verbs.write_message import WITHOUT_REPLIES
from markets.translate import languages

SAFE = frozenset({"return_address", "address", "units", "goods", "shipping", "deduction", "missing_units"})
"""The fields that may be filled before anybody typed: addresses, units, sums that are due. Never prose."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What stands in the composer: typed before, or about to be. ``fields`` None is what nobody has typed yet.

    ``expects`` is ``yes``, ``no``, or empty: then the words say whether they ask for an answer. ``seen`` is the version
    of the case that the writer had read, where somebody else has written since.
    """

    event: str = ""
    body: str = ""
    lang: str = ""
    fields: Mapping[str, Any] | None = None
    answers: Sequence[str] | None = None
    waives: Sequence[str] = ()
    expects: str = ""
    corrects: str = ""
    attachments: Sequence[str] = ()
    errors: Errors = field(default_factory=dict)
    problem: View | None = None
    preview: Foreseen | None = None
    seen: int | None = None
    rows: Mapping[str, int] = field(default_factory=dict)
    once: str = ""

    @property
    def marked(self) -> Sequence[Piece]:
        """The words in pieces, where rules of conduct refused them."""
        return marked(self.body, self.problem.get("findings", ())) if self.problem else ()


class Quoted(NamedTuple):
    """A message of the case that the new one is about; no words of one that is not shown, or was removed."""

    id: str
    seq: int
    words: str
    at: str


@dataclass(frozen=True, slots=True)
class Composer:
    """The composer as it is drawn. ``stray`` are faults that no field shows; ``once`` lets one form write once.

    ``waivable`` are the messages of which the seller may say that they need no answer: they ask no open question.
    """

    draft: Draft
    actions: Sequence[View]
    chosen: View | None
    fields: Sequence[Field]
    stray: Sequence[str]
    questions: Sequence[View]
    langs: Sequence[str]
    version: int
    waivable: Sequence[Quoted] = ()
    corrected: Quoted | None = None
    may_expect: bool = False

    @property
    def may_be_wordless(self) -> bool:
        """Whether the chosen event has a stored text that stands in for words."""
        return self.chosen is not None and bool(self.chosen.get("wordless"))


def composer_of(
    file: CaseFile,
    view: View,
    asker: Asker,
    draft: Draft,
    messages: Sequence[View],
    *,
    breaches: Choices = (),
    objectable: Choices = (),
) -> Composer:
    """The composer of a case for the asker, holding what the draft holds.

    ``messages`` are those that are shown, ``breaches`` those to choose from where the case is about a measure, and
    ``objectable`` what may be called not answered.
    """
    actions = view["available_actions"]
    chosen = next((action for action in actions if action["event"] == draft.event), None)
    if chosen is not None:
        chosen = {**chosen, "wordless": asker.role == "buyer"}
    drawing = _drawing(file, asker, draft, choices_of(file, view, breaches, objectable))
    fields = _fields(chosen["fields"], draft, drawing) if chosen else ()
    beside = [place for place in draft.errors if place.startswith(("/body", "/attachments"))]
    shown = {sentence for place in beside for sentence in draft.errors[place]}
    stray = [sentence for sentence in strays(fields, draft.errors) if sentence not in shown]
    asks = view["questions"] if asker.role in ("seller", ADMIN) else []
    corrected = _corrected(asker, draft, messages)
    if corrected is not None and draft.fields is None and not draft.body:
        draft = replace(draft, body=corrected.words)
    return Composer(
        replace(draft, lang=draft.lang or file.case.lang, once=draft.once or token_urlsafe(16)),
        actions,
        chosen,
        fields,
        stray,
        [question for question in asks if question["state"] in ("open", "promised")],
        list(dict.fromkeys((file.case.lang, *languages()))),
        file.case.version,
        _waivable(file, messages) if asker.role == "seller" else (),
        corrected,
        asker.role == "buyer" and file.case.kind not in WITHOUT_REPLIES,
    )


def _corrected(asker: Asker, draft: Draft, messages: Sequence[View]) -> Quoted | None:
    """The message that is to be corrected, where it is one of the asker's own side."""
    return next((_quoted(one) for one in messages if one["id"] == draft.corrects and is_own(asker, one)), None)


def is_own(asker: Asker, message: View) -> bool:
    """Whether somebody of the asker's side wrote the message in their own words."""
    side = "platform" if asker.role == ADMIN else asker.role
    return bool(message["author"]["role"] == side and message["kind"] == "chat")


def _waivable(file: CaseFile, messages: Sequence[View]) -> list[Quoted]:
    asking = {question.seq for question in file.open_questions()}
    shown = {one["seq"]: _quoted(one) for one in messages}
    waits = [owed for owed in file.case.progress.owed if owed.seq not in asking]
    return [shown.get(one.seq) or Quoted(message_id(file.case.id, one.seq), one.seq, "", "") for one in waits]


def _quoted(message: View) -> Quoted:
    return Quoted(message["id"], message["seq"], message["body"] or "", message["created_at"])


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


def _fields(schema: Schema, draft: Draft, drawing: Drawing) -> tuple[Field, ...]:
    return draw(schema, prefilled(schema) if draft.fields is None else draft.fields, drawing)


def _drawing(file: CaseFile, asker: Asker, draft: Draft, choices: Mapping[str, Choices]) -> Drawing:
    return Drawing(
        asker.lang,
        str(file.calendar.zone),
        file.order.terms.currency if file.order else "EUR",
        draft.errors,
        choices,
        draft.rows,
        PREFIX,
        offers_of(file),
    )

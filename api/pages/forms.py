"""Forms made of JSON Schemas: the schema of what must be said becomes fields, and what was typed becomes its JSON.

A name in the form is the field's place, such as ``f/units/0/line``; so a problem's pointer finds its field. An arm
of a choice between shapes is named in the place, ``f/goes_on_as:return/reason``, because arms share names.
Whatever cannot be read is kept as it was typed, for the verb to refuse and for the form to show again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from api.pages.form_texts import date_text, label_of, moment_shown
from api.pages.schemas import Schema, arm_of, arms_of, bare, is_files, is_money, kind_of, options_of
from markets.translate import translate

PREFIX = "f"
FEW = 6
LONG_TEXT = 200
Errors = Mapping[str, Sequence[str]]
Choices = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Option:
    """One of the things that can be chosen; ``fields`` are asked only with it."""

    value: str
    label: str
    chosen: bool
    fields: tuple[Field, ...] = ()


@dataclass(frozen=True, slots=True)
class Field:
    """One field as the template draws it by its ``kind``; ``inside`` are the fields of a fieldset or a list."""

    kind: str
    name: str
    label: str
    value: str = ""
    required: bool = False
    errors: tuple[str, ...] = ()
    options: tuple[Option, ...] = ()
    inside: tuple[Field, ...] = ()
    longest: int | None = None
    pattern: str = ""
    most: int | None = None
    currency: str = ""
    values: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """What a label and an error point to."""
        return self.name.replace("/", "-").replace(":", "-")

    @property
    def blames(self) -> bool:
        """Whether anything is wrong here or inside."""
        arms = (part for option in self.options for part in option.fields)
        return bool(self.errors) or any(part.blames for part in (*self.inside, *arms))


@dataclass(frozen=True, slots=True)
class Drawing:
    """What a form is drawn with beside its schema.

    ``values`` are the fields as JSON, ``errors`` sentences by their pointer into the fields. ``choices`` gives fields
    of free text, by their name, what this case has to choose from; ``offers`` what may be meant where anything can be
    typed. ``rows`` is how many rows a list shows at least, by its place.
    """

    language: str
    zone: str
    currency: str = "EUR"
    errors: Errors = field(default_factory=dict)
    choices: Mapping[str, Choices] = field(default_factory=dict)
    rows: Mapping[str, int] = field(default_factory=dict)
    prefix: str = PREFIX
    offers: Mapping[str, Choices] = field(default_factory=dict)


def draw(schema: Schema, values: Mapping[str, Any], drawing: Drawing) -> tuple[Field, ...]:
    """The fields of a form, in the order of its schema."""
    return tuple(_members(schema, values, _Place(drawing, drawing.prefix, "")))


def strays(fields: Sequence[Field], errors: Errors) -> list[str]:
    """The errors that no field of the form shows, because they are about none of them."""
    shown = {sentence for part in _all(fields) for sentence in part.errors}
    return [sentence for found in errors.values() for sentence in found if sentence not in shown]


def _all(fields: Sequence[Field]) -> Iterator[Field]:
    for part in fields:
        yield part
        yield from _all(part.inside)
        for option in part.options:
            yield from _all(option.fields)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where in the form and in the fields we are; the two part where an arm is chosen."""

    drawing: Drawing
    name: str
    pointer: str

    def into(self, part: str | int) -> _Place:
        return _Place(self.drawing, f"{self.name}/{part}", f"{self.pointer}/{part}")

    def arm(self, which: str) -> _Place:
        return _Place(self.drawing, f"{self.name}:{which}", self.pointer)

    @property
    def errors(self) -> tuple[str, ...]:
        return tuple(self.drawing.errors.get(self.pointer, ()))

    @property
    def last(self) -> str:
        return self.pointer.rsplit("/", 1)[-1]


def _members(schema: Schema, value: object, place: _Place, but: str = "") -> Iterator[Field]:
    given = value if isinstance(value, Mapping) else {}
    needed = schema.get("required", ())
    for name, member in schema.get("properties", {}).items():
        if name != but:
            shown = given.get(name, member.get("default"))
            yield _field(member, shown, place.into(name), required=name in needed, label=_label(place, name))


def _label(place: _Place, name: str) -> str:
    return label_of(name, place.drawing.language)


def _field(schema: Schema, value: object, place: _Place, *, required: bool, label: str) -> Field:
    inner, optional = bare(schema)
    kind = kind_of(inner)
    base: dict[str, Any] = {
        "name": place.name,
        "label": label,
        "required": required and not optional,
        "errors": place.errors,
    }
    if place.last in place.drawing.choices and kind == "text":
        return Field("select", value=_text(value), options=_offered(place, value), **base)
    if kind == "object":
        return _money(inner, value, place, base) if is_money(inner) else _fieldset(inner, value, place, base)
    if kind == "list":
        return _list(inner, value, place, base)
    if kind == "arms":
        return Field("arms", value="", options=tuple(_arms(inner, value, place)), **base)
    return _plain(kind, inner, value, place, base)


def _plain(kind: str, schema: Schema, value: object, place: _Place, base: Mapping[str, Any]) -> Field:
    if kind == "choice":
        return _choice(schema, value, place, base)
    if kind == "boolean":
        if base["required"]:
            return Field("radio", value=_yes(value), options=_yes_or_no(value, place), **base)
        return Field("check", value=_yes(value), **base)
    if kind == "moment":
        return Field(kind, value=moment_shown(value, place.drawing.zone), **base)
    if kind == "date":
        return Field(kind, value=date_text(value), **base)
    longest = schema.get("maxLength")
    if kind == "text" and "pattern" not in schema and (longest is None or longest > LONG_TEXT):
        kind = "words"
    offers = place.drawing.offers.get(place.last, ()) if kind == "text" else ()
    options = tuple(Option(name, label, chosen=False) for name, label in offers)
    return Field(kind, value=_text(value), longest=longest, pattern=_pattern(schema), options=options, **base)


def _pattern(schema: Schema) -> str:
    # The browser's pattern is anchored by itself.
    return str(schema.get("pattern", "")).removeprefix("^").removesuffix("$")


def _choice(schema: Schema, value: object, place: _Place, base: Mapping[str, Any]) -> Field:
    language, known = place.drawing.language, options_of(schema)
    options = tuple(Option(name, translate(f"choice.{name}", language), name == value) for name in known)
    if len(known) == 1:
        return Field("fixed", value=known[0], options=options, **base)
    return Field("radio" if len(known) <= FEW else "select", value=_text(value), options=options, **base)


def _offered(place: _Place, value: object) -> tuple[Option, ...]:
    offered = place.drawing.choices[place.last]
    typed = _text(value)
    if typed and typed not in {name for name, _ in offered}:
        offered = [*offered, (typed, typed)]
    return tuple(Option(name, label, name == typed) for name, label in offered)


def _yes_or_no(value: object, place: _Place) -> tuple[Option, ...]:
    language = place.drawing.language
    yes, no = translate("page.form.yes", language), translate("page.form.no", language)
    return Option("yes", yes, value is True), Option("no", no, value is False)


def _yes(value: object) -> str:
    return {True: "yes", False: "no"}.get(value, "") if isinstance(value, bool) else ""


def _money(schema: Schema, value: object, place: _Place, base: Mapping[str, Any]) -> Field:
    given = value if isinstance(value, Mapping) else {}
    amount, currency = place.into("amount"), place.into("currency")
    return Field(
        "money",
        value=_text(given.get("amount")),
        currency=_text(given.get("currency")) or place.drawing.currency,
        pattern=_pattern(schema["properties"]["amount"]),
        **{**base, "errors": (*base["errors"], *amount.errors, *currency.errors)},
    )


def _fieldset(schema: Schema, value: object, place: _Place, base: Mapping[str, Any]) -> Field:
    return Field("fieldset", inside=tuple(_members(schema, value, place)), **base)


def _list(schema: Schema, value: object, place: _Place, base: Mapping[str, Any]) -> Field:
    given = list(value) if isinstance(value, list | tuple) else []
    most = schema.get("maxItems")
    if is_files(schema):
        below = tuple(sentence for number in range(len(given)) for sentence in place.into(number).errors)
        kept = tuple(_text(one) for one in given)
        return Field("files", values=kept, most=most, **{**base, "errors": (*base["errors"], *below)})
    if place.last in place.drawing.choices and kind_of(schema["items"]) == "text":
        offered = place.drawing.choices[place.last]
        chosen = tuple(Option(name, label, name in given) for name, label in offered)
        return Field("checks", options=chosen, **base)
    rows = max(len(given), schema.get("minItems", 0), place.drawing.rows.get(place.name, 0))
    padded = [*given, *[None] * (rows - len(given))]
    inside = tuple(
        _field(schema["items"], one, place.into(number), required=number < schema.get("minItems", 0), label="")
        for number, one in enumerate(padded)
    )
    return Field("list", inside=inside, most=most, **base)


def _arms(schema: Schema, value: object, place: _Place) -> Iterator[Option]:
    language, chosen = place.drawing.language, arm_of(schema, value)
    tag = schema.get("discriminator", {}).get("propertyName", "")
    for name, arm in arms_of(schema).items():
        label = translate(f"choice.{name}", language) if tag else label_of(name, language)
        given = value if name == chosen else None
        yield Option(name, label, name == chosen, tuple(_members(arm, given, place.arm(name), but=tag)))


def _text(value: object) -> str:
    return "" if value is None else str(value)

"""A form made of a schema says the same again: what is drawn and sent untouched is what it was drawn from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from markupsafe import escape

from api.pages.composer import prefilled
from api.pages.form_reading import read, rows_in
from api.pages.forms import Drawing, draw, strays
from markets.translate import languages, translate
from tests.pages.form_page import ZONE, drawn, html_of, sent
from workflows.fields.base import SAMPLE, Saying, parse, schema_of
from workflows.fields.claims import Decision
from workflows.fields.inspections import Inspected
from workflows.fields.linked import Conversion
from workflows.fields.parcels import HowToSendBack, ParcelsSent
from workflows.fields.refunds import OfferMade, Refund
from workflows.registry import ALL

SAYINGS = {
    f"{workflow.kind}.{row.event}.{row.saying.__name__}": row.saying for workflow in ALL for row in workflow.all_rows
}
PHOTOS = {"photos": ["att_1", "att_2"]}
CONVERSIONS: tuple[dict[str, Any], ...] = (
    {"goes_on_as": {"kind": "question", "reason": "order"}},
    {"goes_on_as": {"kind": "return", "reason": "wrong", "wished_remedy": "refund", **PHOTOS}},
    {"goes_on_as": {"kind": "withdrawal", "declared_in": "0198f3c2.1"}, "units": [{"line": "1", "quantity": 1}]},
)


def untouched(saying: type[Saying], values: Mapping[str, Any], drawing: Drawing | None = None) -> dict[str, Any]:
    """What the form reads that was drawn with the values and sent as it stood."""
    schema = schema_of(saying)
    return read(schema, sent(drawn(schema, values, drawing)), ZONE)


def same(saying: type[Saying], values: Mapping[str, Any]) -> Saying:
    """The fields as the model has them."""
    model, faults = parse(saying, values)
    assert model is not None, faults
    return model


@pytest.mark.parametrize("name", SAYINGS)
def test_it_gives_back_the_example_of_every_event(name: str) -> None:
    saying = SAYINGS[name]
    example = saying.example(SAMPLE)
    model, faults = parse(saying, example)
    again, faults_again = parse(saying, untouched(saying, example))
    assert (again, faults_again) == (model, faults)
    assert model is not None


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("name", SAYINGS)
def test_it_draws_every_event_in_every_language(name: str, language: str) -> None:
    schema = schema_of(SAYINGS[name])
    html = html_of(draw(schema, SAYINGS[name].example(SAMPLE), Drawing(language, ZONE)), language)
    labels = {str(escape(translate(f"label.{field}", language))) for field in schema.get("properties", {})}
    assert {label for label in labels if label not in html} == set()


@pytest.mark.parametrize("name", SAYINGS)
def test_it_asks_for_all_that_is_missing_in_an_empty_form(name: str) -> None:
    saying = SAYINGS[name]
    needed = set(schema_of(saying).get("required", ()))
    _, faults = parse(saying, untouched(saying, {}))
    missing = {fault.pointer.split("/")[1] for fault in faults if fault.reason == "field.missing"}
    fixed = {
        part.name.split("/")[1] for part in draw(schema_of(saying), {}, Drawing("en", ZONE)) if part.kind == "fixed"
    }
    assert missing == needed - fixed


@pytest.mark.parametrize("values", CONVERSIONS, ids=["question", "return", "withdrawal"])
def test_it_gives_back_the_chosen_shape(values: dict[str, Any]) -> None:
    assert same(Conversion, untouched(Conversion, values)) == same(Conversion, values)


def test_it_tells_parcels_with_and_without_tracking_apart() -> None:
    values = {"parcels": [{"carrier": "DHL", "tracking": "0034"}, {"proof_of_posting": "Receipt 12"}]}
    assert untouched(ParcelsSent, values) == values


def test_it_keeps_lines_of_words_as_they_were_typed() -> None:
    example = {**Decision.example(SAMPLE), "findings": "First.\n\n  Second <b> & “third”."}
    assert same(Decision, untouched(Decision, example)) == same(Decision, example)


def test_it_reads_a_moment_on_the_markets_wall() -> None:
    given = {"f/valid_until": ["2026-04-09T15:00"]}
    assert read(schema_of(OfferMade), given, ZONE)["valid_until"] == "2026-04-09T15:00:00+02:00"


def test_it_takes_no_moment_that_the_wall_never_had() -> None:
    given = {"f/valid_until": ["2026-03-29T02:30"]}
    fields = read(schema_of(OfferMade), given, ZONE)
    assert fields["valid_until"] == "2026-03-29T02:30"
    assert "/valid_until" in {fault.pointer for fault in parse(OfferMade, fields)[1]}


def test_it_takes_a_sum_with_a_comma() -> None:
    given = {"f/goods/amount": ["12,50"], "f/goods/currency": ["EUR"]}
    assert read(schema_of(Refund), given, ZONE)["goods"] == {"amount": "12.50", "currency": "EUR"}


def test_it_leaves_out_an_address_of_which_only_the_country_stands_there() -> None:
    given = {"f/pays": ["buyer"], "f/return_address/country": ["DE"], "f/return_address/street": [""]}
    assert read(schema_of(HowToSendBack), given, ZONE) == {"pays": "buyer"}


def test_it_keeps_what_cannot_be_read_and_says_so_at_its_field() -> None:
    given = {"f/units/0/line": ["1"], "f/units/0/quantity": ["two"], "f/units/0/condition": ["as_new"]}
    fields = read(schema_of(Inspected), given, ZONE)
    assert fields == {"units": [{"line": "1", "quantity": "two", "condition": "as_new"}]}
    _, faults = parse(Inspected, fields)
    assert [fault.pointer for fault in faults] == ["/units/0/quantity"]
    errors = {fault.pointer: ["Not a number."] for fault in faults}
    html = drawn(schema_of(Inspected), fields, Drawing("en", ZONE, errors=errors))
    assert 'value="two"' in html
    assert 'id="f-units-0-quantity-error">Not a number.' in html


def test_it_drops_rows_that_were_left_empty() -> None:
    given = {"f/units/0/line": [""], "f/units/0/quantity": [""], "f/units/1/line": ["2"], "f/units/1/quantity": ["1"]}
    assert read(schema_of(Inspected), given, ZONE) == {"units": [{"line": "2", "quantity": 1}]}


def test_it_shows_one_row_more_where_one_is_added() -> None:
    typed = sent(drawn(schema_of(Inspected), Inspected.example(SAMPLE)))
    rows = rows_in(typed, "f/units")
    html = drawn(
        schema_of(Inspected), read(schema_of(Inspected), typed, ZONE), Drawing("en", ZONE, rows={"f/units": rows + 1})
    )
    assert rows_in(sent(html), "f/units") == rows + 1


def test_it_offers_what_the_case_has() -> None:
    drawing = Drawing("en", ZONE, choices={"line": [("1", "1 · Coffee machine"), ("2", "2 · Cups")]})
    html = drawn(schema_of(Inspected), Inspected.example(SAMPLE), drawing)
    assert '<option value="1" selected>1 · Coffee machine</option>' in html


def test_it_names_what_no_field_can_show() -> None:
    errors = {"": ["This does not fit together."], "/goods": ["Too little."]}
    fields = draw(schema_of(Refund), {}, Drawing("en", ZONE, errors=errors))
    assert strays(fields, errors) == ["This does not fit together."]


def test_it_escapes_whatever_was_typed() -> None:
    evil = '"><script>alert(1)</script>'
    html = drawn(schema_of(Refund), {"reference": evil})
    assert "<script" not in html
    assert sent(html)["f/reference"] == [evil]


@pytest.mark.parametrize("name", SAYINGS)
def test_it_fills_no_prose_before_anybody_typed(name: str) -> None:
    fields = draw(schema_of(SAYINGS[name]), prefilled(schema_of(SAYINGS[name])), Drawing("en", ZONE))
    assert [part.name for part in fields if part.kind == "words" and part.value] == []

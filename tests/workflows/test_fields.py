"""What must be said: read as strictly as its schema prints it, and every fault with its place and its reason."""

from __future__ import annotations

import json
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from decimal import Decimal
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from markets.translate import languages
from tests.workflows.broken_messages import CROWDED, REFUSED, changed, euros
from workflows.engine import hear
from workflows.facts import Facts, SanctionFacts, Sum
from workflows.fields.base import SAMPLE, Said, Saying, parse, schema_of
from workflows.fields.conversation import AnswerPromised
from workflows.fields.faults import FieldError
from workflows.fields.inspections import WhatIsReturned
from workflows.fields.parcels import ParcelsSent
from workflows.fields.refunds import OfferMade, Refund
from workflows.grammar import CLOCK, SELLER, always, row, stays
from workflows.refusals import FieldsInvalid
from workflows.registry import WORKFLOWS
from workflows.texts import say_fault

SAYINGS = list(dict.fromkeys(row.saying for workflow in WORKFLOWS.values() for row in workflow.all_rows))
BY_CLOCK = list(dict.fromkeys(r.saying for workflow in WORKFLOWS.values() for r in workflow.all_rows if CLOCK in r.who))
RULES = {rule.name for saying in SAYINGS for rule in saying.provided}
SAYING = pytest.mark.parametrize("saying", SAYINGS, ids=lambda saying: saying.__name__)

IN_ICELAND = replace(
    SAMPLE,
    market="IS",
    zone="Atlantic/Reykjavik",
    currency="ISK",
    price=Decimal(19_990),
    paid=Decimal(20_990),
    amount_due=Sum(Decimal(19_990), Decimal(1_000), Decimal(0)),
    claimed_deduction=Decimal(1_999),
    standard_shipping=Decimal(1_000),
)
FOR_NOTHING = replace(
    SAMPLE,
    price=Decimal(0),
    standard_shipping=Decimal(0),
    paid=Decimal(0),
    amount_due=None,
    claimed_deduction=None,
    sanction=SanctionFacts(),
)
UNLIKE_THE_WISH = replace(
    SAMPLE,
    kind="complaint",
    wished_remedy="refund",
    goods_are_back=True,
    burden_is_the_sellers=True,
    price_cut_asked=Decimal(20),
    sanction=replace(SAMPLE.sanction, measure="removal"),
)
SITUATIONS = {
    "one": SAMPLE,
    "two": CROWDED,
    "iceland": IN_ICELAND,
    "free": FOR_NOTHING,
    "unlike": UNLIKE_THE_WISH,
}
SITUATION = pytest.mark.parametrize("facts", SITUATIONS.values(), ids=SITUATIONS)


def faults_of(saying: type[Saying], fields: dict[str, Any], facts: Facts = SAMPLE, photos: int = 0) -> list[FieldError]:
    said = row("asked", SELLER, "say", always, saying, stays)
    try:
        hear(said, facts, fields, tuple(f"photo_{n}" for n in range(photos)), 0)
    except FieldsInvalid as refusal:
        return list(refusal.errors)
    return []


@SAYING
@SITUATION
def test_it_passes_its_own_example(saying: type[Saying], facts: Facts) -> None:
    assert faults_of(saying, saying.example(facts), facts, photos=2) == []


@SAYING
def test_its_example_is_valid_by_its_own_schema(saying: type[Saying]) -> None:
    schema = schema_of(saying)
    validator = jsonschema_rs.Draft202012Validator(schema, validate_formats=True)

    assert schema["examples"]
    for example in schema["examples"]:
        assert [error.message for error in validator.iter_errors(example)] == []


@pytest.mark.parametrize("saying", BY_CLOCK, ids=lambda saying: saying.__name__)
@SITUATION
def test_it_lets_the_clock_say_it(saying: type[Saying], facts: Facts) -> None:
    assert faults_of(saying, saying.by_clock(facts), facts) == []


@SAYING
def test_it_refuses_a_field_that_it_does_not_know(saying: type[Saying]) -> None:
    fields = {**saying.example(SAMPLE), "surprise/~": 1}

    assert faults_of(saying, fields) == [FieldError("/surprise~1~0", "field.extra_forbidden")]


@SAYING
def test_it_misses_each_field_that_is_required(saying: type[Saying]) -> None:
    for name in schema_of(saying).get("required", []):
        fields = {key: value for key, value in saying.example(SAMPLE).items() if key != name}
        assert faults_of(saying, fields) == [FieldError(f"/{name}", "field.missing")]


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 200_000) | st.floats(allow_nan=False) | st.text(max_size=6)
    | st.sampled_from(["", " ", "1", "2026-04-09", "09:00", "EUR", "none", "\ud800"]),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.sampled_from(["line", "amount", "x"]), inner, max_size=3),
    max_leaves=4,
)  # fmt: skip


@given(saying=st.sampled_from(SAYINGS), data=st.data())
def test_it_accepts_nothing_that_its_schema_refuses(saying: type[Saying], data: st.DataObject) -> None:
    fields = deepcopy(saying.example(SAMPLE))
    places = list(_places(fields)) or [((), "x")]
    for _ in range(data.draw(st.integers(1, 2))):
        inside, last = data.draw(st.sampled_from(places))
        _put(fields, inside, last, data.draw(ANYTHING))
    said, errors = parse(saying, fields)

    assert (said is None) == bool(errors)
    if said is not None:
        assert jsonschema_rs.Draft202012Validator(schema_of(saying)).is_valid(fields)
    for error in errors:
        assert error.reason.startswith("field.")
        assert "{" not in say_fault(error, "nl")


def _places(node: object, at: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], Any]]:
    inside = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, value in inside:
        yield at, key
        yield from _places(value, (*at, key))


def _put(fields: Any, inside: tuple[Any, ...], last: Any, value: object) -> None:
    for key in inside:
        if not isinstance(fields, dict | list) or (isinstance(fields, list) and not isinstance(key, int)):
            return
        fields = fields[key] if (key in fields if isinstance(fields, dict) else key < len(fields)) else None
    if isinstance(fields, dict) or (isinstance(fields, list) and isinstance(last, int) and last < len(fields)):
        fields[last] = value


@pytest.mark.parametrize(("saying", "fields", "facts", "pointer", "reason"), REFUSED)
def test_it_refuses_what_a_rule_forbids(
    saying: type[Saying], fields: dict[str, Any], facts: Facts, pointer: str, reason: str
) -> None:
    faults = faults_of(saying, fields, facts)

    assert FieldError(pointer, f"provided.{reason}") in faults
    for fault in faults:
        for language in languages():
            assert fault.reason not in say_fault(fault, language)
            assert "{" not in say_fault(fault, language)


def test_it_has_a_message_that_breaks_each_rule() -> None:
    broken = {
        rule.name
        for saying, fields, facts, _, _ in REFUSED
        for rule in saying.provided
        if (said := parse(saying, fields)[0]) is not None and rule(facts, Said(said)) is not None
    }

    assert RULES - broken == {"leaves_no_question_open"}  # told below, because it is not about fields


def test_it_has_a_message_for_each_reason() -> None:
    declared = {reason for saying in SAYINGS for rule in saying.provided for reason in rule.reasons}
    given = {f"provided.{reason}" for _, _, _, _, reason in REFUSED}

    assert declared - given == {"provided.leaves_no_question_open", "field.decimal_max_places"}  # both told below


def test_it_gives_no_reason_that_a_rule_does_not_declare() -> None:
    for saying, fields, facts, _, _ in REFUSED:
        said = parse(saying, fields)[0]
        assert said is not None
        for rule in saying.provided:
            fault = rule(facts, Said(said))
            assert fault is None or fault.reason in rule.reasons


def test_it_wants_every_question_answered() -> None:
    answer = next(row for row in WORKFLOWS["question@1"].rows if row.event == "answer")

    hear(answer, SAMPLE, {}, (), 0)
    with pytest.raises(FieldsInvalid) as refusal:
        hear(answer, SAMPLE, {}, (), 2)

    assert say_fault(refusal.value.errors[0], "en") == "Please answer every question of the buyer; 2 still open."


def test_it_takes_photos_from_the_attachments() -> None:
    assert faults_of(WhatIsReturned, {"wished_remedy": "refund"}, replace(SAMPLE, reason="damaged"), photos=1) == []


def test_it_promises_by_the_fifth_working_day_over_easter() -> None:
    assert faults_of(AnswerPromised, changed(AnswerPromised, date="2026-04-13")) == []


def test_it_refuses_cents_where_a_currency_has_none() -> None:
    fields = OfferMade.example(IN_ICELAND) | {"amount": {"amount": "12.50", "currency": "ISK"}}

    assert faults_of(OfferMade, fields, IN_ICELAND) == [FieldError("/amount/amount", "field.decimal_max_places")]


def test_it_says_amounts_as_the_reader_writes_them() -> None:
    fault = faults_of(Refund, changed(Refund, goods=euros("1.00")))[0]

    assert say_fault(fault, "en") == "The refund must be at least €133.95."
    assert say_fault(fault, "de") == "Die Erstattung muss mindestens 133,95\N{NO-BREAK SPACE}€ betragen."


@pytest.mark.parametrize(
    ("fields", "faults"),
    [
        ({"parcels": [{"carrier": "DHL"}]}, [("/parcels/0/tracking", "field.missing")]),
        ({"parcels": [{"proof_of_posting": ""}]}, [("/parcels/0/proof_of_posting", "field.string_too_short")]),
        ({"parcels": [7]}, [("/parcels/0", "field.model_type")]),
        ({"parcels": []}, [("/parcels", "field.too_short")]),
        ({"parcels": [{"proof_of_posting": "x"}] * 11}, [("/parcels", "field.too_long")]),
        ({"parcels": [{"proof_of_posting": "\ud800"}]}, [("", "field.string_unicode")]),
    ],
)
def test_it_points_into_what_was_said(fields: dict[str, Any], faults: list[tuple[str, str]]) -> None:
    assert [(fault.pointer, fault.reason) for fault in faults_of(ParcelsSent, fields)] == faults


def test_it_says_a_fault_without_a_text_as_it_came() -> None:
    assert say_fault(FieldError("/x", "Input is odd"), "nl") == "Input is odd"


def test_it_names_the_choices_in_no_language_at_all() -> None:
    fault = faults_of(WhatIsReturned, {"wished_remedy": "hug"})[0]

    assert say_fault(fault, "nl") == "Kies een van 'refund', 'replacement', 'repair'."


def test_its_schemas_hold_no_references() -> None:
    assert not [saying for saying in SAYINGS if "$ref" in json.dumps(schema_of(saying))]

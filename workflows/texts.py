"""Which texts there must be: every key follows from the tables, and a text that nobody wrote is a fault."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from markets.money import Money
from markets.translate import has_text, languages, say_money, translate
from workflows.fields.base import SAMPLE, schema_of
from workflows.fields.faults import KNOWN, FieldError
from workflows.grammar import BUYER, CARRIER, CLOCK, PAYMENTS, Role, Row, Workflow
from workflows.guards.claims import no_claim_is_being_decided

SPEAKS_WITHOUT_WORDS = (BUYER, CARRIER, PAYMENTS, CLOCK)
"""Their messages may have no words; the event's stored text is then the message."""

OF_EVERY_KIND = (
    *(f"role.{role}" for role in Role),
    f"guard.{no_claim_is_being_decided.name}",
    *(f"field.{kind}" for kind in KNOWN),
    *(f"field.{fault}" for fault in ("file_damaged", "image_too_large", "pdf_locked", "pdf_too_long", "pdf_unpacks")),
    *(f"deadline.{kind}" for kind in ("reply", "state", "statutory", "promise", "status_update", "review")),
    *(f"system.missed.{kind}" for kind in ("reply", "state", "statutory", "promise", "status_update")),
    *(f"system.{event}" for event in ("order_delivered", "redacted", "extended", "continued")),
    *(f"system.{event}" for event in ("acknowledged", "acknowledged.complaint", "acknowledged.warranty")),
    *(f"withdrawal.{part}" for part in ("entry", "confirm", "declaration")),
    *(
        f"problem.{code}.{part}"
        for code in (
            "bad_json", "unauthenticated", "forbidden", "not_found", "method_not_allowed", "event_not_allowed",
            "version_conflict", "idempotency_conflict", "too_large", "unsupported_media_type", "message_required",
            "fields_invalid", "not_eligible", "off_platform_contact", "marketing", "cursor_invalid", "rate_limited",
            "busy",
        )
        for part in ("title", "detail")
    ),
)  # fmt: skip


def required_keys(workflow: Workflow) -> tuple[str, ...]:
    """Every key that the workflow's pages, messages, refusals and forms read, in the order of its table."""
    return tuple(dict.fromkeys((*OF_EVERY_KIND, *_keys(workflow))))


def missing(workflow: Workflow, language: str) -> list[str]:
    """The required keys that ``language`` itself has no text for."""
    return [key for key in required_keys(workflow) if not has_text(key, language)]


def missing_anywhere(workflow: Workflow) -> Iterator[str]:
    """What is missing in which of our languages, one sentence each."""
    for language in languages():
        for key in missing(workflow, language):
            yield f"there is no text {key} in {language}"


def say_fault(fault: FieldError, language: str) -> str:
    """What is wrong with a field, as a sentence in the reader's language."""
    if not has_text(fault.reason, "en"):
        return fault.reason
    values = {name: _said(value, language) for name, value in fault.values.items()}
    return translate(fault.reason, language, **values)


def _said(value: object, language: str) -> object:
    return say_money(value, language) if isinstance(value, Money) else value


def _keys(workflow: Workflow) -> Iterator[str]:
    yield f"kind.{workflow.kind}"
    yield from (f"state.{state}.{side}" for state in workflow.states for side in ("acts", "waits"))
    for row in workflow.all_rows:
        yield from _keys_of_row(row)
    yield from (f"because.{wait.because}" for wait in workflow.waits if wait.because)
    yield from (f"outcome.{outcome}" for outcome in workflow.outcomes)


def _keys_of_row(row: Row) -> Iterator[str]:
    yield f"event.{row.event}.acts"
    yield f"event.{row.event}.waits"
    yield from (f"event.{row.event}.text.{role}" for role in row.who if role in SPEAKS_WITHOUT_WORDS)
    yield from (f"system.status.{row.event}" for role in row.who if role in (CARRIER, PAYMENTS))
    yield from (f"guard.{guard.name}" for guard in row.guards)
    yield from (f"reason.{reason}" for reason in row.reasons)
    yield from (reason for rule in row.saying.provided for reason in rule.reasons)
    yield from _names_in(schema_of(row.saying))
    if CLOCK in row.who:
        yield from (f"ground.{code}" for code in _codes_of_the_clock(row))


def _codes_of_the_clock(row: Row) -> Iterator[str]:
    """What the clock says in fields of free words by a single word: a code that readers know by its text."""
    said = row.saying.by_clock(SAMPLE)
    for name, field in schema_of(row.saying).get("properties", {}).items():
        free = field.get("type") == "string" and not field.keys() & {"enum", "const", "pattern", "format"}
        if free and name in said and " " not in said[name]:
            yield said[name]


def _names_in(schema: object) -> Iterator[str]:
    """The labels of a form's fields and of the choices in them."""
    if not isinstance(schema, dict):
        return
    for name, field in schema.get("properties", {}).items():
        yield f"label.{name}"
        yield from _names_in(field)
    choices: Iterable[object] = (*schema.get("enum", ()), *((schema["const"],) if "const" in schema else ()))
    yield from (f"choice.{choice}" for choice in choices)
    for part in (schema.get("items"), *schema.get("anyOf", ()), *schema.get("oneOf", ())):
        yield from _names_in(part)

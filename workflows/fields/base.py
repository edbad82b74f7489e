"""What a message must carry beside its words: typed, bounded, printable as JSON Schema, each with an example."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import cache
from typing import Annotated, Any, ClassVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from markets.money import Money
from workflows.facts import Facts, Offer, SanctionFacts, Sum, Unit
from workflows.fields.faults import FieldError as FieldError  # noqa: PLC0414  # sayings have it from here
from workflows.fields.faults import faults_in

JsonObject = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Said:
    """A message as a ``provided`` rule sees it: its parsed fields, its attachments, what it leaves open."""

    fields: Saying
    attachments: tuple[str, ...] = ()
    leaves_open: int = 0


@dataclass(frozen=True, slots=True)
class Provided:
    """A rule over the whole message, after *provided*; it never hides an action. ``reasons`` are the keys it gives."""

    name: str
    reasons: tuple[str, ...]
    fault_in: Callable[[Facts, Said], FieldError | None]

    def __call__(self, facts: Facts, said: Said) -> FieldError | None:
        """What is wrong, or nothing."""
        return self.fault_in(facts, said)


def provided(*reasons: str) -> Callable[[Callable[[Facts, Said], FieldError | None]], Provided]:
    """Make a rule of a function; its name is the function's and reads after *provided*."""
    return lambda fault_in: Provided(fault_in.__name__, reasons, fault_in)


class Saying(BaseModel):
    """Base of everything that a row says must be said. Closed: an unknown field is refused.

    ``names_the_buyer``: whoever says it, it holds a name or an address of the buyer's.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)
    provided: ClassVar[tuple[Provided, ...]] = ()
    names_the_buyer: ClassVar[bool] = False

    @classmethod
    def example(cls, facts: Facts) -> JsonObject:
        """A body of fields that fits this case and passes as it stands, but for attachments."""
        return {}

    @classmethod
    def by_clock(cls, facts: Facts) -> JsonObject:
        """What the clock says where it takes the row itself."""
        return {}


class Nothing(Saying):
    """Nothing beside the words."""


class MoneyField(BaseModel):
    """A sum of money with its currency."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    amount: Annotated[str, Field(pattern=r"^[0-9]{1,9}(\.[0-9]{1,2})?$", examples=["12.50"])]
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$", examples=["EUR"])]

    @property
    def value(self) -> Decimal:
        """The sum as a number."""
        return Decimal(self.amount)


def money(amount: Decimal, facts: Facts) -> JsonObject:
    """A sum in the currency of the case, in its smallest units, as the outside sees it."""
    return {"amount": str(Money(amount, facts.currency).amount), "currency": facts.currency}


def text(longest: int, example: str) -> Any:
    """The bounds of a short text field: not blank, so long at most, with an example."""
    return Field(min_length=1, max_length=longest, examples=[example])


Words = Annotated[str, text(2000, "Because the label does not show the right address.")]
ShortWords = Annotated[str, text(200, "Klarna 4711")]
AttachmentId = Annotated[str, text(64, "att_0198f3c2")]
Photos = Annotated[tuple[AttachmentId, ...], Field(max_length=20)]


def parse(saying: type[Saying], fields: Mapping[str, object]) -> tuple[Saying | None, list[FieldError]]:
    """Read fields into their model, exactly as the printed schema has them; every fault comes with its pointer."""
    try:
        # Strictly and as JSON: a lenient reading would take "1" for 1 and a number for a date, against the schema.
        return saying.model_validate_json(json.dumps(fields), strict=True), []
    except ValidationError as error:
        return None, faults_in(fields, error)


@cache
def schema_of(saying: type[Saying]) -> JsonObject:
    """The closed, self-contained JSON Schema of what must be said, its examples at the top."""
    schema = saying.model_json_schema()
    definitions = schema.pop("$defs", {})
    inlined = _inline(schema, definitions)
    assert isinstance(inlined, dict)
    inlined["examples"] = [saying.example(SAMPLE)]
    return inlined


def _inline(node: object, definitions: Mapping[str, object]) -> Any:
    if isinstance(node, dict):
        if "$ref" in node:
            return _inline(definitions[str(node["$ref"]).rsplit("/", 1)[1]], definitions)
        return {key: _inline(value, definitions) for key, value in node.items()}
    if isinstance(node, list):
        return [_inline(value, definitions) for value in node]
    return node


def sample() -> Facts:
    """The facts from which the printed examples are made: a coffee machine in Germany."""
    now = datetime(2026, 4, 2, 13, 0, tzinfo=UTC)
    return Facts(
        now=now,
        zone="Europe/Berlin",
        market="DE",
        language="en",
        country="DE",
        currency="EUR",
        units=(Unit("1", 2),),
        has_order=True,
        price=Decimal("129.00"),
        standard_shipping=Decimal("4.95"),
        paid=Decimal("133.95"),
        amount_due=Sum(Decimal("129.00"), Decimal("4.95"), Decimal(0)),
        claimed_deduction=Decimal("12.90"),
        open_questions=("case.1.q1",),
        unpromised_questions=("case.1.q1",),
        waived_or_answered=("case.1.q1",),
        offer=Offer("partial_refund_keep", Decimal("30.00"), now + timedelta(days=7)),
        sanction=SanctionFacts(measure="restriction", breaches=("0198f3c2-7d1e-7b3a-9c55-2f1d8a6b4e10",)),
    )


SAMPLE = sample()

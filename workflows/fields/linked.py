"""What must be said where a case goes on in another one: which units, as which kind."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from workflows.facts import Facts
from workflows.fields.base import FieldError, JsonObject, Photos, Said, Saying, ShortWords, Words, provided
from workflows.fields.complaints import Remedy
from workflows.fields.conversation import QuestionId
from workflows.fields.dates import today
from workflows.fields.inspections import ContestedUnit, units_are_of_the_case


@provided("provided.leaves_something_behind")
def leaves_something_behind(facts: Facts, said: Said) -> FieldError | None:
    fields = said.fields
    assert isinstance(fields, Split)
    if sum(unit.quantity for unit in fields.units) >= sum(unit.quantity for unit in facts.units):
        return FieldError("/units", "provided.leaves_something_behind")
    return None


class Split(Saying):
    """The units that go on in a case of their own."""

    units: Annotated[tuple[ContestedUnit, ...], Field(min_length=1, max_length=200)]
    provided = (units_are_of_the_case, leaves_something_behind)

    @classmethod
    def example(cls, facts: Facts) -> JsonObject:
        """One piece of the first line."""
        return {"units": [{"line": facts.units[0].line, "quantity": 1}]}


class _As(BaseModel):
    """The kind that a case goes on as, with what opening it asks for."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class AsQuestion(_As):
    """It goes on as a question."""

    kind: Literal["question"]
    reason: Literal["product", "order", "change", "stop", "invoice", "delivery", "other"]


class AsReturn(_As):
    """It goes on as a return beyond the law."""

    kind: Literal["return"]
    reason: Literal["changed_mind", "does_not_fit", "not_as_expected", "damaged", "wrong", "incomplete", "other"]
    wished_remedy: Literal["refund", "replacement", "repair"]
    photos: Photos = ()


class AsWithdrawal(_As):
    """It goes on as a withdrawal; one that was declared in the words of a message counts from that message."""

    kind: Literal["withdrawal"]
    declared_in: QuestionId | None = None


class AsComplaint(_As):
    """It goes on as a complaint about goods that do not conform."""

    kind: Literal["complaint"]
    reason: Literal["defective", "not_as_described", "wrong_item", "missing_parts", "damaged_in_transit"]
    found_on: Annotated[date, Field(examples=["2026-04-01"])]
    wished_remedy: Remedy
    photos: Photos = ()


class AsWarranty(_As):
    """It goes on under the commercial guarantee."""

    kind: Literal["warranty"]
    serial_number: Annotated[str, Field(min_length=1, max_length=60, examples=["EN500-2214-0087"])]
    proof_of_purchase: ShortWords
    defect: Words


class AsDelivery(_As):
    """It goes on as a problem of the delivery."""

    kind: Literal["delivery"]
    reason: Literal["not_received", "late", "refused", "wrong_address"]
    parcel: ShortWords | None = None


AnyKind = Annotated[
    AsQuestion | AsReturn | AsWithdrawal | AsComplaint | AsWarranty | AsDelivery, Field(discriminator="kind")
]


@provided("provided.another_kind")
def it_is_another_kind(facts: Facts, said: Said) -> FieldError | None:
    fields = said.fields
    assert isinstance(fields, Conversion)
    return FieldError("/goes_on_as/kind", "provided.another_kind") if fields.goes_on_as.kind == facts.kind else None


class Conversion(Saying):
    """As which other kind the case goes on, with what opening that kind asks for.

    Without ``units`` it is about the same ones, or about all of the order where the case named none.
    """

    goes_on_as: AnyKind
    units: Annotated[tuple[ContestedUnit, ...], Field(min_length=1, max_length=200)] | None = None
    provided = (it_is_another_kind,)

    @classmethod
    def example(cls, facts: Facts) -> JsonObject:
        """A withdrawal where the buyer's words read as one or the right still runs, else a complaint, or a return."""
        if facts.kind != "withdrawal" and facts.withdrawal_declared_in:
            return {"goes_on_as": {"kind": "withdrawal", "declared_in": facts.withdrawal_declared_in}}
        fault = _AS_A_FAULT.get(facts.reason, "")
        if facts.kind == "return" and not fault and _may_withdraw(facts):
            return {"goes_on_as": {"kind": "withdrawal"}}
        if facts.kind == "complaint":
            return {"goes_on_as": {"kind": "return", "reason": "not_as_expected", "wished_remedy": "refund"}}
        found_on = today(facts).isoformat()
        as_complaint = {"kind": "complaint", "found_on": found_on, "wished_remedy": facts.wished_remedy or "repair"}
        return {"goes_on_as": as_complaint | {"reason": fault or "defective"}}


_AS_A_FAULT = {"damaged": "damaged_in_transit", "wrong": "wrong_item", "incomplete": "missing_parts"}


def _may_withdraw(facts: Facts) -> bool:
    until = facts.withdrawal_until
    return facts.buyer_is_consumer and until is not None and facts.now <= until

"""What must be said about requests and about goods that were looked at."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from workflows.facts import Facts
from workflows.fields.base import (
    AttachmentId,
    FieldError,
    JsonObject,
    Photos,
    Said,
    Saying,
    ShortWords,
    Words,
    provided,
)

Line = Annotated[str, Field(min_length=1, max_length=60, examples=["1"])]
Quantity = Annotated[int, Field(ge=1, le=100_000)]
FAULTS = ("damaged", "wrong", "incomplete")


@provided("provided.photos_show_the_fault")
def photos_show_a_fault(facts: Facts, said: Said) -> FieldError | None:
    fields = said.fields
    assert isinstance(fields, WhatIsReturned)
    if facts.reason in FAULTS and not (fields.photos or said.attachments):
        return FieldError("/photos", "provided.photos_show_the_fault")
    return None


class WhatIsReturned(Saying):
    """What the buyer wishes; where something is damaged, wrong or incomplete, photos of it."""

    wished_remedy: Literal["refund", "replacement", "repair"]
    photos: Photos = ()
    provided = (photos_show_a_fault,)

    @classmethod
    def example(cls, facts: Facts) -> JsonObject:
        """The money back."""
        return {"wished_remedy": "refund"}


class WhyDeclined(Saying):
    """The code of the policy, why it applies, and what the buyer can do instead."""

    policy_code: Annotated[str, Field(min_length=1, max_length=60, examples=["returns.30_days"])]
    why: Words
    alternative: Words

    @classmethod
    def example(cls, facts: Facts) -> JsonObject:
        """A used filter."""
        return {
            "policy_code": "returns.hygiene",
            "why": "The filter was used and cannot be sold again.",
            "alternative": "We send you a new seal free of charge.",
        }


class Condition(BaseModel):
    """The condition in which so many pieces of a line came back."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)
    line: Line
    quantity: Quantity
    condition: Literal["as_new", "used", "damaged", "incomplete", "missing", "not_inspected"]
    remark: ShortWords | None = None


@provided("provided.units_are_of_this_case")
def units_are_of_the_case(facts: Facts, said: Said) -> FieldError | None:
    named: dict[str, int] = {}
    for unit in said.fields.units:  # type: ignore[attr-defined]  # every saying with this rule has units
        named[unit.line] = named.get(unit.line, 0) + unit.quantity
    held = {unit.line: unit.quantity for unit in facts.units}
    if any(quantity > held.get(line, 0) for line, quantity in named.items()):
        return FieldError("/units", "provided.units_are_of_this_case")
    return None


class Inspected(Saying):
    """The condition of each unit that came back."""

    units: Annotated[tuple[Condition, ...], Field(min_length=1, max_length=200)]
    provided = (units_are_of_the_case,)

    @classmethod
    def example(cls, facts: Facts) -> JsonObject:
        """All as new."""
        return cls._all(facts, "as_new")

    @classmethod
    def by_clock(cls, facts: Facts) -> JsonObject:
        """The seller looked at nothing in time."""
        return cls._all(facts, "not_inspected")

    @staticmethod
    def _all(facts: Facts, condition: str) -> JsonObject:
        return {"units": [{"line": u.line, "quantity": u.quantity, "condition": condition} for u in facts.units]}


class RejectedUnit(BaseModel):
    """Pieces that the seller does not take back, and why."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)
    line: Line
    quantity: Quantity
    condition: Literal["used", "damaged", "incomplete", "missing", "other_goods"]
    reason: Words


TwoPhotos = Annotated[tuple[AttachmentId, ...], Field(min_length=2, max_length=20)]


def example_photos() -> list[str]:
    """Two names of attachments, to be replaced by real ones."""
    return ["att_first_photo", "att_second_photo"]


class UnitsRejected(Saying):
    """Which units are not taken back, in which condition and why, with at least two photos."""

    units: Annotated[tuple[RejectedUnit, ...], Field(min_length=1, max_length=200)]
    photos: TwoPhotos
    provided = (units_are_of_the_case,)

    @classmethod
    def example(cls, facts: Facts) -> JsonObject:
        """Everything came back broken."""
        return {
            "units": [
                {"line": u.line, "quantity": u.quantity, "condition": "damaged", "reason": "The housing is broken."}
                for u in facts.units
            ],
            "photos": example_photos(),
        }


@provided("provided.units_are_of_this_case")
def pieces_are_of_the_case(facts: Facts, said: Said) -> FieldError | None:
    fields = said.fields
    assert isinstance(fields, ValueLoss)
    held = {unit.line: unit.quantity for unit in facts.units}
    if fields.quantity > held.get(fields.line, 0):
        return FieldError("/line", "provided.units_are_of_this_case")
    return None


class ValueLoss(Saying):
    """Which unit lost how much of its value by which handling beyond a shop's, with at least two photos."""

    line: Line
    quantity: Quantity
    percent: Annotated[Decimal, Field(gt=0, le=100, max_digits=5, decimal_places=2, examples=[10])]
    handling: Words
    photos: TwoPhotos
    provided = (pieces_are_of_the_case,)

    @classmethod
    def example(cls, facts: Facts) -> JsonObject:
        """Ten per cent for scratches."""
        unit = facts.units[0]
        return {
            "line": unit.line,
            "quantity": unit.quantity,
            "percent": 10,
            "handling": "The machine was used for several weeks; a shop would have let you try it once.",
            "photos": example_photos(),
        }


class ContestedUnit(BaseModel):
    """Pieces of a line for which the right is contested."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    line: Line
    quantity: Quantity


class RightContested(Saying):
    """Why the seller holds that there is no right of withdrawal for these units, and what shows it."""

    units: Annotated[tuple[ContestedUnit, ...], Field(min_length=1, max_length=200)]
    ground: Literal["article_16", "period_over", "other_goods", "empty_parcel"]
    evidence: Words
    provided = (units_are_of_the_case,)

    @classmethod
    def example(cls, facts: Facts) -> JsonObject:
        """The period is over."""
        return {
            "units": [{"line": u.line, "quantity": u.quantity} for u in facts.units],
            "ground": "period_over",
            "evidence": "The carrier's proof of delivery shows a date more than fourteen days ago.",
        }

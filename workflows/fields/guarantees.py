"""What must be said about a commercial guarantee: what is claimed, covered, denied, and referred."""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar

from pydantic import Field

from workflows.facts import Facts
from workflows.fields.base import FieldError, JsonObject, Provided, Said, Saying, ShortWords, Words, provided
from workflows.fields.dates import day_ahead, local_date


class GuaranteeClaimed(Saying):
    """The serial number, what proves the purchase, and the defect."""

    serial_number: Annotated[str, Field(min_length=1, max_length=60, examples=["EN500-2214-0087"])]
    proof_of_purchase: ShortWords
    defect: Words

    @classmethod
    def example(cls, facts: Facts) -> JsonObject:
        """A pump without pressure."""
        return {
            "serial_number": "EN500-2214-0087",
            "proof_of_purchase": "The order on this market place",
            "defect": "The pump runs but no water comes.",
        }


class CoverConfirmed(Saying):
    """Under which terms, by whom, and until when the guarantee covers the defect."""

    terms: Words
    guarantor: ShortWords
    covered_until: Annotated[date, Field(examples=["2028-03-28"])]

    @classmethod
    def example(cls, facts: Facts) -> JsonObject:
        """The maker's three years."""
        return {
            "terms": "Material and workmanship, three years from delivery.",
            "guarantor": "Example Works GmbH",
            "covered_until": local_date(facts, 700),
        }


class ClauseAndRedress(Saying):
    """Which clause of the guarantee excludes the defect, and where the buyer can turn to."""

    clause: Words
    redress: Words

    @classmethod
    def example(cls, facts: Facts) -> JsonObject:
        """Wear is excluded."""
        return {
            "clause": "Seals are wearing parts and excluded by clause 4 of the guarantee.",
            "redress": "Your statutory rights stay as they are: a complaint to the seller is free of charge.",
        }


class CoverDenied(ClauseAndRedress):
    """The same, with what shows it."""

    evidence: Words

    @classmethod
    def example(cls, facts: Facts) -> JsonObject:
        """A worn seal."""
        return super().example(facts) | {"evidence": "The photo shows a seal worn by use."}


class ReferredToGuarantor(Saying):
    """Who gives the guarantee and under which reference they know the case; the seller stays the one who speaks."""

    guarantor: ShortWords
    reference: ShortWords

    @classmethod
    def example(cls, facts: Facts) -> JsonObject:
        """The maker."""
        return {"guarantor": "Example Works GmbH", "reference": "RMA-77120"}


@provided("provided.date_is_ahead", "provided.date_is_within_a_year")
def the_next_day_is_ahead(facts: Facts, said: Said) -> FieldError | None:
    fields = said.fields
    assert isinstance(fields, GuarantorStatus | LongerWait)
    name = "next_on" if isinstance(fields, GuarantorStatus) else "until"
    return day_ahead(f"/{name}", getattr(fields, name), facts)


class GuarantorStatus(Saying):
    """What the guarantor says, and when there is news again."""

    guarantor_says: Words
    next_on: Annotated[date, Field(examples=["2026-04-09"])]
    provided: ClassVar[tuple[Provided, ...]] = (the_next_day_is_ahead,)

    @classmethod
    def example(cls, facts: Facts) -> JsonObject:
        """A part on its way."""
        return {"guarantor_says": "The part is ordered and comes next week.", "next_on": local_date(facts, 7)}


class LongerWait(Saying):
    """Until which day the buyer waits."""

    until: Annotated[date, Field(examples=["2026-04-16"])]
    provided: ClassVar[tuple[Provided, ...]] = (the_next_day_is_ahead,)

    @classmethod
    def example(cls, facts: Facts) -> JsonObject:
        """Another two weeks."""
        return {"until": local_date(facts, 14)}

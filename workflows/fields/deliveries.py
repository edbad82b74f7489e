"""What must be said about goods on their way to the buyer: missing, searched, proven, found."""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar, Literal

from pydantic import AwareDatetime, Field

from markets.business_time import working_day_after
from markets.calendars import calendar_of
from workflows.facts import Facts
from workflows.fields.base import (
    AttachmentId,
    FieldError,
    JsonObject,
    Photos,
    Provided,
    Said,
    Saying,
    ShortWords,
    Words,
    provided,
)
from workflows.fields.complaints import Remedy
from workflows.fields.dates import day_ahead, moment_past, today

DAYS_TO_DELIVER = 5


class DeliveryProblem(Saying):
    """Which parcel it is, where the buyer knows; photos of the box if it is damaged."""

    parcel: ShortWords | None = None
    photos: Photos = ()

    @classmethod
    def example(cls, facts: Facts) -> JsonObject:
        """A parcel by its number."""
        return {"parcel": "00340434161094042557"}


class TrackingGiven(Saying):
    """How the parcel travels, and where it was seen last."""

    carrier: Annotated[str, Field(min_length=1, max_length=60, examples=["DHL"])]
    tracking: Annotated[str, Field(min_length=4, max_length=60, examples=["00340434161094042557"])]
    last_scan: ShortWords

    @classmethod
    def example(cls, facts: Facts) -> JsonObject:
        """Seen in a sorting centre."""
        return {
            "carrier": "DHL",
            "tracking": "00340434161094042557",
            "last_scan": "Sorting centre Hamburg, this morning",
        }


@provided("provided.within_five_working_days")
def it_comes_soon(facts: Facts, said: Said) -> FieldError | None:
    fields = said.fields
    assert isinstance(fields, DatePromised)
    latest = working_day_after(calendar_of(facts.market), today(facts), DAYS_TO_DELIVER)
    if fields.date > latest or day_ahead("/date", fields.date, facts):
        return FieldError("/date", "provided.within_five_working_days")
    return None


class DatePromised(Saying):
    """On which day the goods come: at most five working days from now."""

    date: Annotated[date, Field(examples=["2026-04-09"])]
    provided: ClassVar[tuple[Provided, ...]] = (it_comes_soon,)

    @classmethod
    def example(cls, facts: Facts) -> JsonObject:
        """In two working days."""
        return {"date": working_day_after(calendar_of(facts.market), today(facts), 2).isoformat()}


class DeliveryProven(Saying):
    """What proves the delivery: a signature, a photo or a place; who took it, and at which address."""

    proof: Literal["signature", "photo", "place"]
    name: ShortWords
    address: ShortWords
    photos: Photos = ()
    names_the_buyer = True

    @classmethod
    def example(cls, facts: Facts) -> JsonObject:
        """Signed by a neighbour."""
        return {"proof": "signature", "name": "K. Example", "address": "Lindenweg 16, 20095 Hamburg"}


class ProofDisputed(Saying):
    """Why the proof shows no delivery to the buyer."""

    statement: Words

    @classmethod
    def example(cls, facts: Facts) -> JsonObject:
        """Nobody of that name."""
        return {"statement": "Nobody of that name lives here, and I did not get a parcel."}


@provided("provided.moment_is_not_ahead", "provided.moment_is_recent")
def scan_has_happened(facts: Facts, said: Said) -> FieldError | None:
    fields = said.fields
    assert isinstance(fields, Scanned)
    return moment_past("/at", fields.at, facts)


class Scanned(Saying):
    """When the carrier's scan says that the goods were delivered."""

    at: Annotated[AwareDatetime, Field(examples=["2026-04-02T13:00:00+00:00"])]
    provided: ClassVar[tuple[Provided, ...]] = (scan_has_happened,)

    @classmethod
    def example(cls, facts: Facts) -> JsonObject:
        """Now."""
        return {"at": facts.now.isoformat()}


class DamageFound(Saying):
    """Photos of the damage, how many pieces are missing, and which remedy the buyer wishes."""

    photos: Annotated[tuple[AttachmentId, ...], Field(min_length=1, max_length=20)]
    missing_units: Annotated[int, Field(ge=0, le=100_000)] = 0
    wished_remedy: Remedy = "replacement"

    @classmethod
    def example(cls, facts: Facts) -> JsonObject:
        """Everything there, but broken."""
        return {"photos": ["att_first_photo"], "missing_units": 0}

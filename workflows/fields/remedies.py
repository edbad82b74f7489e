"""What must be said about repairs and replacements: agreed, begun, done, sent, and failed."""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar

from pydantic import AwareDatetime, Field

from workflows.facts import Facts
from workflows.fields.base import FieldError, JsonObject, Photos, Provided, Said, Saying, Words, provided
from workflows.fields.dates import day_ahead, local_date, moment_past

Day = Annotated[date, Field(examples=["2026-04-16"])]


@provided("provided.date_is_ahead", "provided.date_is_within_a_year")
def its_day_is_ahead(facts: Facts, said: Said) -> FieldError | None:
    for name, value in said.fields:
        if isinstance(value, date) and (fault := day_ahead(f"/{name}", value, facts)):
            return fault
    return None


@provided("provided.goods_are_here_or_on_the_spot")
def goods_can_be_repaired(facts: Facts, said: Said) -> FieldError | None:
    fields = said.fields
    assert isinstance(fields, RepairAccepted)
    if not (facts.goods_are_back or fields.on_the_spot):
        return FieldError("/on_the_spot", "provided.goods_are_here_or_on_the_spot")
    return None


@provided("provided.says_why_not_the_wish")
def another_remedy_is_explained(facts: Facts, said: Said) -> FieldError | None:
    """The choice is the buyer's, unless it is impossible or disproportionate (Dir. (EU) 2019/771, art. 13(2))."""
    fields = said.fields
    assert isinstance(fields, RepairAccepted | ReplacementAccepted)
    given = "repair" if isinstance(fields, RepairAccepted) else "replacement"
    if facts.wished_remedy not in ("", given) and fields.why_not_the_wish is None:
        return FieldError("/why_not_the_wish", "provided.says_why_not_the_wish")
    return None


class RepairAccepted(Saying):
    """By when the thing is repaired; on the spot, where it is not with the seller; why, where it was not the wish."""

    by: Day
    on_the_spot: bool = False
    why_not_the_wish: Words | None = None
    provided: ClassVar[tuple[Provided, ...]] = (its_day_is_ahead, goods_can_be_repaired, another_remedy_is_explained)

    @classmethod
    def example(cls, facts: Facts) -> JsonObject:
        """In ten days."""
        said: JsonObject = {"by": local_date(facts, 10), "on_the_spot": not facts.goods_are_back}
        return said | _why_not(facts, "repair", "There is no other machine of this model left.")


class ReplacementAccepted(Saying):
    """By when the new thing is sent; why, where it was not the wish."""

    ship_by: Day
    why_not_the_wish: Words | None = None
    provided: ClassVar[tuple[Provided, ...]] = (its_day_is_ahead, another_remedy_is_explained)

    @classmethod
    def example(cls, facts: Facts) -> JsonObject:
        """In four days."""
        said: JsonObject = {"ship_by": local_date(facts, 4)}
        return said | _why_not(facts, "replacement", "A repair would cost more than a new machine.")


def _why_not(facts: Facts, given: str, why: str) -> JsonObject:
    return {} if facts.wished_remedy in ("", given) else {"why_not_the_wish": why}


class RepairDecided(Saying):
    """What was found, and by when the thing is repaired."""

    report: Words
    by: Day
    provided: ClassVar[tuple[Provided, ...]] = (its_day_is_ahead,)

    @classmethod
    def example(cls, facts: Facts) -> JsonObject:
        """A pump to be exchanged."""
        return {"report": "The pump does not build up pressure; it is exchanged.", "by": local_date(facts, 10)}


class ReplacementDecided(Saying):
    """What was found, and by when the new thing is sent."""

    report: Words
    ship_by: Day
    provided: ClassVar[tuple[Provided, ...]] = (its_day_is_ahead,)

    @classmethod
    def example(cls, facts: Facts) -> JsonObject:
        """Beyond repair."""
        return {"report": "The board is burnt and cannot be repaired.", "ship_by": local_date(facts, 4)}


class RepairStarted(Saying):
    """When the repair is expected to be done."""

    expected_end: Day
    provided: ClassVar[tuple[Provided, ...]] = (its_day_is_ahead,)

    @classmethod
    def example(cls, facts: Facts) -> JsonObject:
        """In a week."""
        return {"expected_end": local_date(facts, 7)}


class ReplacementStarted(Saying):
    """When the new thing is expected to leave."""

    expected_dispatch: Day
    provided: ClassVar[tuple[Provided, ...]] = (its_day_is_ahead,)

    @classmethod
    def example(cls, facts: Facts) -> JsonObject:
        """In three days."""
        return {"expected_dispatch": local_date(facts, 3)}


class RepairDone(Saying):
    """What was done to the thing."""

    done: Words

    @classmethod
    def example(cls, facts: Facts) -> JsonObject:
        """A new pump."""
        return {"done": "The pump was exchanged and the machine tested for an hour."}


@provided("provided.moment_is_not_ahead", "provided.moment_is_recent")
def it_was_delivered(facts: Facts, said: Said) -> FieldError | None:
    fields = said.fields
    assert isinstance(fields, Delivered)
    return moment_past("/at", fields.at, facts) if fields.at is not None else None


class Delivered(Saying):
    """When it came, where the moment is known."""

    at: Annotated[AwareDatetime, Field(examples=["2026-04-02T13:00:00+00:00"])] | None = None
    provided: ClassVar[tuple[Provided, ...]] = (it_was_delivered,)

    @classmethod
    def example(cls, facts: Facts) -> JsonObject:
        """Now."""
        return {"at": facts.now.isoformat()}


@provided("provided.photo_or_text")
def something_shows_it(facts: Facts, said: Said) -> FieldError | None:
    fields = said.fields
    assert isinstance(fields, StillDefective)
    if not (fields.still_wrong or fields.photos or said.attachments):
        return FieldError("/still_wrong", "provided.photo_or_text")
    return None


class StillDefective(Saying):
    """What is still wrong, in words or in photos."""

    still_wrong: Words | None = None
    photos: Photos = ()
    provided: ClassVar[tuple[Provided, ...]] = (something_shows_it,)

    @classmethod
    def example(cls, facts: Facts) -> JsonObject:
        """The same fault."""
        return {"still_wrong": "It leaks in the same place as before."}

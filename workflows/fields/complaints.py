"""What complaints must say: what is wrong, what is asked for, why something is refused."""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from workflows.facts import Facts
from workflows.fields.base import FieldError, JsonObject, Photos, Provided, Said, Saying, ShortWords, Words, provided
from workflows.fields.dates import day_within, local_date, today
from workflows.fields.parcels import HowToSendBack

Remedy = Literal["repair", "replacement", "refund", "price_cut"]
AN_ANALYSIS = 14


@provided("provided.day_is_not_ahead")
def it_was_found_before(facts: Facts, said: Said) -> FieldError | None:
    fields = said.fields
    assert isinstance(fields, WhatIsWrong)
    return FieldError("/found_on", "provided.day_is_not_ahead") if fields.found_on > today(facts) else None


class WhatIsWrong(Saying):
    """When the buyer found it, and which remedy they wish; photos where they show something."""

    found_on: Annotated[date, Field(examples=["2026-04-01"])]
    wished_remedy: Remedy
    photos: Photos = ()
    provided: ClassVar[tuple[Provided, ...]] = (it_was_found_before,)

    @classmethod
    def example(cls, facts: Facts) -> JsonObject:
        """Found yesterday, to be repaired."""
        return {"found_on": local_date(facts, -1), "wished_remedy": "repair"}


class GoodsWanted(HowToSendBack):
    """Where the goods go to be looked at, with a label at the seller's cost."""

    pays: Literal["seller"]
    label: Literal["attached", "sent_separately", "platform"]


@provided("provided.date_is_ahead", "provided.within_fourteen_days")
def expert_answers_in_time(facts: Facts, said: Said) -> FieldError | None:
    fields = said.fields
    assert isinstance(fields, SentToExpert)
    return day_within("/by", fields.by, AN_ANALYSIS, "provided.within_fourteen_days", facts)


class SentToExpert(Saying):
    """Who looks at the goods, and by which date: at most fourteen days from now."""

    expert: ShortWords
    by: Annotated[date, Field(examples=["2026-04-09"])]
    provided = (expert_answers_in_time,)

    @classmethod
    def example(cls, facts: Facts) -> JsonObject:
        """The maker's workshop."""
        return {"expert": "The maker's workshop", "by": local_date(facts, 10)}


class AnalysisResult(Saying):
    """What the expert found."""

    findings: Words

    @classmethod
    def example(cls, facts: Facts) -> JsonObject:
        """A worn seal."""
        return {"findings": "The seal of the pump was faulty from the start."}


@provided("provided.evidence_where_the_burden_is_the_sellers")
def evidence_is_given(facts: Facts, said: Said) -> FieldError | None:
    """Within the burden-of-proof period the seller shows that the goods conformed (Dir. (EU) 2019/771, art. 11)."""
    fields = said.fields
    assert isinstance(fields, Rejected)
    shown = fields.evidence or fields.photos or said.attachments
    if fields.ground in ("conforms", "damaged_by_buyer") and facts.burden_is_the_sellers and not shown:
        return FieldError("/evidence", "provided.evidence_where_the_burden_is_the_sellers")
    return None


@provided(
    "provided.after_an_unanswered_request",
    "provided.only_while_goods_are_away",
    "provided.minor_only_against_a_refund",
    "provided.another_remedy_is_offered",
)
def ground_fits(facts: Facts, said: Said) -> FieldError | None:
    fields = said.fields
    assert isinstance(fields, Rejected)
    if fields.ground == "missing_information" and not facts.request_was_not_answered:
        return FieldError("/ground", "provided.after_an_unanswered_request")
    if fields.ground == "not_returned" and facts.goods_are_back:
        return FieldError("/ground", "provided.only_while_goods_are_away")
    if fields.ground == "minor_defect" and facts.wished_remedy != "refund":
        return FieldError("/ground", "provided.minor_only_against_a_refund")
    if fields.ground == "minor_defect" and fields.other_remedy is None:
        return FieldError("/other_remedy", "provided.another_remedy_is_offered")
    return None


class Rejected(Saying):
    """On which one ground the seller rejects the complaint, what shows it, and where the buyer can turn to."""

    ground: Literal[
        "conforms", "damaged_by_buyer", "not_returned", "missing_information", "out_of_period", "minor_defect", "other"
    ]
    why: Words
    evidence: Words | None = None
    photos: Photos = ()
    other_remedy: Literal["repair", "replacement", "price_cut"] | None = None
    redress: Words
    provided = (ground_fits, evidence_is_given)

    @classmethod
    def example(cls, facts: Facts) -> JsonObject:
        """A drop that can be seen."""
        return {
            "ground": "damaged_by_buyer",
            "why": "The housing shows the mark of a fall.",
            "evidence": "The dent on the lower edge and the broken foot, seen on opening the parcel.",
            "redress": "You can ask the platform to decide; a consumer advice centre helps free of charge.",
        }

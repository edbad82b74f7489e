"""What must be said about a measure against a seller: proposed, answered, reasoned, appealed.

The statement of reasons holds what Regulation (EU) 2022/2065, art. 17(3) and Regulation (EU) 2019/1150, art. 4 ask for.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from markets.translate import translate
from workflows import statement
from workflows.facts import Facts
from workflows.fields.base import (
    FieldError,
    JsonObject,
    Photos,
    Provided,
    Said,
    Saying,
    ShortWords,
    Words,
    provided,
    text,
)
from workflows.fields.claims import ReasonsAndRedress
from workflows.fields.dates import day_ahead, local_date, today

Metric = Literal["on_time_rate", "promises_kept_rate", "steps_in_time_rate", "claims_lost_rate", "conduct", "missed"]
Measure = Literal["warning", "restriction", "suspension", "removal"]
LongWords = Annotated[str, text(30_000, "An answer was missed on 7 April: case Q-8F3K, message 1.")]
"""Room for two hundred breaches, each on its own line."""

BreachId = Annotated[str, Field(min_length=1, max_length=64, examples=["0198f3c2-7d1e-7b3a-9c55-2f1d8a6b4e10"])]


@provided("provided.end_unless_removal", "provided.date_is_ahead", "provided.date_is_within_a_year")
def it_has_an_end(facts: Facts, said: Said) -> FieldError | None:
    fields = said.fields
    assert isinstance(fields, Proposal)
    if (fields.measure == "removal") != (fields.until is None):
        return FieldError("/until", "provided.end_unless_removal")
    return day_ahead("/until", fields.until, facts) if fields.until is not None else None


@provided("provided.rests_on_breaches")
def it_rests_on_breaches(facts: Facts, said: Said) -> FieldError | None:
    fields = said.fields
    assert isinstance(fields, Proposal)
    for number, name in enumerate(fields.breaches):
        if name not in facts.sanction.breaches:
            return FieldError(f"/breaches/{number}", "provided.rests_on_breaches")
    if not fields.breaches and fields.urgent is None:
        return FieldError("/breaches", "provided.rests_on_breaches")
    return None


class Proposal(Saying):
    """Which measure, on which breaches of the seller and which rule it rests, until when at the latest, and whether it
    is urgent. ``metric`` is the figure that it is about, where it is about one, and ``lasts`` for how many
    days from the one on which it is imposed, where it ends earlier so.
    """

    measure: Measure
    breaches: Annotated[tuple[BreachId, ...], Field(max_length=200)] = ()
    rule: Words
    until: Annotated[date, Field(examples=["2026-05-02"])] | None = None
    urgent: Literal["danger", "fraud"] | None = None
    metric: Metric | None = None
    lasts: Annotated[int, Field(ge=1, le=366, examples=[14])] | None = None
    provided: ClassVar[tuple[Provided, ...]] = (it_has_an_end, it_rests_on_breaches)

    @classmethod
    def example(cls, facts: Facts) -> JsonObject:
        """A month with restrictions."""
        return {
            "measure": "restriction",
            "breaches": list(facts.sanction.breaches[:200]),
            "rule": "Rules of the market place, 4.2: answers within 24 hours of working time.",
            "until": local_date(facts, 30),
        } | ({} if facts.sanction.breaches else {"urgent": "fraud"})

    @classmethod
    def by_clock(cls, facts: Facts) -> JsonObject:
        """What the market's thresholds say of the breaches on record; a removal has no end."""
        sanction = facts.sanction
        measure = sanction.measure or "warning"
        proposed = cls.example(facts) | {"measure": measure, "rule": statement.rule_of(facts)}
        proposed |= {"metric": sanction.crossing.metric} if sanction.crossing else {}
        proposed |= {"lasts": sanction.crossing.lasts} if sanction.crossing and sanction.crossing.lasts else {}
        proposed |= {"until": sanction.proposed_until.isoformat()} if sanction.proposed_until else {}
        return {name: value for name, value in proposed.items() if (name, measure) != ("until", "removal")}


@provided("provided.rests_on_breaches")
def it_strikes_what_it_rests_on(facts: Facts, said: Said) -> FieldError | None:
    fields = said.fields
    assert isinstance(fields, Upheld)
    for number, name in enumerate(fields.struck):
        if name not in facts.sanction.breaches:
            return FieldError(f"/struck/{number}", "provided.rests_on_breaches")
    return None


class Upheld(ReasonsAndRedress):
    """Why the measure stays, where one can turn to, and which of its breaches count no more all the same."""

    struck: Annotated[tuple[BreachId, ...], Field(max_length=200)] = ()
    provided: ClassVar[tuple[Provided, ...]] = (it_strikes_what_it_rests_on,)


class Response(Saying):
    """What the seller says to the proposal; files go along as attachments."""

    text: Words
    photos: Photos = ()

    @classmethod
    def example(cls, facts: Facts) -> JsonObject:
        """An illness."""
        return {"text": "Two of us were ill in that week; since then we answer on the same day."}


class StatementOfReasons(Saying):
    """The statement of reasons: facts, rule, scope, time, automation, and every way to have it reviewed."""

    facts_and_period: LongWords
    relied_on: LongWords
    rule: Words
    why_it_fits: Words
    scope: Words
    market: Annotated[str, Field(pattern="^[A-Z]{2}$", examples=["DE"])]
    start: Annotated[date, Field(examples=["2026-04-02"])]
    end: Annotated[date, Field(examples=["2026-05-02"])] | None = None
    found_automatically: bool
    decided_automatically: bool
    internal_complaint: Words
    out_of_court_body: ShortWords
    court: ShortWords

    @classmethod
    def example(cls, facts: Facts) -> JsonObject:
        """A month with restrictions, for late answers."""
        return cls._drafted(facts, decided_automatically=False)

    @classmethod
    def by_clock(cls, facts: Facts) -> JsonObject:
        """The statement drafted from the record, which says that it is automated."""
        return cls._drafted(facts, decided_automatically=True)

    @staticmethod
    def _drafted(facts: Facts, *, decided_automatically: bool) -> JsonObject:
        sanction = facts.sanction
        until = {"end": (sanction.ends_at - timedelta(seconds=1)).date().isoformat()} if sanction.ends_at else {}
        return {
            "facts_and_period": statement.facts_and_period(facts),
            "relied_on": statement.relied_on(facts),
            "rule": sanction.rule or translate("ground.the_thresholds_of_the_market", facts.language),
            "why_it_fits": statement.why_it_fits(facts),
            "scope": statement.scope(facts),
            "market": facts.market,
            "start": today(facts).isoformat(),
            **until,
            "found_automatically": sanction.crossing is not None,
            "decided_automatically": decided_automatically,
            "internal_complaint": translate("statement.complaint", facts.language),
            "out_of_court_body": translate("statement.out_of_court", facts.language),
            "court": translate("statement.court", facts.language),
        }


class WithoutNotice(Saying):
    """Why a removal takes effect at once (Regulation (EU) 2019/1150, art. 4(4))."""

    ground: Literal["legal_duty", "imperative_reason", "repeated_breaches"]
    why: Words

    @classmethod
    def example(cls, facts: Facts) -> JsonObject:
        """A duty by law."""
        return {"ground": "legal_duty", "why": "An authority ordered the removal."}


class SanctionAppeal(Saying):
    """Against the whole measure or single breaches: the facts."""

    breaches: Annotated[tuple[BreachId, ...], Field(max_length=200)] = ()
    facts: Words
    photos: Photos = ()

    @classmethod
    def example(cls, facts: Facts) -> JsonObject:
        """An outage."""
        return {"facts": "On those two days the platform itself was not to be reached."}

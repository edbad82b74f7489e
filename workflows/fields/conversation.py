"""What questions, promises, objections and updates must say."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field

from markets.business_time import working_day_after
from markets.calendars import calendar_of
from workflows.facts import Facts
from workflows.fields.base import FieldError, JsonObject, Nothing, Said, Saying, ShortWords, Words, provided
from workflows.fields.dates import day_ahead, local_date, today

QuestionId = Annotated[str, Field(min_length=1, max_length=120, examples=["0198f3c2.1.q1"])]


@provided("provided.leaves_no_question_open")
def leaves_no_question_open(facts: Facts, said: Said) -> FieldError | None:
    """An answer answers every open question of the buyer."""
    if said.leaves_open:
        return FieldError("/answers", "provided.leaves_no_question_open", {"number": said.leaves_open})
    return None


class Answer(Nothing):
    """An answer: the words are all, and they leave no question open."""

    provided = (leaves_no_question_open,)


class ChangeAgreed(Saying):
    """What is changed before dispatch, from what to what."""

    what: ShortWords
    old: ShortWords
    new: ShortWords
    names_the_buyer = True

    @classmethod
    def example(cls, facts: Facts) -> JsonObject:
        """A corrected house number."""
        return {"what": "delivery address", "old": "Lindenweg 4", "new": "Lindenweg 14"}


class WhyNot(Saying):
    """Why something is not possible."""

    why: Words

    @classmethod
    def example(cls, facts: Facts) -> JsonObject:
        """A parcel that has left."""
        return {"why": "The parcel was handed to the carrier this morning."}


class Ground(Saying):
    """The ground on which the platform acts."""

    ground: Words

    @classmethod
    def example(cls, facts: Facts) -> JsonObject:
        """The rule that applies."""
        return {"ground": "The order was delivered within the period of the market's return policy."}

    @classmethod
    def by_clock(cls, facts: Facts) -> JsonObject:
        """The platform did not decide in time."""
        return {"ground": "not_decided_in_time"}


class GroundAndRedress(Ground):
    """The ground on which the platform refuses, and where the buyer can turn to."""

    redress: Words

    @classmethod
    def example(cls, facts: Facts) -> JsonObject:
        """A refusal under article 16."""
        return {
            "ground": "The goods were made to the buyer's measure (Directive 2011/83/EU, article 16(c)).",
            "redress": "You can object within six months; your country's consumer advice centre helps free of charge.",
        }


@provided("provided.within_five_working_days")
def promised_in_time(facts: Facts, said: Said) -> FieldError | None:
    fields = said.fields
    assert isinstance(fields, AnswerPromised)
    latest = working_day_after(calendar_of(facts.market), today(facts), 5)
    if fields.date > latest or day_ahead("/date", fields.date, facts):
        return FieldError("/date", "provided.within_five_working_days")
    return None


@provided("provided.question_is_open_and_not_promised")
def promises_open_questions(facts: Facts, said: Said) -> FieldError | None:
    fields = said.fields
    assert isinstance(fields, AnswerPromised)
    for number, question in enumerate(fields.questions):
        if question not in facts.unpromised_questions:
            return FieldError(f"/questions/{number}", "provided.question_is_open_and_not_promised")
    return None


class AnswerPromised(Saying):
    """Which questions are answered later, and by which date: at most five working days from now."""

    questions: Annotated[tuple[QuestionId, ...], Field(min_length=1, max_length=200)]
    date: Annotated[date, Field(examples=["2026-04-09"])]
    provided = (promised_in_time, promises_open_questions)

    @classmethod
    def example(cls, facts: Facts) -> JsonObject:
        """All open questions, by the second working day."""
        second = working_day_after(calendar_of(facts.market), today(facts), 2)
        return {"questions": list(facts.unpromised_questions[:200]), "date": second.isoformat()}


@provided("provided.was_waived_or_answered_within_two_working_days")
def objects_to_something_recent(facts: Facts, said: Said) -> FieldError | None:
    fields = said.fields
    assert isinstance(fields, Objection)
    for number, name in enumerate(fields.to):
        if name not in facts.waived_or_answered:
            return FieldError(f"/to/{number}", "provided.was_waived_or_answered_within_two_working_days")
    return None


class Objection(Saying):
    """Which waived messages, or questions said to be answered, still need an answer."""

    to: Annotated[tuple[QuestionId, ...], Field(min_length=1, max_length=200)]
    provided = (objects_to_something_recent,)

    @classmethod
    def example(cls, facts: Facts) -> JsonObject:
        """The latest of them."""
        return {"to": list(facts.waived_or_answered[-1:])}


@provided("provided.date_is_ahead", "provided.date_is_within_a_year")
def date_is_today_or_later(facts: Facts, said: Said) -> FieldError | None:
    fields = said.fields
    assert isinstance(fields, StatusUpdate)
    return day_ahead("/by", fields.by, facts)


class StatusUpdate(Saying):
    """What is done, what comes next and by when."""

    done: Words
    next: Words
    by: Annotated[date, Field(examples=["2026-04-09"])]
    provided = (date_is_today_or_later,)

    @classmethod
    def example(cls, facts: Facts) -> JsonObject:
        """A device on the bench."""
        return {"done": "The machine is on the bench.", "next": "The pump is exchanged.", "by": local_date(facts, 5)}


@provided("provided.items_are_new")
def items_are_new(facts: Facts, said: Said) -> FieldError | None:
    fields = said.fields
    assert isinstance(fields, Checklist)
    before = {item.casefold() for item in facts.asked_for}
    for number, item in enumerate(fields.items):
        if item.casefold() in before:
            return FieldError(f"/items/{number}", "provided.items_are_new")
    return None


class Checklist(Saying):
    """What the seller needs to know or see; only things not asked for before."""

    items: Annotated[tuple[ShortWords, ...], Field(min_length=1, max_length=10)]
    provided = (items_are_new,)

    @classmethod
    def example(cls, facts: Facts) -> JsonObject:
        """Two things to show, another two the second time."""
        if facts.asked_for:
            return {"items": ["the day on which you saw it first", "a photo of the box"]}
        return {"items": ["a photo of the type plate", "a photo of the damage"]}


class ChecklistAnswers(Saying):
    """The answers to the checklist, item by item; files go along as attachments."""

    answers: Annotated[tuple[Words, ...], Field(min_length=1, max_length=10)]

    @classmethod
    def example(cls, facts: Facts) -> JsonObject:
        """Two answers."""
        return {"answers": ["It reads EN-500.", "The crack is on the left side."]}


class NewFacts(Saying):
    """What is new since the case was closed."""

    new_facts: Words

    @classmethod
    def example(cls, facts: Facts) -> JsonObject:
        """A fault that came back."""
        return {"new_facts": "The same fault is back since this morning."}

"""What questions, promises, objections and updates must say."""

from __future__ import annotations

from datetime import date
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import Field

from markets.business_time import due_on, working_day_after
from markets.calendars import calendar_of
from workflows.facts import Facts
from workflows.fields.base import FieldError, JsonObject, Nothing, Said, Saying, ShortWords, Words, local_date

QuestionId = Annotated[str, Field(min_length=1, max_length=120, examples=["0198f3c2.1.q1"])]


def leaves_no_question_open(facts: Facts, said: Said) -> FieldError | None:
    """An answer answers every open question of the buyer."""
    return FieldError("/answers", "provided.leaves_no_question_open") if said.leaves_open else None


class Answer(Nothing):
    """An answer: the words are all, and they leave no question open."""

    provided = (leaves_no_question_open,)


class ChangeAgreed(Saying):
    """What is changed before dispatch, from what to what."""

    what: ShortWords
    old: ShortWords
    new: ShortWords

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
            "redress": "You can object within six months; the consumer advice centre of your country helps free of charge.",
        }


def _promised_in_time(facts: Facts, said: Said) -> FieldError | None:
    fields = said.fields
    assert isinstance(fields, AnswerPromised)
    calendar = calendar_of(facts.market)
    today = facts.now.astimezone(ZoneInfo(facts.zone)).date()
    if due_on(calendar, fields.date) <= facts.now or fields.date > working_day_after(calendar, today, 5):
        return FieldError("/date", "provided.within_five_working_days")
    return None


def _promises_open_questions(facts: Facts, said: Said) -> FieldError | None:
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
    provided = (_promised_in_time, _promises_open_questions)

    @classmethod
    def example(cls, facts: Facts) -> JsonObject:
        """All open questions, by the second working day."""
        calendar = calendar_of(facts.market)
        today = facts.now.astimezone(ZoneInfo(facts.zone)).date()
        return {
            "questions": list(facts.unpromised_questions[:200]),
            "date": working_day_after(calendar, today, 2).isoformat(),
        }


def _objects_to_something_recent(facts: Facts, said: Said) -> FieldError | None:
    fields = said.fields
    assert isinstance(fields, Objection)
    for number, name in enumerate(fields.to):
        if name not in facts.waived_or_answered:
            return FieldError(f"/to/{number}", "provided.was_waived_or_answered_within_two_working_days")
    return None


class Objection(Saying):
    """Which waived messages, or questions said to be answered, still need an answer."""

    to: Annotated[tuple[QuestionId, ...], Field(min_length=1, max_length=200)]
    provided = (_objects_to_something_recent,)

    @classmethod
    def example(cls, facts: Facts) -> JsonObject:
        """The latest of them."""
        return {"to": list(facts.waived_or_answered[-1:])}


def _is_today_or_later(facts: Facts, said: Said) -> FieldError | None:
    fields = said.fields
    assert isinstance(fields, StatusUpdate)
    if due_on(calendar_of(facts.market), fields.by) <= facts.now:
        return FieldError("/by", "provided.date_is_ahead")
    return None


class StatusUpdate(Saying):
    """What is done, what comes next and by when."""

    done: Words
    next: Words
    by: Annotated[date, Field(examples=["2026-04-09"])]
    provided = (_is_today_or_later,)

    @classmethod
    def example(cls, facts: Facts) -> JsonObject:
        """A device on the bench."""
        return {"done": "The machine is on the bench.", "next": "The pump is exchanged.", "by": local_date(facts, 5)}


class Checklist(Saying):
    """What the seller needs to know or see; only things not asked for before."""

    items: Annotated[tuple[ShortWords, ...], Field(min_length=1, max_length=10)]

    @classmethod
    def example(cls, facts: Facts) -> JsonObject:
        """Two things to show."""
        return {"items": ["a photo of the type plate", "a photo of the damage"]}


class ChecklistAnswers(Saying):
    """The answers to the checklist, item by item; files go along as attachments."""

    answers: Annotated[tuple[Words, ...], Field(min_length=1, max_length=10)]

    @classmethod
    def example(cls, facts: Facts) -> JsonObject:
        """Two answers."""
        return {"answers": ["It reads EN-500.", "The crack is on the left side."]}

"""Whether a seller's reply answers what the buyer asked, and which questions it leaves open.

Two things are judged by weights that the development corpus teaches (`teaching/replies.py`): what the reply is, which
is fine or a bad kind, and for each question whether it stays open. What is seen of both is in `answering_signs.py`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from cases.messages.conduct.answering_signs import seen
from cases.messages.conduct.asking import LANGUAGES
from cases.messages.conduct.reply_model import FINE
from cases.messages.conduct.taught import reply_model

NOT_OK = 0.68
"""How probable it must be that something is wrong: a wrong "ok" is put right by the buyer's objection, a wrong "vague"
costs somebody a deadline. Chosen on hands that were left out of the teaching."""

OPEN = 0.5
"""How probable it must be that a question stays open, once it is judged that one of them does."""


AUTOMATIC = "says automatic"
"""The sign of a phrase that no person writes, after which nothing is weighed."""


class Verdict(StrEnum):
    """What a reply is, against the questions that wait for it."""

    OK = "ok"
    PARTIAL = "partial"
    VAGUE = "vague"
    EMPTY_POLITENESS = "empty_politeness"
    COPY_OF_QUESTION = "copy_of_question"
    AUTOMATIC = "automatic"


BECAUSE = {
    Verdict.OK: "reply.ok",
    Verdict.PARTIAL: "reply.partial",
    Verdict.VAGUE: "reply.vague",
    Verdict.EMPTY_POLITENESS: "reply.empty_politeness",
    Verdict.COPY_OF_QUESTION: "reply.copy_of_question",
    Verdict.AUTOMATIC: "reply.automatic",
}
"""The key of the sentence that explains each verdict."""


class Review(NamedTuple):
    """The verdict, the places of the questions left open in the list that was given, and why as a reason key."""

    verdict: Verdict
    unanswered: tuple[int, ...]
    because: str


def review_reply(questions: Sequence[str], reply: str, language: str, asked_in: Sequence[str] = ()) -> Review:
    """Judge ``reply`` against ``questions``; in a language beyond ours only an empty reply is not an answer.

    ``asked_in`` is the language of each question, where that is not the reply's.
    """
    every = range(len(questions))
    ours = _ours(language)
    if not any(character.isalnum() for character in reply):
        return _review(Verdict.VAGUE, every)
    if ours not in LANGUAGES:
        return _review(Verdict.OK)
    languages = [_ours(tag) for tag in asked_in] or [ours] * len(questions)
    words, signs, of_questions = seen(list(zip(questions, languages, strict=True)), reply, ours)
    if AUTOMATIC in signs:
        return _review(Verdict.AUTOMATIC, every)
    model = reply_model()
    kinds = model.kinds(words, signs)
    opens = [model.stays_open(question) for question in of_questions]
    fine = kinds.pop(FINE)
    answers_all = math.prod(1 - chance for chance in opens)
    if 1 - fine * answers_all <= NOT_OK:
        return _review(Verdict.OK)
    if 1 - fine >= fine * (1 - answers_all):
        return _review(Verdict(max(kinds, key=lambda kind: kinds[kind])), every)
    open_ = [at for at in every if opens[at] > OPEN or opens[at] == max(opens)]
    return _review(Verdict.PARTIAL if len(open_) < len(questions) else Verdict.VAGUE, open_)


def _ours(language: str) -> str:
    return language.partition("-")[0].lower()


def _review(verdict: Verdict, open_: Sequence[int] = ()) -> Review:
    return Review(verdict, tuple(open_), BECAUSE[verdict])

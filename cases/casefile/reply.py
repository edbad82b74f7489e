"""What a seller's words answer: what the seller says they do, else what a review of them finds."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from cases.casefile.casefile import CaseFile, QuestionRow
from cases.ids import question_id
from cases.messages.conduct.review_reply import BECAUSE, Review, Verdict, review_reply
from markets.translate import translate

NEVER_MEETS = (Verdict.AUTOMATIC, Verdict.EMPTY_POLITENESS, Verdict.COPY_OF_QUESTION)
OUR_ID = re.compile(r"[a-z]+_[0-9a-f-]{36}")
"""What names a file or a message, and says nothing to anybody."""

QUOTES = "\"“”„«»'"
IN_WORDS_ALONE = ("", "answer")
"""The events that are nothing but their words; any other is a deed, which is an answer to whoever asked nothing."""


class Reply(NamedTuple):
    """What a seller's message does to what waits for an answer.

    ``leaves`` are the questions that stay open, ``claims`` those that are answered by the seller's word against the
    review, which is judged at the first due moment if somebody objects. ``meets`` is whether it ends the clock of a
    message without questions, and ``speaks`` whether a person has said something at all. ``verdict`` is the review's,
    empty where nothing waited; ``counts`` is false where the seller's own word stands in its place.
    """

    leaves: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()
    meets: bool = True
    speaks: bool = True
    verdict: str = ""
    counts: bool = False

    @property
    def because(self) -> str:
        """The key of the reason, empty where nothing waited."""
        return BECAUSE[Verdict(self.verdict)] if self.verdict else ""


ANSWERS_ALL = Reply()


class Said(NamedTuple):
    """A seller's message: its event, its words and their language, its fields, and how many files come along."""

    event: str
    body: str
    lang: str
    fields: Mapping[str, Any]
    files: int


def left_open(file: CaseFile, answers: Sequence[str] | None) -> tuple[str, ...]:
    """The questions that an answer which is not reviewed leaves open: none when it names none, else the others."""
    return () if answers is None else tuple(name for name in _names(file) if name not in answers)


def reply_of(file: CaseFile, said: Said, answers: Sequence[str] | None) -> Reply:
    """What the message answers. With ``answers`` the seller says so, which stands for vague and partial replies.

    What is automatic, polite alone or a copy of the question never answers; neither does anything vague unless the
    seller names the question.
    """
    if not file.case.progress.owed and not file.open_questions():
        return ANSWERS_ALL
    review = _review(file, said)
    names = _names(file)
    open_ = tuple(names[place] for place in review.unanswered)
    deed = said.event not in IN_WORDS_ALONE
    if review.verdict in NEVER_MEETS and not deed:
        says_so_itself = answers is not None and not answers
        return Reply(names, meets=False, speaks=False, verdict=review.verdict, counts=not says_so_itself)
    if answers is not None:
        claims = tuple(name for name in open_ if name in answers)
        return Reply(left_open(file, answers), claims, verdict=review.verdict)
    return Reply(open_, meets=deed or _is_substantive(said), verdict=review.verdict, counts=True)


def says_why(reply: Reply, file: CaseFile, seq: int) -> str:
    """What the review found in message ``seq``, in the language of the case; empty where it keeps nothing waiting."""
    if not reply.counts or not file.case.progress.owed or reply.verdict == Verdict.OK:
        return ""
    lang = file.case.lang
    return translate("system.reply_reviewed", lang, number=seq, because=translate(reply.because, lang))


def _review(file: CaseFile, said: Said) -> Review:
    asked = {(words.seq, words.number): words for words in file.asking}
    known = [asked.get((question.seq, question.number)) for question in file.open_questions()]
    questions = [words.text if words is not None else "" for words in known]
    words = _without_quotes(_words(said), questions)
    review = review_reply(questions, words, said.lang, [words.lang if words else said.lang for words in known])
    if said.files and len(questions) <= 1 and review.verdict in (Verdict.VAGUE, Verdict.EMPTY_POLITENESS):
        return Review(Verdict.OK, (), "reply.ok")  # what was asked for may be in the file
    return review


def _without_quotes(words: str, questions: Sequence[str]) -> str:
    """The words but for the questions that they quote, which say what is answered and are no copy."""
    for question in filter(None, questions):
        words = re.sub(rf"[{QUOTES}]\s?{re.escape(question)}\s?[{QUOTES}]", "", words)
    return words


def _is_substantive(said: Said) -> bool:
    """Whether the words say anything to whoever asked nothing."""
    return bool(said.files) or review_reply([], _words(said), said.lang).verdict is Verdict.OK


def _words(said: Said) -> str:
    return "\n".join((said.body, *_texts(said.fields)))


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        if not OUR_ID.fullmatch(value):
            yield value
    elif isinstance(value, Mapping):
        for member in value.values():
            yield from _texts(member)
    elif isinstance(value, list | tuple):
        for member in value:
            yield from _texts(member)


def _names(file: CaseFile) -> tuple[str, ...]:
    return tuple(_name(question) for question in file.open_questions())


def _name(question: QuestionRow) -> str:
    return question_id(question.case_id, question.seq, question.number)

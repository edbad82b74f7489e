"""Whether a seller's reply answers what the buyer asked, clause by clause, and which questions it leaves open.

A clause answers when it can be held to something: a yes or no, a number, a day, an amount, a deed, a next step, or
plain words about the thing. Courtesy, "soon" and "it depends" cannot.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum
from itertools import combinations
from typing import NamedTuple

from cases.messages.conduct.answering import Answering, answering
from cases.messages.conduct.asking import LANGUAGES
from cases.messages.conduct.phrases import Phrases, Word, words_of

_CLAUSE = re.compile(
    r"(?<!\d)\.+(?=\s|$)|(?<=\d\d\d)\.+(?=\s|$)|(?<=\d)\.(?=\s*$)|[!?…;\n]+(?=\s|$)|\n+|(?<=\s)[-–•](?=\s)|\s(?=\(?[1-9a-e]\)\s)"
)
_MARKED = re.compile(rf"{_CLAUSE.pattern}|\s(?=[1-9]\.\s\S)")
_AFTER_A_NUMBER = re.compile(r"(?<=[^\d\W]\s\d\d)\.(?=\s+[^\W\d_])|(?<=^\d\d)\.(?=\s+[^\W\d_])")
_BEGINS_A_LIST = re.compile(r"\s*\(?1\s?[.):]")
_PART = re.compile(r",\s|:\s")
_NUMBERED = re.compile(r"\(?(?:[^\W\d]{1,4}\s)?([1-9])\s?[.):]|\(?([a-e])\)", re.IGNORECASE)
_POSTCODE = re.compile(r"\b\d{4,6}\b|\b\d{2,3}[ -]\d{2,3}\b|\b[A-Z]{1,2}\d{1,2} ?\d[A-Z]{2}\b")
_FIRM = frozenset(["strong", "next"])
_STEM = 5
_END = 1 << 30, 1 << 30
_MEASURED = frozenset(["ask_when", "ask_count"])
_COPIED = 0.8
_COPIED_AT_LEAST = 3
_NEWS_FROM = 4
_PLAIN_FROM = 3


class Verdict(StrEnum):
    """What a reply is, against the questions that wait for it."""

    OK = "ok"
    PARTIAL = "partial"
    VAGUE = "vague"
    EMPTY_POLITENESS = "empty_politeness"
    COPY_OF_QUESTION = "copy_of_question"
    AUTOMATIC = "automatic"


class Review(NamedTuple):
    """The verdict, the places of the questions left open in the list that was given, and why as a reason key."""

    verdict: Verdict
    unanswered: tuple[int, ...]
    because: str


class _Clause(NamedTuple):
    text: str
    words: tuple[Word, ...]
    stems: frozenset[str]
    numbers: bool
    kinds: frozenset[str]
    label: int | None

    @property
    def answers(self) -> bool:
        return "substance" in self.kinds


class _Question(NamedTuple):
    stems: frozenset[str]
    topics: frozenset[str]
    wants: str


def review_reply(questions: Sequence[str], reply: str, language: str, asked_in: Sequence[str] = ()) -> Review:
    """Judge ``reply`` against ``questions``; in a language beyond ours only an empty reply is not an answer.

    ``asked_in`` is the language of each question, where that is not the reply's.
    """
    every = tuple(range(len(questions)))
    ours = _ours(language)
    if ours not in LANGUAGES:
        said = any(character.isalnum() for character in reply)
        return Review(Verdict.OK, (), "reply.ok") if said else Review(Verdict.VAGUE, every, "reply.vague")
    lists = answering(ours)
    whole = words_of(reply)
    if any(True for _ in lists.automatic.places(whole)):
        return Review(Verdict.AUTOMATIC, every, "reply.automatic")
    open_questions = [
        _question(question, _ours(asked_in[at] if asked_in else language)) for at, question in enumerate(questions)
    ]
    asked = frozenset[str]().union(*(question.stems for question in open_questions))
    clauses = _clauses(reply, lists, asked)
    if clauses and all(clause.kinds == {"weak"} for clause in clauses):
        clauses = [clause._replace(kinds=frozenset({"substance"})) for clause in clauses]
    if not any(clause.answers for clause in clauses):
        return _without_substance(clauses, every)
    open_ = _open(open_questions, clauses, lists, lists.and_)
    if len(open_) == len(questions) and questions:
        return Review(Verdict.VAGUE, every, "reply.vague")
    return Review(Verdict.PARTIAL, tuple(open_), "reply.partial") if open_ else Review(Verdict.OK, (), "reply.ok")


def _ours(language: str) -> str:
    return language.partition("-")[0].lower()


def _without_substance(clauses: list[_Clause], every: tuple[int, ...]) -> Review:
    kinds = {kind for clause in clauses for kind in clause.kinds}
    if "copy" in kinds and "vague" not in kinds:
        return Review(Verdict.COPY_OF_QUESTION, every, "reply.copy_of_question")
    if "polite" in kinds and kinds <= {"polite", "weak"}:
        return Review(Verdict.EMPTY_POLITENESS, every, "reply.empty_politeness")
    return Review(Verdict.VAGUE, every, "reply.vague")


def _clauses(reply: str, lists: Answering, asked: frozenset[str]) -> list[_Clause]:
    found, start = [], 0
    cut_at = _MARKED if _BEGINS_A_LIST.match(reply) else _CLAUSE  # "on the 3. May" begins no list
    cuts = [(cut.start(), cut.end(), "?" in cut.group()) for cut in cut_at.finditer(reply)]
    numbers = (cut.span() for cut in _AFTER_A_NUMBER.finditer(reply))
    cuts += [(at, after, False) for at, after in numbers if not _is_date(reply, after, lists)]
    for at, after, asks in [*sorted(cuts), (len(reply), len(reply), False)]:
        text = reply[start:at].strip()
        if any(character.isalnum() for character in text):
            found.append(_clause(text, lists, asked, asks=asks))
        start = after
    return found


def _is_date(reply: str, after: int, lists: Answering) -> bool:
    """Whether the number before this place counts the days of a month ("3. Mai")."""
    return lists.day.at(words_of(reply[after : after + 24])[:2], 0) > 0


def _clause(text: str, lists: Answering, asked: frozenset[str], *, asks: bool) -> _Clause:
    words = words_of(text)
    stems = _stems(words, lists)
    label = _NUMBERED.match(text)
    number = (int(label[1]) if label[1] else ord(label[2].lower()) - 96) if label else None
    body = words[1:] if label and label[1] and words and words[0].plain.isdigit() else words
    has_digits = any(word.plain[:1].isdigit() and word.plain[:_STEM] not in asked for word in body)
    kinds = _kinds(body, stems, lists, asked, digits=has_digits, asks=asks)
    return _Clause(text, tuple(body), stems, has_digits, frozenset(kinds), number)


def _kinds(
    words: list[Word], stems: frozenset[str], lists: Answering, asked: frozenset[str], *, digits: bool, asks: bool
) -> set[str]:
    """What the clause is: courtesy, vague, not known, the question again, or something to hold the seller to."""
    new = _stems(_without(words, lists.repeats), lists) - asked
    copied = len(stems & asked)
    says_again = _has(lists.repeats, words) or asks
    says_nothing = max(lists.vague.at(words, 0), lists.polite.at(words, 0))
    answers_plainly = lists.yes_no.at(words, 0) > says_nothing
    courteous = _has(lists.polite, words)
    if copied and says_again and len(new) <= max(1, (1 - _COPIED) * len(stems)) and not (digits and new):
        return {"copy"}
    if copied >= _COPIED_AT_LEAST and not answers_plainly and copied >= _COPIED * len(stems) and not digits:
        return {"copy"} if not _has(lists.done, words) and not _has(lists.yes_no, words) else {"substance"}
    if _has(lists.unknown, words):
        return {"substance", "next"} if _has(lists.next, words) else {"unknown"}
    if _has(lists.next, words):
        return {"substance", "next"}
    words = _without(words, lists.polite)
    held = digits or _has(lists.time, words)
    if _has(lists.vague, words):
        if digits or _has(lists.day, words):
            return {"substance", "strong"}
        plain = answers_plainly or _has(lists.done, words) or _has_a_plain_piece(words, lists)
        return {"substance"} if plain else {"vague"}
    if held or _has(lists.done, words) or answers_plainly:
        return {"substance", "strong"}
    if courteous:
        return {"substance"} if len(_stems(words, lists) - asked) >= _NEWS_FROM and copied else {"polite"}
    if not stems:
        return {"polite"}
    return {"substance"} if copied or _topics(words, lists) else {"weak"}


def _has_a_plain_piece(words: list[Word], lists: Answering) -> bool:
    """Whether something is said between the commas of a clause that is neither vague nor courteous."""
    pieces: list[list[Word]] = [[]]
    for at, word in enumerate(words):
        if at and word.start - words[at - 1].stop > 1:
            pieces.append([])
        pieces[-1].append(word)
    return any(
        len(_stems(piece, lists)) >= _PLAIN_FROM and not _has(lists.vague, piece) and not _has(lists.polite, piece)
        for piece in pieces
    )


def _without(words: list[Word], phrases: Phrases) -> list[Word]:
    """The words that no such phrase takes."""
    taken = {at + more for at, length in phrases.places(words) for more in range(length)}
    return [word for at, word in enumerate(words) if at not in taken]


def _question(text: str, language: str) -> _Question:
    """What is asked; in a language beyond ours nobody can say more than that something is."""
    if language not in LANGUAGES:
        return _Question(frozenset(), frozenset(), "")
    lists, words = answering(language), words_of(text)
    wants = next(
        (
            name
            for name in ("ask_when", "ask_why", "ask_count", "ask_where", "ask_who")
            if _has(getattr(lists, name), words)
        ),
        "",
    )
    return _Question(_stems(words, lists), _topics(words, lists), wants)


def _open(questions: list[_Question], clauses: list[_Clause], lists: Answering, joins: Phrases) -> list[int]:
    """The questions that no clause answers."""
    if len(questions) <= 1:
        answered = any(
            clause.answers and _holds(question, clause, lists) for question in questions for clause in clauses
        )
        return [] if answered or not questions else [0]
    parts = [_parts(clause, lists, joins) for clause in clauses]
    met, refused, spare = _met(questions, parts, lists)
    for at in range(len(questions)):
        if at in met or at in refused:
            continue
        fitting = next((part for part in spare if _takes(questions[at], part, lists)), None)
        if fitting is not None:
            spare.remove(fitting)
            met.add(at)
    return [at for at in range(len(questions)) if at not in met]


def _met(
    questions: list[_Question], clauses: list[list[_Clause]], lists: Answering
) -> tuple[set[int], set[int], list[_Clause]]:
    """The questions that some part answers, those it declines to, and the firm parts that speak of none."""
    shared = frozenset[str]().union(*(a.stems & b.stems for a, b in combinations(questions, 2)))
    met: set[int] = set()
    refused: set[int] = set()
    silent: list[list[_Clause]] = []
    direct = {part: _direct(questions, part, shared, lists) for parts in clauses for part in parts}
    named = set[int]().union(*(places for part, places in direct.items() if part.answers))
    for parts in clauses:
        spoken = [direct[part] or _about(questions, part, named, lists) for part in parts]
        for part, close in zip(parts, spoken, strict=True):
            if not part.answers:
                declined = close - met or _of_kind(questions, part, lists)
                refused |= declined if part.kinds & {"unknown", "vague"} else set()
            elif part.label is not None and part.label <= len(questions):
                met.add(part.label - 1)
            else:
                met |= close
        quiet = [part for part, close in zip(parts, spoken, strict=True) if part.answers and not close]
        silent.append([_beside(part) for part in quiet] if any(spoken) else quiet)
    spare = _spare(questions, silent, met | refused, met, lists)
    return met - refused, refused, spare


def _spare(
    questions: list[_Question], silent: list[list[_Clause]], heard: set[int], met: set[int], lists: Answering
) -> list[_Clause]:
    """The firm parts that speak of no question, once those of a kind that one wants have met it."""
    spare: list[_Clause] = []
    for parts in silent:
        wanted = [min(of_kind) if (of_kind := _of_kind(questions, part, lists) - heard) else None for part in parts]
        new = {at for at in wanted if at is not None}
        met |= new
        heard |= new
        rest = [part for part, at in zip(parts, wanted, strict=True) if at is None and "spare" in part.kinds]
        spare += [_beside(part) for part in rest] if new else rest
    return spare


def _beside(part: _Clause) -> _Clause:
    """A part that goes on about what another in its clause has answered, unless an "and" joins it."""
    return part if "joined" in part.kinds else part._replace(kinds=part.kinds | {"beside"})


def _takes(question: _Question, part: _Clause, lists: Answering) -> bool:
    """Whether a part that speaks of no question answers this one; beside one that does only what is of its kind."""
    return _fits_exactly(question, part, lists) if "beside" in part.kinds else _fits(question, part, lists)


def _direct(questions: list[_Question], part: _Clause, shared: frozenset[str], lists: Answering) -> set[int]:
    """The questions whose own words stand in the part."""
    found = {at for at, question in enumerate(questions) if part.stems & (question.stems - shared)}
    return {at for at in found if _holds(questions[at], part, lists)} if part.answers else found


def _about(questions: list[_Question], part: _Clause, named: set[int], lists: Answering) -> set[int]:
    """The first question of the part's subject that no part answers by its own words; all where it declines."""
    subjects = _topics(part.words, lists)
    found = [at for at, asked in enumerate(questions) if asked.topics & subjects and _fits(asked, part, lists)]
    return set([at for at in found if at not in named][:1]) if part.answers else set(found)


def _of_kind(questions: list[_Question], part: _Clause, lists: Answering) -> set[int]:
    """The questions that want the kind of thing that the part says, whatever it speaks of."""
    kinds = ("ask_when", "ask_where", "ask_why")
    return {at for at, one in enumerate(questions) if one.wants in kinds and _fits_exactly(one, part, lists)}


def _parts(clause: _Clause, lists: Answering, joins: Phrases) -> list[_Clause]:
    """A clause that answers, cut at its commas and at its "and"; a piece that could answer by itself is spare.

    A piece behind an "and" is ``joined``: it may answer something else than the one before it.
    """
    if not clause.answers:
        return [clause]
    cuts = [(*cut.span(), False) for cut in _PART.finditer(clause.text)]
    ands = (word for at, word in enumerate(clause.words) if _joins(clause.words, at, joins))
    pieces: list[_Clause] = []
    start, joined = 0, False
    for at, after, is_and in [*sorted([*cuts, *((word.start, word.stop, True) for word in ands)]), (*_END, False)]:
        text = clause.text[start:at].strip()
        start = max(start, after)
        if text and words_of(text):
            piece = _clause(text, lists, frozenset(), asks=False)
            kinds = {kind for kind, holds in (("spare", piece.kinds & _FIRM), ("joined", joined)) if holds}
            pieces.append(piece._replace(kinds=clause.kinds | kinds, label=clause.label))
            joined = False
        joined = joined or is_and
    if len(pieces) <= 1:
        return [clause._replace(kinds=clause.kinds | ({"spare"} if clause.kinds & _FIRM else set()))]
    return pieces


def _joins(words: Sequence[Word], at: int, joins: Phrases) -> bool:
    """Whether an "and" stands here that is not one between two numbers."""
    before, after = words[max(at - 2, 0) : at], words[at + 1 : at + 3]
    between = all(any(word.plain.isdigit() for word in side) for side in (before, after))
    breaks = at > 0 and words[at].start - words[at - 1].stop > 1
    return joins.at(words[at : at + 1], 0) > 0 and (breaks or not between)


def _holds(question: _Question, clause: _Clause, lists: Answering) -> bool:
    """Whether words about the thing are an answer: who asks when or how much wants more than that."""
    return question.wants not in _MEASURED or bool(clause.kinds & _FIRM) or _fits_exactly(question, clause, lists)


def _fits(question: _Question, clause: _Clause, lists: Answering) -> bool:
    """Whether the clause is of the kind that the question wants."""
    return not question.wants or _fits_exactly(question, clause, lists)


def _fits_exactly(question: _Question, clause: _Clause, lists: Answering) -> bool:
    if question.wants == "ask_when":
        return _has(lists.time, clause.words) or _has(lists.next, clause.words)
    if question.wants == "ask_count":
        return clause.numbers
    if question.wants == "ask_where":
        return bool(_POSTCODE.search(clause.text))
    if question.wants == "ask_who":
        return _has(lists.payer, clause.words)
    if not question.wants:
        return lists.yes_no.at(clause.words, 0) > 0
    return _has(lists.because, clause.words)


def _topics(words: Sequence[Word], lists: Answering) -> frozenset[str]:
    return frozenset(name for name, topic in lists.topics.items() if _has(topic, words))


def _stems(words: Sequence[Word], lists: Answering) -> frozenset[str]:
    """The words that carry the meaning, cut to their beginnings, so that endings do not part them."""
    return frozenset(
        word.plain[:_STEM]
        for at, word in enumerate(words)
        if len(word.plain) > 1 and not lists.empty_words.at(words[at : at + 1], 0)
    )


def _has(phrases: Phrases, words: Sequence[Word]) -> bool:
    return phrases.stand_in(words)

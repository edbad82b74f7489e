"""What is seen of a reply when it is judged, by itself and beside each question that it should answer.

A sign is anything said by name: a list of `answering/<language>.toml` that holds a phrase, what kinds of clauses there
are, how much of a question is said again, how long it all is. Signs carry over from language to language.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from cases.messages.conduct.answering import TOPIC, answering
from cases.messages.conduct.features import LONGEST_WORD
from cases.messages.conduct.phrases import words_of

NONE: frozenset[str] = frozenset()
PIECE = 4
MOST_REMEMBERED = 20_000
EMPTY = frozenset(["empty_words", "and"])
SAYS_NOTHING = ("automatic", "repeats", "vague", "polite")
FIRM = frozenset(["done", "next", "time"])
WANTS = ("ask_when", "ask_why", "ask_count", "ask_where", "ask_who")
FITTING = {"ask_when": {"time", "next"}, "ask_count": {"number"}, "ask_who": {"payer"}}
ANSWERS = ("unknown", "next", "done", "payer", "vague", "yes_no", "time")

_CLAUSE = re.compile(r"(?<!\d)\.(?=\s|$)|(?<=\d)\.(?=\s*$)|[!?…;](?=\s|$)|\n|(?<=\s)[-–•](?=\s)|\s(?=\(?[1-9]\)\s)")
_MARKS = (
    ("picture", re.compile(r"[\U0001f300-\U0001faff\u2600-\u27bf]")),
    ("price", re.compile(r"[€£$]|\b(?:eur|kr|kč|zł|lei|euro)\b", re.IGNORECASE)),
    ("clock", re.compile(r"\d[:.]\d\d|\d ?h\b")),
    ("short number", re.compile(r"\b\d{1,3}\b")),
    ("code", re.compile(r"\b[A-Z]{2,9}[-\d]{0,9}\d{3}")),
    ("dots", re.compile(r"\.\.\.|…")),
    ("aside", re.compile(r"\(")),
    ("colon", re.compile(r": ")),
    ("quote", re.compile(r"[\"“„«»]")),
    ("capital", re.compile(r"^[^\W\d_a-zà-ž]")),
    ("full stop", re.compile(r"\.\s{0,9}$")),
    ("asks", re.compile(r"\?")),
    ("asks last", re.compile(r"\?\s{0,9}$")),
    ("exclaims", re.compile(r"!")),
    ("dash", re.compile(r" [-–—] ")),
    ("semicolon", re.compile(r";")),
)
_NAME = re.compile(r"(?<=[a-z,] )[A-Z]\w")

# Where a length in words, a share, a difference of shares, or the words for each question count as more.
_LENGTHS = (2, 4, 7, 11, 16, 22, 30, 45)
_SHARES = (0.01, 0.1, 0.2, 0.35, 0.5, 0.7, 0.85)
_MORE = (-0.3, -0.1, -0.02, 0.02, 0.1, 0.3)
_EACH = (2, 4, 6, 9, 13, 18)
_MANY = 4


class Said(NamedTuple):
    """A text: its words, where each starts, the lists with a phrase at each, and pieces of those that tell something.

    ``names`` are all those lists.
    """

    text: str
    words: list[str]
    starts: list[int]
    lists: list[frozenset[str]]
    names: frozenset[str]
    pieces: frozenset[str]

    @property
    def begins(self) -> frozenset[str]:
        """The lists of its first word."""
        return self.lists[0] if self.lists else NONE

    @property
    def topics(self) -> frozenset[str]:
        """The subjects that it speaks of."""
        return frozenset(name for name in self.names if name.startswith(TOPIC))

    @property
    def has_number(self) -> bool:
        """Whether a number stands in it."""
        return any(map(_has_digit, self.words))


class Clause(NamedTuple):
    """What a clause is, its pieces, how many parts its commas and "and" make of it, whether it begins "yes" or "no"."""

    kind: str
    pieces: frozenset[str]
    parts: int
    is_yes_or_no: bool


class Seen(NamedTuple):
    """The words of a reply, its signs, and those of each question beside it."""

    words: list[str]
    signs: list[str]
    questions: list[list[str]]


def seen(questions: Sequence[tuple[str, str]], reply: str, language: str) -> Seen:
    """What is seen of a reply to these questions, each with its language."""
    asked = [_read(question, asked_in) for question, asked_in in questions]
    said = _read(reply, language)
    clauses = _clauses(said)
    words = ["0" if _has_digit(word) else word for word in said.words]  # a code is a number, whatever its letters
    return Seen(words, _of_reply(asked, said, clauses), _of_questions(asked, said, clauses))


def _read(text: str, language: str) -> Said:
    lists, words = answering(language), words_of(text)
    found = [
        frozenset(name for name, _ in at) if (at := lists.at(words, place)) else NONE for place in range(len(words))
    ]
    return _said(text, [word.plain[:LONGEST_WORD] for word in words], [word.start for word in words], found)


def _said(text: str, words: list[str], starts: list[int], lists: list[frozenset[str]]) -> Said:
    telling = {word for word, names in zip(words, lists, strict=True) if names.isdisjoint(EMPTY)}
    return Said(text, words, starts, lists, NONE.union(*lists), NONE.union(*map(_pieces, telling)))


def _has_digit(word: str) -> bool:
    return any(map(str.isdigit, word))


@lru_cache(MOST_REMEMBERED)
def _pieces(word: str) -> frozenset[str]:
    edged = f"<{word}>"
    return frozenset(edged[at : at + PIECE] for at in range(max(1, len(edged) + 1 - PIECE)))


def _clauses(reply: Said) -> list[Clause]:
    """The clauses that have words."""
    found, start, first = [], 0, 0
    for at, after in [*(cut.span() for cut in _CLAUSE.finditer(reply.text)), (len(reply.text), len(reply.text))]:
        last = bisect_left(reply.starts, at, first)
        if last > first:
            words, starts, lists = reply.words[first:last], reply.starts[first:last], reply.lists[first:last]
            found.append(
                _clause(_said(reply.text[start:at], words, starts, lists), asks="?" in reply.text[start:after])
            )
        start, first = after, last
    return found


def _clause(clause: Said, *, asks: bool) -> Clause:
    kind = "asks" if asks else _kind(clause)
    parts = 1 + clause.text.count(",") + sum("and" in lists for lists in clause.lists)
    return Clause(kind, clause.pieces, 0 if kind in ("polite", "asks") else parts, "yes_no" in clause.begins)


def _kind(clause: Said) -> str:
    """Whether a clause says nothing (and how), can be held to something, or is plain."""
    firm = clause.has_number or bool(clause.names & FIRM)
    if "unknown" in clause.names and not firm:
        return "unknown"
    for name in SAYS_NOTHING:
        if name in clause.names:
            return f"{name}, firm" if firm else name
    return "firm" if firm or "yes_no" in clause.begins else "plain"


def _of_reply(questions: Sequence[Said], reply: Said, clauses: Sequence[Clause]) -> list[str]:
    """What is seen of a reply as a whole."""
    asked = NONE.union(*(question.pieces for question in questions))
    again = len(reply.pieces & asked)
    times = Counter(name for lists in reply.lists for name in lists if not name.startswith(TOPIC))
    return [
        *(f"says {name}" for name in times),
        *(f"says {name} again" for name, count in times.items() if count > 1),
        *(f"begins {name}" for name in sorted(reply.begins & times.keys())),
        *(f"clause {kind}" for kind in dict.fromkeys(clause.kind for clause in clauses)),
        *(f"mark {name}" for name, mark in _MARKS if mark.search(reply.text)),
        *(["number"] if reply.has_number else []),
        f"substance {min(_substance(clauses), _MANY)}",
        f"words {bisect_right(_LENGTHS, len(reply.words))}",
        f"copied {bisect_right(_SHARES, again / max(1, len(reply.pieces)))}",
        f"given back {bisect_right(_SHARES, again / max(1, len(asked)))}",
        f"new {bisect_right(_LENGTHS, len(reply.pieces - asked) // PIECE)}",
        f"questions {min(len(questions), _MANY)}",
        f"capitals {min(sum(1 for _ in _NAME.finditer(reply.text)), _MANY)}",
        f"commas {min(reply.text.count(','), _MANY)}",
    ]


def _of_questions(questions: Sequence[Said], reply: Said, clauses: Sequence[Clause]) -> list[list[str]]:
    """What is seen of each question beside the reply."""
    count = len(questions)
    own = _own([each.pieces for each in questions])
    shares = [len(pieces & reply.pieces) / max(1, len(pieces)) for pieces in own]
    answers = [name for name in ANSWERS if name in reply.names] + (["number"] if reply.has_number else [])
    parts = _near(sum(clause.parts for clause in clauses) - count)
    of_all = [
        *(f"? reply {name}" for name in answers),
        *(["? begins yes_no"] if "yes_no" in reply.begins else []),
        *(["? asks"] if "?" in reply.text else []),
        f"? questions {min(count, _MANY)}",
        f"? yes_no {min(sum(clause.is_yes_or_no for clause in clauses), 2)}",
        f"? words {bisect_right(_LENGTHS, len(reply.words))}",
        f"? words for each {bisect_right(_EACH, len(reply.words) / max(1, count))}",
        f"? clauses more {_near(len(clauses) - count)}",
        f"? parts more {parts}",
        f"? substance more {_near(_substance(clauses) - count)}",
    ]
    wants = [next((name for name in WANTS if name in question.names), "yes_no") for question in questions]
    of_each = []
    for at, (question, topics) in enumerate(zip(questions, _own([each.topics for each in questions]), strict=True)):
        others = max((share for place, share in enumerate(shares) if place != at), default=0.0)
        of_each.append(
            [
                *of_all,
                *(f"? wants {wants[at]}, reply {name}" for name in sorted(reply.names)),
                *([f"? wants {wants[at]}, reply number"] if reply.has_number else []),
                *dict.fromkeys(f"? other wants {want}" for place, want in enumerate(wants) if place != at),
                *(f"? {topic}" for topic in sorted(topics)),
                *(["? last"] if at == count - 1 else []),
                f"? wants {wants[at]}",
                f"? fits {not FITTING.get(wants[at], NONE).isdisjoint(answers)}, parts more {parts}",
                f"? told {_told(own[at], clauses)}",
                f"? said {bisect_right(_SHARES, shares[at])}",
                f"? others said {bisect_right(_SHARES, others)}",
                f"? said more {bisect_right(_MORE, shares[at] - others)}",
                f"? topic {_spoken(question.topics, reply)}",
                f"? own topic {_spoken(topics, reply)}",
                f"? place {min(at, _MANY)}",
            ]
        )
    return of_each


def _own(sets: Sequence[frozenset[str]]) -> list[frozenset[str]]:
    """What each of the sets has and no other."""
    times = Counter(one for each in sets for one in each)
    return [frozenset(one for one in each if times[one] == 1) for each in sets]


def _told(own: frozenset[str], clauses: Sequence[Clause]) -> str:
    """What the clause is that says most of what is asked."""
    best = max(clauses, key=lambda clause: len(own & clause.pieces), default=None)
    return best.kind if best and own & best.pieces else "nowhere"


def _spoken(topics: frozenset[str], reply: Said) -> str:
    if not topics:
        return "none"
    return "spoken of" if topics & reply.topics else "silent"


def _substance(clauses: Sequence[Clause]) -> int:
    return sum(clause.kind in ("firm", "plain") for clause in clauses)


def _near(number: int) -> int:
    return max(-3, min(number, _MANY))

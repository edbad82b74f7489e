"""What the classifier sees of a sentence: pieces of its words, which stand side by side, and signs.

A sign is anything said by name: a meaning of the word files, a pattern that holds, what a rule found in the sentence,
a price, a question. Pieces carry over to words that no list knows; signs carry over from language to language.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, pairwise, starmap
from typing import NamedTuple
from zlib import crc32

from cases.messages.conduct import iban
from cases.messages.conduct.digits import Digit, runs
from cases.messages.conduct.finding import Finding
from cases.messages.conduct.known_numbers import is_known
from cases.messages.conduct.reading import Place, Reading
from cases.messages.conduct.spoken import spoken

ROWS = 1 << 17
"""How many rows the table of pieces has, and that of signs; what falls on one row shares its weights."""

PIECES = (3, 4, 5)
LONGEST_WORD = 24
MOST_WORDS = 60
"""A sentence that goes on and on is looked at in parts of so many words."""

MADE_UP = frozenset(["example", "invalid", "localhost"])
"""In which the addresses of the corpus end (RFC 2606), and which say nothing elsewhere; they are read as a number."""

FEWEST_DIGITS, LONG_NUMBER, MOST_DIGITS, MOST_PIECES = 3, 7, 14, 6
"""A number is seen from so many digits on; from where it may be dialled; above what its length says no more."""

_DIGITS = str.maketrans(dict.fromkeys("123456789", "0"))
_MARKS = (
    ("(percent)", re.compile(r"\d ?%")),
    ("(price)", re.compile(r"(?:[€$£] ?\d|\d ?(?:[€$£]|eur|kr\b|kc\b|zl\b|lei\b|euro|ron\b))|\d[.,]\d\d\b")),
    ("(exclaims)", re.compile(r"!")),
    ("(@)", re.compile(r"@")),
    ("(underscore)", re.compile(r"\w_\w")),
    ("(inner dot)", re.compile(r"[a-z]\.[a-z]{2}")),
    ("(slash)", re.compile(r"[a-z]/[a-z]")),
    ("(named)", re.compile(r": ?[a-z0-9._-]{4,}\b")),
    ("(code)", re.compile(r"\b(?!sn|ean|imei|rma|inv|ref|ord|awb)[a-z]{4,12}\d{1,3}\b")),
)
_Signs = dict[str, Place]


class Sentence(NamedTuple):
    """First and last word, the words with every digit as 0, and the signs with the place of the first of each."""

    place: Place
    words: Sequence[str]
    signs: _Signs


def sentences(reading: Reading, found: Iterable[Finding]) -> list[Sentence]:
    """The sentences of a text; `found` is what the rules with a grammar found in it."""
    edges = _edges(reading)
    return [
        Sentence((first, after - 1), _shaped(reading.words[first:after]), signs)
        for (first, after), signs in zip(pairwise(edges), _signs(reading, edges, found), strict=True)
    ]


def rows_of_word(word: str) -> list[int]:
    """The rows of a word's pieces and of the word itself."""
    edged = f"<{word}>".encode()
    pieces = [crc32(edged[at : at + size]) % ROWS for size in PIECES for at in range(len(edged) - size + 1)]
    return [*pieces, crc32(b"=" + edged) % ROWS]


def neighbours(words: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Each two words that stand side by side, the edges of the sentence among them."""
    return zip(("<", *words), (*words, ">"), strict=True)


def pairs(signs: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Each two signs that a sentence holds together."""
    return combinations(sorted(signs), 2)


def row_of_neighbours(first: str, then: str) -> int:
    """The row of two words that stand side by side."""
    return crc32(f"{first} {then}".encode()) % ROWS


def row_of_sign(sign: str) -> int:
    """The row of a sign."""
    return crc32(sign.encode()) % ROWS


def row_of_pair(one: str, other: str) -> int:
    """The row of two signs together."""
    return crc32(f"{one}&{other}".encode()) % ROWS


def rows_of_neighbours(words: Sequence[str]) -> list[int]:
    """The rows of each two words that stand side by side."""
    return list(starmap(row_of_neighbours, neighbours(words)))


def rows_of_signs(signs: Iterable[str]) -> list[int]:
    """The rows of the signs."""
    return list(map(row_of_sign, signs))


def rows_of_pairs(signs: Iterable[str]) -> list[int]:
    """The rows of each two signs that a sentence holds together."""
    return list(starmap(row_of_pair, pairs(signs)))


def _shaped(words: Sequence[str]) -> list[str]:
    return ["0" if word in MADE_UP else word[:LONGEST_WORD].translate(_DIGITS) for word in words]


def _edges(reading: Reading) -> list[int]:
    """The first word of each sentence, and the end of the last."""
    edges = [0]
    count = len(reading.words)
    for at in range(1, count):
        if reading.sentences[at] != reading.sentences[at - 1] or at - edges[-1] == MOST_WORDS:
            edges.append(at)
    return [*edges, count] if count else edges


def _signs(reading: Reading, edges: list[int], found: Iterable[Finding]) -> list[_Signs]:
    signs: list[_Signs] = [{} for _ in edges[1:]]
    if not signs:
        return signs
    for sign, place in _held(reading, found):
        signs[bisect_right(edges, place[0]) - 1].setdefault(sign, place)
    for part, first in zip(signs, edges, strict=False):
        if reading.sentences[first] in reading.asked:
            part["(asks)"] = (first, first)
    return signs


def _held(reading: Reading, found: Iterable[Finding]) -> Iterator[tuple[str, Place]]:
    for meaning, places in reading.index.items():
        if not meaning.startswith("="):
            yield from ((meaning, place) for place in places)
    for label, said in spoken(reading).items():
        yield from ((f"={label}", place) for place, _ in said)
    for name, mark in _MARKS:
        for match in mark.finditer(reading.text):
            at = reading.word_at(match.start())
            yield name, (at, at)
    for name, at in iban.shapes(reading):
        yield name, (at, at)
    for item in found:
        at = reading.word_after(item.start)
        yield f":{item.rule}", (at, at)
    for run in runs(reading):
        at = run[0].word
        if (of_run := list(_of_run(reading, run))) and not is_known(reading, run):
            yield from ((sign, (at, at)) for sign in of_run)


def _of_run(reading: Reading, run: list[Digit]) -> Iterator[str]:
    """How a number is written: how many digits, how many of them said in words, in how many pieces, how it begins."""
    digits = sum(len(part.digits) for part in run)
    spelled = sum(part.spelled for part in run)
    if digits < FEWEST_DIGITS and not spelled:
        return
    yield f"(digits {min(digits, MOST_DIGITS)})"
    yield f"(pieces {min(len(run), MOST_PIECES)})"
    if spelled:
        yield f"(spelled {min(spelled, MOST_PIECES)})"
    if digits >= LONG_NUMBER and run[0].digits[0] == "0":
        yield "(zero)"
    start = reading.starts[run[0].word]
    if "+" in reading.text[max(0, start - 2) : start]:
        yield "(plus)"

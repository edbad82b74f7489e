"""Runs of digits in a text, also as words, as letters that look like digits, over several lines."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple
from weakref import WeakKeyDictionary

from cases.messages.conduct.normalise import normalise
from cases.messages.conduct.reading import Reading
from cases.messages.conduct.vocabulary import WORDS

MOST_DIGITS = 60
LONGEST_MIXED = 12
SHORTEST_COMPOUND, LONGEST_GLUED = 4, 60
WIDEST_GAP, LONGEST_NAME = 5, 16
MOST_REMEMBERED = 20_000
GO_ON, TIMES = "+", {"2x": 2, "3x": 3}
MOST_BETWEEN = 3
"""How many words that go on with a number may stand between two pieces of it."""

_PLAYED = str.maketrans({"o": "0", "i": "1", "l": "1", "s": "5", "b": "8"})
_MIXED = re.compile(r"[0-9oilsb]*[0-9][0-9oilsb]*")
_BETWEEN = re.compile(r"[\s\-./()*_|~+\\'\[\]]{0,4}|,\s{1,2}|\s?,\s|[^\w\s,.:;?!]{1,3}")


class Digit(NamedTuple):
    """One piece of a run: its digits, the word of the text that it is, and whether it was spelled out."""

    digits: str
    word: int
    spelled: bool


_worked_out: WeakKeyDictionary[Reading, list[list[Digit]]] = WeakKeyDictionary()


def runs(reading: Reading) -> list[list[Digit]]:
    """The runs of at least two digits' worth, none longer than anybody could dial many times over."""
    if reading not in _worked_out:
        _worked_out[reading] = list(_runs(reading))
    return _worked_out[reading]


def _runs(reading: Reading) -> Iterator[list[Digit]]:
    run: list[Digit] = []
    going_on, how_often = _going_on(), _how_often()
    between, times = 0, 1
    for at, word in enumerate(reading.words):
        digits = _digits_of(word)
        if digits is None and run and between < MOST_BETWEEN and (word in going_on or word in how_often):
            between += 1
            times = how_often.get(word, 1)
            continue
        if digits is None and not run and word in how_often:
            times = how_often[word]
            continue
        if run and (digits is None or not _joined(reading, run[-1].word, at)):
            yield run
            run = []
        if digits is not None:
            spelled = not word[0].isdigit() and not _MIXED.fullmatch(word)
            run.append(Digit(digits * times if len(digits) == 1 else digits, at, spelled))
        between, times = 0, 1
    if run:
        yield run


@lru_cache(MOST_REMEMBERED)
def _digits_of(word: str) -> str | None:
    if word.isdecimal():
        return word
    if word == "o":
        return "0"
    spelled = _names().get(word)
    if spelled is not None:
        return spelled
    if _MIXED.fullmatch(word) and len(word) <= LONGEST_MIXED:
        return word.translate(_PLAYED)
    if not SHORTEST_COMPOUND <= len(word) <= LONGEST_GLUED:
        return None
    return _compound(word) or _glued(word)


def _compound(word: str) -> str | None:
    """`vijfentwintig`, `achtundvierzig`, `trentaquattro`: two digits in one word."""
    found = _compounds().fullmatch(word)
    if not found:
        return None
    names = _names()
    return names[found["tens"] or found["first"]][0] + names[found["unit"] or found["last"]]


def _glued(word: str) -> str | None:
    """`nul6twee1`, `zeroseven`: names and digits with nothing between; the longest name that fits each time."""
    names, digits, at, pieces = _names(), "", 0, 0
    while at < len(word):
        if word[at].isdecimal():
            digits, at = digits + word[at], at + 1
            continue
        end = next((end for end in range(min(len(word), at + LONGEST_NAME), at + 1, -1) if word[at:end] in names), 0)
        if not end:
            return None
        digits, at, pieces = digits + names[word[at:end]], end, pieces + 1
    return digits if pieces and len(digits) > 1 else None


@cache
def _compounds() -> re.Pattern[str]:
    names = _names()
    units = "|".join(name for name, value in names.items() if len(value) == 1 and value != "0")
    tens = "|".join(name for name, value in names.items() if value[1:] == "0" and value > "10")
    return re.compile(rf"(?P<unit>{units})(?:en|und|a)?(?P<tens>{tens})|(?P<first>{tens})(?P<last>{units})")


def _joined(reading: Reading, before: int, after: int) -> bool:
    if after - before > 1:
        before = after - 1
    between = reading.text[reading.ends[before] : reading.starts[after]]
    return len(between) <= WIDEST_GAP and _BETWEEN.fullmatch(between) is not None


@cache
def _names() -> dict[str, str]:
    return {word: name for name, words in _lines().items() if name.isdecimal() for word in words}


@cache
def _going_on() -> frozenset[str]:
    """Words that go on with a number: "six one two, then three four, and it ends in 9"."""
    return frozenset(_lines()[GO_ON])


@cache
def _how_often() -> dict[str, int]:
    """Words that say how often the next digit is dialled: "double four"."""
    return {word: times for name, times in TIMES.items() for word in _lines()[name]}


@cache
def _lines() -> dict[str, list[str]]:
    lines: dict[str, list[str]] = defaultdict(list)
    for line in (WORDS / "digits.txt").read_text(encoding="utf-8").splitlines():
        name, equals, words = line.partition("=")
        if equals and not line.startswith("#"):
            lines[name.strip()] += [normalise(word.strip()).text for word in words.split(",")]
    return lines

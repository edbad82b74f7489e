"""What a buyer's words read as, where a rule hangs on it: pure thanks, a withdrawal.

The words are in `reading/`, a list a language, and hold in every language at once, because a buyer need not write in
the one that the case says.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import NamedTuple

from cases.messages.conduct.phrases import Lists, fold, words_of

FOLDER = Path(__file__).parent / "reading"


class _Thanks(NamedTuple):
    thanking: frozenset[str]
    beside: frozenset[str]


def reads_as_thanks(text: str) -> bool:
    """Whether the words are thanks and greetings of one language alone, so that no answer is expected."""
    words = [word.plain for word in words_of(text)]
    if not words or "?" in text or any(word.isdigit() for word in words):
        return False
    return any(
        not thanks.thanking.isdisjoint(words)
        and all(word in thanks.thanking or word in thanks.beside for word in words)
        for thanks in _thanks()
    )


def reads_as_withdrawal(text: str) -> bool:
    """Whether the words may declare a withdrawal; never more than a hint that puts a button before people."""
    words = words_of(text)
    return any(_withdrawal().at(words, place) for place in range(len(words)))


@cache
def _thanks() -> tuple[_Thanks, ...]:
    read = tomllib.loads((FOLDER / "thanks.toml").read_text(encoding="utf-8"))
    return tuple(
        _Thanks(frozenset(map(fold, words)), frozenset(map(fold, read["beside"][language])))
        for language, words in read["thanking"].items()
    )


@cache
def _withdrawal() -> Lists:
    read = tomllib.loads((FOLDER / "withdrawal.toml").read_text(encoding="utf-8"))
    return Lists(read)

"""How sellers answer in one language, and how they do not: the word lists of `answering/<language>.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from keyword import iskeyword
from pathlib import Path
from typing import NamedTuple

from cases.messages.conduct.phrases import Phrases

FOLDER = Path(__file__).parent / "answering"


class Answering(NamedTuple):
    """The lists, by what a phrase of each says; ``topics`` are words of one subject, by its name.

    ``day`` are the words of ``time`` that need no number to be checked, which is all but ``units``.
    """

    automatic: Phrases
    polite: Phrases
    vague: Phrases
    unknown: Phrases
    next: Phrases
    yes_no: Phrases
    done: Phrases
    repeats: Phrases
    time: Phrases
    day: Phrases
    ask_when: Phrases
    ask_where: Phrases
    ask_count: Phrases
    ask_who: Phrases
    ask_why: Phrases
    because: Phrases
    payer: Phrases
    empty_words: Phrases
    and_: Phrases
    topics: Mapping[str, Phrases]


@cache
def answering(language: str) -> Answering:
    """The word lists of a language, read when it is first asked for."""
    read = tomllib.loads((FOLDER / f"{language}.toml").read_text(encoding="utf-8"))
    lists = {
        f"{name}_" if iskeyword(name) else name: Phrases(phrases)
        for name, phrases in read["phrases"].items()
        if name != "units"
    }
    named = [word for word in read["phrases"]["time"] if word not in read["phrases"]["units"]]
    return Answering(
        day=Phrases(named), topics={name: Phrases(words) for name, words in read["topics"].items()}, **lists
    )

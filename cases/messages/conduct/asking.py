"""How buyers ask in one language: the word lists of `asking/<language>.toml`."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import NamedTuple

from cases.messages.conduct.phrases import Lists, fold

FOLDER = Path(__file__).parent / "asking"
LANGUAGES = ("nl", "en", "de", "fr", "pl", "es", "it", "cs", "ro", "sv")


class Asking(NamedTuple):
    """How one language asks: its abbreviations, the words that begin a question, and every list by its name."""

    abbreviations: frozenset[str]
    openers: frozenset[str]
    lists: Lists


@cache
def asking(language: str) -> Asking:
    """The word lists of a language, read when it is first asked for."""
    read = tomllib.loads((FOLDER / f"{language}.toml").read_text(encoding="utf-8"))
    return Asking(
        abbreviations=frozenset(fold(word) for word in read["abbreviations"]),
        openers=frozenset(fold(word.strip("=*")) for word in read["phrases"]["words"] if " " not in word),
        lists=Lists(read["phrases"], read["lists"]),
    )

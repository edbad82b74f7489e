"""How sellers answer in one language, and how they do not: the word lists of `answering/<language>.toml`."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from cases.messages.conduct.asking import LANGUAGES
from cases.messages.conduct.phrases import Lists

FOLDER = Path(__file__).parent / "answering"
TOPIC = "about "
"""What stands before the name of a list whose words are of one subject."""


@cache
def answering(language: str) -> Lists:
    """The word lists of a language by what a phrase of each says, read when first asked for; none beyond ours."""
    if language not in LANGUAGES:
        return Lists({})
    read = tomllib.loads((FOLDER / f"{language}.toml").read_text(encoding="utf-8"))
    return Lists(read["phrases"] | {TOPIC + name: words for name, words in read["topics"].items()})

"""How buyers ask in one language: the word lists of `asking/<language>.toml`."""

from __future__ import annotations

import tomllib
from functools import cache
from keyword import iskeyword
from pathlib import Path
from typing import NamedTuple

from cases.messages.conduct.phrases import ANY, Phrases, fold

FOLDER = Path(__file__).parent / "asking"
LANGUAGES = ("nl", "en", "de", "fr", "pl", "es", "it", "cs", "ro", "sv")


class Asking(NamedTuple):
    """How one language asks."""

    abbreviations: frozenset[str]
    openers: frozenset[str]
    question: Phrases
    inverts: Phrases
    formal: Phrases
    no_verb: Phrases
    last: Phrases
    subject: Phrases
    relative: Phrases
    yet: Phrases
    tag: Phrases
    words: Phrases
    anywhere: Phrases
    loosely: Phrases
    front: Phrases
    request: Phrases
    lead: Phrases
    complement: Phrases
    saying: Phrases
    closing: Phrases
    states: Phrases
    wish: Phrases
    tail: Phrases
    reason: Phrases
    ends: Phrases
    because: Phrases
    continues: Phrases
    and_: Phrases
    but: Phrases
    or_: Phrases
    if_: Phrases
    never: Phrases
    greeting: Phrases
    header: Phrases


@cache
def asking(language: str) -> Asking:
    """The word lists of a language, read when it is first asked for."""
    read = tomllib.loads((FOLDER / f"{language}.toml").read_text(encoding="utf-8"))
    phrases = {**read["phrases"], "lead": [*read["phrases"]["lead"], *map(_loosened, read["phrases"]["lead"])]}
    phrases = dict.fromkeys(("inverts", "formal", "no_verb", "last", "subject", "relative", "yet", "tag"), ()) | phrases
    named = {
        f"{name}_" if iskeyword(name) else name: Phrases(written, read["lists"]) for name, written in phrases.items()
    }
    return Asking(
        abbreviations=frozenset(fold(word) for word in read["abbreviations"]),
        openers=frozenset(fold(word.strip("=*")) for word in read["phrases"]["words"] if " " not in word),
        **named,
    )


def _loosened(lead: str) -> str:
    """The lead-in with room for one more word before its last ("I would like to also know")."""
    *before, last = lead.split()
    return " ".join([*before, ANY, last]) if before else lead

"""What somebody looks for: words, "phrases", beginnings*, and what must -not be there. All else is taken literally."""

from __future__ import annotations

import re
from typing import NamedTuple

from cases.messages.search.folding import words_of

LONGEST = 200
SHORTEST_BEGINNING = 2
_PIECE = re.compile(r'(-?)(?:"([^"]*)"?|([^\s"]+))(\*?)')


class Term(NamedTuple):
    """Words that stand side by side, folded; of a ``beginning`` the last may go on."""

    words: tuple[str, ...]
    beginning: bool = False


class Sought(NamedTuple):
    """Every term that must be found and every one that must not; nothing can be found without one of the former."""

    found: tuple[Term, ...]
    excluded: tuple[Term, ...]


def sought_in(query: str) -> Sought:
    """Read a query. A word with punctuation in it is a phrase, and the last word may be half written."""
    pieces = list(_PIECE.finditer(query))
    found: list[Term] = []
    excluded: list[Term] = []
    for piece in pieces:
        minus, phrase, word, star = piece.groups()
        words = tuple(one.text for one in words_of(phrase if word is None else word))
        if not words:
            continue
        goes_on = bool(star) or (word or "").endswith("*") or (piece is pieces[-1] and word is not None and not minus)
        term = Term(words, goes_on and len(words[-1]) >= SHORTEST_BEGINNING)
        (excluded if minus else found).append(term)
    return Sought(tuple(found), tuple(excluded))

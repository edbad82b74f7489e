"""A text with what may not be shown covered, as long as before; the original stays where it is kept."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from cases.messages.conduct.finding import Finding

COVER = "•"


def mask(text: str, findings: Iterable[Finding]) -> str:
    """The text with every visible character of the findings covered; spaces and line ends stay, so it reads alike.

    A letter with its combining marks, or an emoji with its joiners, is one visible character and one cover.
    """
    pieces: list[str] = []
    at = 0
    for start, end in _joined(findings):
        pieces += (text[at:start], _covered(text[start:end]))
        at = end
    return "".join((*pieces, text[at:]))


def _joined(findings: Iterable[Finding]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end in sorted((found.start, found.end) for found in findings):
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return joined


def _covered(hidden: str) -> str:
    return "".join(
        character if character.isspace() else COVER
        for character in hidden
        if character.isspace() or unicodedata.category(character) not in {"Mn", "Me", "Mc", "Cf"}
    )

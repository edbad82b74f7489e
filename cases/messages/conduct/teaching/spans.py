"""Where the labelled words of a message stand."""

from __future__ import annotations

from collections.abc import Sequence


def spans(text: str, labelled: Sequence[tuple[str, str]]) -> list[tuple[int, int, str]]:
    """Start, end and label of each in the order of the text."""
    found = []
    at = 0
    for words, label in labelled:
        start = text.find(words, at)
        at = start if start >= 0 else text.index(words)
        found.append((at, at + len(words), label))
    return found

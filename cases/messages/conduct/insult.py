"""Insults and threats against a person; calling oneself a fool, or a thing useless, is none."""

from __future__ import annotations

from cases.messages.conduct.finding import Finding
from cases.messages.conduct.reading import Reading

NEAR = 3


def find(reading: Reading) -> list[Finding]:
    """The words themselves, but where the writer speaks of themselves."""
    found = []
    for meaning in ("insult", "threat"):
        for place in reading.index.get(meaning, ()):
            if meaning == "insult" and _of_oneself(reading, place[0]):
                continue
            found.append(reading.finding_at("insult", place, f"insult.{meaning}"))
    return found


def _of_oneself(reading: Reading, at: int) -> bool:
    near = reading.nearest("self blame", (at, at), NEAR)
    return near is not None and reading.nearest("you", (at, at), NEAR) is None

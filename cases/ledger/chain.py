"""What holds a case's log together: each row follows its predecessor and is what was hashed, and so are its words."""

from __future__ import annotations

from typing import Any, NamedTuple

import orjson

from cases.db import moment_text
from cases.ledger.leaf import leaf_hash, words_hash

Words = dict[tuple[int, str], tuple[str, str, str]]
"""Salt, body and fields by the place of their message and their part."""


class LogRow(NamedTuple):
    """A message as its table holds it."""

    seq: int
    prev_seq: int | None
    event: str
    from_state: str | None
    to_state: str
    role: str
    kind: str
    lang: str
    author: str | None
    at: Any
    prev_hash: str
    hash: str
    canonical: str


def fault_of(case_id: str, place: int, row: LogRow, previous: str, at_state: str | None) -> str:
    """Why the row does not stand at its place behind ``previous``, a hash, and ``at_state``; empty where it does."""
    if row.seq != place or (row.prev_seq or 0) != row.seq - 1:
        return "is missing"
    if row.prev_hash != previous or row.from_state != at_state or (not row.event and row.from_state != row.to_state):
        return "does not follow its predecessor"
    if leaf_hash(case_id, row.seq, row.prev_hash, row.canonical) != row.hash:
        return "is not what was hashed"
    said = orjson.loads(row.canonical)
    hashed = tuple(said[name] for name in ("event", "from", "to", "role", "kind", "lang", "author", "at"))
    at = row.at if isinstance(row.at, str) else moment_text(row.at)
    shown = (row.event, row.from_state, row.to_state, row.role, row.kind, row.lang, row.author, at)
    return "" if hashed == shown else "says something else in its columns"


def fault_of_words(row: LogRow, words: Words, gone: list[tuple[int, str]]) -> str:
    """Whether the words that are there are those of the message; what is not there is noted in ``gone``."""
    for part, digest in orjson.loads(row.canonical)["content"].items():
        kept = words.pop((row.seq, part), None)
        if kept is None:
            gone.append((row.seq, part))
        elif words_hash(*kept) != digest:
            return "has other words than were hashed"
    return ""


def told_by(row: LogRow) -> set[tuple[int, str, int]]:
    """The parts whose destruction the message tells of, each with the message's own place."""
    if row.kind != "system":
        return set()
    named = (name.partition(".") for name in orjson.loads(row.canonical).get("redacts", ()))
    return {(int(seq), part, row.seq) for seq, _, part in named if seq.isdecimal()}

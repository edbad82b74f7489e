"""Re-derive the whole log: every leaf, every salted hash of words, every case's head. Names the first that fails."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import orjson

from cases.db import Connection, Database, run
from cases.ledger.leaf import GENESIS, leaf_hash, words_hash

_CHUNK = 500


@dataclass(frozen=True, slots=True)
class Verified:
    """How much was verified, and the first entry that does not hold with its reason; none when all does."""

    cases: int
    messages: int
    fault: str = ""

    @property
    def holds(self) -> bool:
        """Whether every entry holds."""
        return not self.fault


def verify(database: Database, case_id: str | None = None) -> Verified:
    """Verify the log of every case, or of one."""
    cases = messages = 0
    with database.read() as connection:
        for case in _cases(connection, case_id):
            count, fault = _verify_case(connection, case)
            messages += count
            if fault:
                return Verified(cases, messages, fault)
            cases += 1
        if case_id is None and (stray := _stray(connection)):
            return Verified(cases, messages, f"message {stray} belongs to no case")
    return Verified(cases, messages)


def _verify_case(connection: Connection, case: tuple[Any, ...]) -> tuple[int, str]:
    case_id, version, state, head = case
    previous, at_state, redacted = GENESIS, None, _redactions(connection, case_id)
    count = 0
    words = _words(connection, case_id)
    for seq, prev_seq, event, from_state, to_state, role, prev_hash, stored, canonical in _messages(connection, case_id):
        count += 1
        place = f"message {case_id}.{count}"
        if seq != count or (prev_seq or 0) != seq - 1:
            return count, f"{place} is missing"
        if prev_hash != previous or from_state != at_state or (not event and from_state != to_state):
            return count, f"{place} does not follow its predecessor"
        if leaf_hash(case_id, seq, prev_hash, canonical) != stored:
            return count, f"{place} is not what was hashed"
        said = orjson.loads(canonical)
        if (said["event"], said["from"], said["to"], said["role"]) != (event, from_state, to_state, role):
            return count, f"{place} says something else in its columns"
        for part, digest in said["content"].items():
            kept = words.pop((seq, part), None)
            if kept is None and (seq, part) not in redacted:
                return count, f"{place} has lost its words without a redaction"
            if kept is not None and words_hash(*kept) != digest:
                return count, f"{place} has other words than were hashed"
        previous, at_state = stored, to_state
    if words:
        return count, f"case {case_id} holds words that no message names"
    if (version, state, head) != (count, at_state, previous):
        return count, f"case {case_id} does not stand where its log ends"
    return count, ""


def _cases(connection: Connection, case_id: str | None) -> Iterator[tuple[Any, ...]]:
    after = ""
    while True:
        where = f"CAST(id AS text) = '{case_id}'" if case_id else f"CAST(id AS text) > '{after}'"
        sql = f"SELECT CAST(id AS text), version, state, head FROM cases WHERE {where} ORDER BY 1 LIMIT {_CHUNK}"  # noqa: S608  # ids that the database gave
        rows = run(connection, sql)
        yield from rows
        if len(rows) < _CHUNK or case_id:
            return
        after = rows[-1][0]


def _messages(connection: Connection, case_id: str) -> list[tuple[Any, ...]]:
    columns = "seq, prev_seq, event, from_state, to_state, role, prev_hash, hash, canonical"
    return run(connection, f"SELECT {columns} FROM message WHERE case_id = '{case_id}' ORDER BY seq")  # noqa: S608  # an id that the database gave


def _words(connection: Connection, case_id: str) -> dict[tuple[int, str], tuple[str, str, str]]:
    rows = run(connection, f"SELECT seq, part, salt, body, fields FROM content WHERE case_id = '{case_id}'")  # noqa: S608  # an id that the database gave
    return {(seq, part): (salt, body, fields) for seq, part, salt, body, fields in rows}


def _redactions(connection: Connection, case_id: str) -> set[tuple[int, str]]:
    rows = run(connection, f"SELECT seq, part FROM redaction WHERE case_id = '{case_id}'")  # noqa: S608  # an id that the database gave
    return {(seq, part) for seq, part in rows}


def _stray(connection: Connection) -> str:
    sql = "SELECT CAST(m.case_id AS text) FROM message m LEFT JOIN cases c ON c.id = m.case_id WHERE c.id IS NULL LIMIT 1"
    rows = run(connection, sql)
    return str(rows[0][0]) if rows else ""

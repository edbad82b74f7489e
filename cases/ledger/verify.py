"""Re-derive the whole log: leaves, salted hashes of words, heads, signed checkpoints. Names the first that fails."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from cases.db import Connection, Database, run
from cases.ledger.chain import LogRow, Words, fault_of, fault_of_words, told_by
from cases.ledger.checkpoints import fault_of_checkpoints
from cases.ledger.leaf import GENESIS
from cases.ledger.note import PublicKey

_CHUNK = 500


@dataclass(frozen=True, slots=True)
class Verified:
    """How much was verified, and the first entry that does not hold with its reason; none when all does."""

    cases: int
    messages: int
    fault: str = ""
    checkpoints: int = 0

    @property
    def holds(self) -> bool:
        """Whether every entry holds."""
        return not self.fault


def verify(database: Database, case_id: str | None = None, keys: Sequence[PublicKey] | None = None) -> Verified:
    """Verify the log of every case and the checkpoints of all, or the log of one case.

    Checkpoints are held to the log, and their signatures to ``keys`` where there are any to hold them to.
    """
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
        checkpoints, fault = fault_of_checkpoints(connection, keys) if case_id is None else (0, "")
    return Verified(cases, messages, fault, checkpoints)


def _verify_case(connection: Connection, case: tuple[Any, ...]) -> tuple[int, str]:
    case_id, version, state, head = case
    previous, at_state, redacted = GENESIS, None, _redactions(connection, case_id)
    words = _words(connection, case_id)
    gone: list[tuple[int, str]] = []
    told: set[tuple[int, str, int]] = set()
    count = 0
    for row in _messages(connection, case_id):
        count += 1
        fault = fault_of(case_id, count, row, previous, at_state) or fault_of_words(row, words, gone)
        if fault:
            return count, f"message {case_id}.{count} {fault}"
        told |= told_by(row)
        previous, at_state = row.hash, row.to_state
    # The log itself must tell of a redaction; a row of the table alone can be written by whoever destroys words.
    if silent := next((part for part in gone if part not in {(seq, part) for seq, part, _ in redacted & told}), None):
        return count, f"message {case_id}.{silent[0]} has lost its words without a redaction"
    if words:
        return count, f"case {case_id} holds words that no message names"
    if (version, state, head) != (count, at_state, previous):
        return count, f"case {case_id} does not stand where its log ends"
    return count, ""


def _cases(connection: Connection, case_id: str | None) -> Iterator[tuple[Any, ...]]:
    after = ""
    while True:
        where = f"CAST(id AS text) = '{case_id}'" if case_id else f"CAST(id AS text) > '{after}'"
        columns = "CAST(id AS text), version, state, head"
        sql = f"SELECT {columns} FROM cases WHERE {where} ORDER BY 1 LIMIT {_CHUNK}"
        rows = run(connection, sql)
        yield from rows
        if len(rows) < _CHUNK or case_id:
            return
        after = rows[-1][0]


def _messages(connection: Connection, case_id: str) -> list[LogRow]:
    columns = "seq, prev_seq, event, from_state, to_state, role, kind, lang, CAST(author AS text), at, prev_hash, hash"
    sql = f"SELECT {columns}, canonical FROM message WHERE case_id = '{case_id}' ORDER BY seq"
    return [LogRow(*row) for row in run(connection, sql)]


def _words(connection: Connection, case_id: str) -> Words:
    rows = run(connection, f"SELECT seq, part, salt, body, fields FROM content WHERE case_id = '{case_id}'")
    return {(seq, part): (salt, body, fields) for seq, part, salt, body, fields in rows}


def _redactions(connection: Connection, case_id: str) -> set[tuple[int, str, int]]:
    rows = run(connection, f"SELECT seq, part, by_seq FROM redaction WHERE case_id = '{case_id}'")
    return {(seq, part, by_seq) for seq, part, by_seq in rows}


def _stray(connection: Connection) -> str:
    sql = (
        "SELECT CAST(m.case_id AS text) FROM message m LEFT JOIN cases c ON c.id = m.case_id WHERE c.id IS NULL LIMIT 1"
    )
    rows = run(connection, sql)
    return str(rows[0][0]) if rows else ""

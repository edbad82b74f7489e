"""What must hold of every market place, whatever happened in it. Read in chunks, so that it fits into any memory."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

import msgspec
import orjson

from cases.casefile.casefile import CaseFile
from cases.casefile.queries import load_all
from cases.db import Connection, Database, run
from cases.ids import deadline_id
from cases.ledger.verify import verify
from cases.sellers.recount import differences
from cases.timers.queries import overdue_lag, parked
from workflows.grammar import CLOSED

CHUNK = 250
FOLLOWS = (
    "event = 'convert' OR (seq = 1 AND case_id IN (SELECT case_id FROM link WHERE relation IN ('source', 'earlier')))"
)
"""The messages that another one leads to: a withdrawal ends the return before it, an escalation opens its claim, and
words to a case that was closed long ago open a question."""

AFTER_CLOSING = frozenset({"reply", "promise", "review"})
"""The deadlines that a closed case may still have."""


def first_violation(database: Database, now: datetime, acts: int) -> str:
    """The first law that does not hold, in a sentence; empty where all do.

    ``now`` is when the clock last swept, and ``acts`` how many messages people and systems wrote.
    """
    return next(violations(database, now, acts), "")


def violations(database: Database, now: datetime, acts: int) -> Iterator[str]:
    """Every law that does not hold, a sentence each."""
    if fault := verify(database).fault:
        yield f"The ledger does not hold: {fault}."
    with database.read() as connection:
        yield from _counted(connection, acts)
        yield from _left_undone(connection, now)
        for ids in _chunks(connection):
            for file in load_all(connection, ids):
                yield from _of_a_case(file)
            yield from _fired_once(connection, ids)
        for (seller,) in run(connection, "SELECT id FROM seller ORDER BY id"):
            yield from (
                f"The record of seller {seller} is not the log's: {said}" for said in differences(connection, seller)
            )


def _counted(connection: Connection, acts: int) -> Iterator[str]:
    """Every message is counted by its case, and nobody said more or less than was done."""
    ((messages,),) = run(connection, "SELECT count(*) FROM message")
    ((counted,),) = run(connection, "SELECT coalesce(sum(version), 0) FROM cases")
    if messages != counted:
        yield f"There are {messages} messages, but the cases count {counted}."
    ((said,),) = run(connection, f"SELECT count(*) FROM message WHERE kind <> 'system' AND NOT ({FOLLOWS})")
    if said != acts:
        yield f"There are {said} messages of people and systems, but {acts} were written."


def _left_undone(connection: Connection, now: datetime) -> Iterator[str]:
    """Everything that was due has fired, and nothing failed on the way."""
    if stuck := parked(connection):
        yield f"The firing of {stuck} cases failed."
    if late := overdue_lag(connection, now):
        yield f"A deadline has been due for {late:.0f} seconds and did not fire."


def _chunks(connection: Connection) -> Iterator[list[str]]:
    after = ""
    while True:
        sql = f"SELECT CAST(id AS text) FROM cases WHERE CAST(id AS text) > '{after}' ORDER BY 1 LIMIT {CHUNK}"
        ids = [str(name) for (name,) in run(connection, sql)]
        if not ids:
            return
        yield ids
        after = ids[-1]


def _of_a_case(file: CaseFile) -> Iterator[str]:
    for law in (_money, _wait, _replies):
        if said := law(file):
            yield f"Case {file.case.number} ({file.case.kind}, {file.case.state}) {said}."


def _money(file: CaseFile) -> str:
    """What all cases of an order give back is what the order says, and no more than was paid."""
    if file.order is None:
        return ""
    payments = [*file.case.progress.payments, *(pay for other in file.siblings for pay in other.payments)]
    given_back = sum((pay.total for pay in payments if pay.state != "failed"), Decimal(0))
    if given_back != file.order.refunded:
        return f"and its siblings gave back {given_back}, but the order {file.order.id} says {file.order.refunded}"
    paid = file.order.terms.paid
    return f"gave back {given_back} of {paid} that were paid" if given_back > paid else ""


def _wait(file: CaseFile) -> str:
    """An open case waits for somebody until a moment, or says why it may wait for ever; a closed one waits no more."""
    case = file.case
    waits = [deadline for deadline in file.deadlines if deadline.kind == "state"]
    if case.state == CLOSED:
        kinds = {deadline.kind for deadline in file.deadlines} - AFTER_CLOSING
        return f"is closed, and has deadlines of {', '.join(sorted(kinds))}" if kinds else ""
    wait = file.workflow.wait_of(case.state)
    if wait is None or {deadline.name for deadline in waits} != {case.state}:
        return "waits for nobody"
    if not {deadline.waits_on for deadline in waits} <= set(wait.on):
        return "waits for somebody else than its state says"
    if case.held_by is not None:
        return "" if all(deadline.paused_at is not None for deadline in waits) else "is held, and its wait runs on"
    return _runs(file, waits[0].due_at, waits[0].next_at, paused=waits[0].paused_at is not None)


def _runs(file: CaseFile, due_at: datetime | None, next_at: datetime | None, *, paused: bool) -> str:
    wait = file.workflow.wait_of(file.case.state)
    assert wait is not None
    if paused:
        held_up = any(deadline.kind == "reply" for deadline in file.deadlines) or bool(file.case.progress.held)
        return "" if held_up else "stands still, and nothing holds it up"
    if due_at is None:
        return "" if wait.because and next_at is not None else "waits for ever without saying why"
    return ""


def _replies(file: CaseFile) -> str:
    """An answer that is owed has a clock that runs, or was missed."""
    running = {deadline.name for deadline in file.deadlines if deadline.kind == "reply"}
    stray = [owed.seq for owed in file.case.progress.owed if owed.missed == (str(owed.seq) in running)]
    return f"owes an answer to message {stray[0]} without a clock" if stray else ""


def _fired_once(connection: Connection, ids: Sequence[str]) -> Iterator[str]:
    """A deadline ends once: by one message of the log, with one row of the history, and does not run on."""
    told = _ended_by_the_log(connection, ids)
    kept = {
        deadline_id(str(c), s, n): state for c, s, n, state in _of_table(connection, "deadline_history", "state", ids)
    }
    running = {deadline_id(str(c), s, n) for c, s, n, _ in _of_table(connection, "deadline", "kind", ids)}
    for name, states in told.items():
        if len(states) > 1:
            yield f"The deadline {name} ended {len(states)} times: {', '.join(states)}."
        if kept.get(name) != states[-1]:
            yield f"The deadline {name} was {states[-1]} by the log, but {kept.get(name)} by the history."
        if name in running:
            yield f"The deadline {name} is over, and runs on."
    for name in kept.keys() - told.keys():
        yield f"The deadline {name} is over, but no message says so."


def _ended_by_the_log(connection: Connection, ids: Sequence[str]) -> dict[str, list[str]]:
    told: dict[str, list[str]] = {}
    for (canonical,) in run(
        connection, f"SELECT canonical FROM message WHERE case_id IN {_among(connection)}", _ids(connection, ids)
    ):
        for ended in orjson.loads(canonical).get("ended", ()):
            name, _, state = ended.rpartition("=")
            told.setdefault(name, []).append(state)
    return told


def _of_table(connection: Connection, table: str, column: str, ids: Sequence[str]) -> list[tuple[Any, ...]]:
    sql = f"SELECT case_id, seq, number, {column} FROM {table} WHERE case_id IN {_among(connection)}"
    return run(connection, sql, _ids(connection, ids))


def _among(connection: Connection) -> str:
    return (
        "(SELECT value FROM json_each(:ids))" if connection.dialect == "sqlite" else "(SELECT unnest(%(ids)s::uuid[]))"
    )


def _ids(connection: Connection, ids: Sequence[str]) -> dict[str, Any]:
    return {"ids": msgspec.json.encode(ids).decode() if connection.dialect == "sqlite" else list(ids)}

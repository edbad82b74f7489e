"""The record made anew from the log and the deadlines, to be held beside the one that was kept on the way."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from cases.db import Connection, placeholder, run
from cases.sellers.merits import Row, recounted
from workflows.grammar import SELLER
from workflows.registry import workflow_named

BY_THE_CLOCK = ("deadline_missed", "same_silence")
"""Why a missed deadline counts or not, as long as nobody has decided anything about it."""


SAYS_NOTHING = ("automatic", "empty_politeness", "copy_of_question")
"""The verdicts about words that end no silence, where they are nothing but words."""


class Missed(NamedTuple):
    """A deadline that the seller let pass, and whether it counts: of one silence the first answer alone does."""

    case_id: str
    seq: int
    number: int
    kind: str
    counts: int


def differences(connection: Connection, seller_id: str) -> list[str]:
    """Where the record of a seller is not what the log says; a sentence each, none where both agree."""
    kept, made = _kept_merits(connection, seller_id), {_named(row) for row in recounted(connection, seller_id)}
    missed_kept, missed_made = _kept_missed(connection, seller_id), set(missed(connection, seller_id))
    return [
        *(f"The record has a merit that the log has not: {row}." for row in sorted(kept - made)),
        *(f"The log has a merit that the record has not: {row}." for row in sorted(made - kept)),
        *(f"The record has a breach that the log has not: {row}." for row in sorted(missed_kept - missed_made)),
        *(f"The log has a breach that the record has not: {row}." for row in sorted(missed_made - missed_kept)),
    ]


def missed(connection: Connection, seller_id: str) -> Iterator[Missed]:
    """What the seller missed, told case by case along the log.

    Whatever somebody decided about a breach since is taken as the record has it.
    """
    decided = {
        (str(case_id), seq, number): counts
        for case_id, seq, number, counts, because in _breaches(connection, seller_id)
        if because not in BY_THE_CLOCK
    }
    silent_in = ""
    for case_id, seq, number, kind in _along_the_log(connection, seller_id):
        if number is None:
            silent_in = "" if silent_in == case_id else silent_in
            continue
        counts = int(kind != "reply" or silent_in != case_id)
        silent_in = case_id if kind == "reply" else silent_in
        yield Missed(case_id, seq, number, _breach_kind(kind), decided.get((case_id, seq, number), counts))


def _along_the_log(connection: Connection, seller_id: str) -> list[tuple[str, int, int | None, str]]:
    """The seller's own words (with no number) and the deadlines that they missed, as they follow each other.

    Where the law's last day ends what a state waits for, that is one thing missed, and the law's, also where the law
    goes on until the clock has done what it asks for; where a state waits for both sides, the first of the two says
    whose it is.
    """
    mark = placeholder(connection.dialect, "seller")
    is_held = 'm.canonical LIKE \'%"delivery":"held"%\''
    said_nothing = " OR ".join(f'm.canonical LIKE \'%"reviewed":"{verdict}"%\'' for verdict in SAYS_NOTHING)
    spoken = (
        "SELECT m.case_id, m.seq AS at, 0 AS place, m.seq, CAST(NULL AS integer) AS number, '' AS kind,"
        " '' AS workflow, '' AS name, '' AS event FROM message m"
        f" JOIN cases c ON c.id = m.case_id WHERE c.seller_id = {mark} AND m.role = '{SELLER}'"
        f" AND m.kind = 'chat' AND NOT {is_held} AND NOT (m.event IN ('', 'answer') AND ({said_nothing}))"
    )
    freed = (
        "SELECT f.case_id, f.by_seq, 0, f.seq, CAST(NULL AS integer), '', '', '', '' FROM released f"
        " JOIN cases c ON c.id = f.case_id JOIN message m ON m.case_id = f.case_id AND m.seq = f.seq"
        f" WHERE c.seller_id = {mark} AND m.role = '{SELLER}'"
    )
    passed = (
        "SELECT h.case_id, h.ended_seq, 1, h.seq, h.number, h.kind, c.workflow, h.name, e.event FROM deadline_history h"
        " JOIN message e ON e.case_id = h.case_id AND e.seq = h.ended_seq"
        f" JOIN cases c ON c.id = h.case_id WHERE c.seller_id = {mark} AND h.state = 'missed'"
        f" AND h.waits_on = '{SELLER}' AND NOT (h.kind = 'state' AND EXISTS (SELECT 1 FROM deadline_history l"
        " WHERE l.case_id = h.case_id AND l.ended_seq = h.ended_seq AND l.state = 'missed'"
        " AND (l.kind = 'statutory' OR l.kind = 'state' AND l.number < h.number)))"
    )
    sql = f"{spoken} UNION ALL {freed} UNION ALL {passed} ORDER BY 1, 2, 3, 4"
    if connection.dialect != "sqlite":
        sql = sql.replace('%"', '%%"').replace('"%', '"%%')
    return [
        (str(case_id), seq, number, kind)
        for case_id, _, _, seq, number, kind, *by in run(connection, sql, {"seller": seller_id})
        if kind != "state" or _by_its_own_end(*by)
    ]


def _by_its_own_end(workflow: str, state: str, event: str) -> bool:
    """Whether the event is one of those that follow when the wait of the state is over."""
    wait = workflow_named(workflow).wait_of(state)
    return wait is not None and event in wait.then


def _breaches(connection: Connection, seller_id: str) -> list[tuple[Any, ...]]:
    sql = (
        "SELECT case_id, seq, number, counts, because FROM breach"
        f" WHERE seller_id = {placeholder(connection.dialect, 'seller')} AND number IS NOT NULL"
    )
    return run(connection, sql, {"seller": seller_id})


def _kept_missed(connection: Connection, seller_id: str) -> set[Missed]:
    sql = (
        "SELECT case_id, seq, number, kind, counts FROM breach"
        f" WHERE seller_id = {placeholder(connection.dialect, 'seller')} AND number IS NOT NULL"
    )
    return {Missed(str(case_id), *row) for case_id, *row in run(connection, sql, {"seller": seller_id})}


def _kept_merits(connection: Connection, seller_id: str) -> set[tuple[Any, ...]]:
    sql = (
        "SELECT case_id, seq, number, kind, name, market, seconds, counts FROM merit"
        f" WHERE seller_id = {placeholder(connection.dialect, 'seller')}"
    )
    return {(str(case_id), *row) for case_id, *row in run(connection, sql, {"seller": seller_id})}


def _named(row: Row) -> tuple[Any, ...]:
    return tuple(row[name] for name in ("case_id", "seq", "number", "kind", "name", "market", "seconds", "counts"))


def _breach_kind(kind: str) -> str:
    return "state" if kind == "statutory" else kind

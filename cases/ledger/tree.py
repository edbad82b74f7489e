"""The Merkle tree as the database keeps it: a leaf for each message, and full subtrees of every eighth level.

So a root and a path need a few hundred hashes whatever the size, and a message costs one row. Whoever gives events
their position appends the leaves, one transaction at a time, so places have no gaps and follow the feed.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import cache

from cases.db import Connection, insert_sql, placeholder, run, run_all
from cases.ledger.merkle import full_hash

STEP = 8
BLOCK = 1 << STEP
_HIGHEST = 56  # of a tree that nobody will ever fill


class LogChanged(Exception):
    """The log is not any more what a checkpoint was signed for."""


def append_leaves(connection: Connection, told: Iterable[tuple[str, int]]) -> None:
    """Append the messages at these places of cases, in this order, unless the tree has them.

    The caller holds the lock of whoever gives positions. Several events can be of one version of a case.
    """
    order = {place: number for number, place in enumerate(dict.fromkeys(told))}
    if not order:
        return
    found = run(connection, _new_sql(connection.dialect), {"places": json.dumps(list(order))})
    new = sorted(((str(case_id), seq, hashed) for case_id, seq, hashed in found), key=lambda row: order[row[:2]])
    rows = [
        {"place": place, "case_id": case_id, "seq": seq, "hash": hashed}
        for place, (case_id, seq, hashed) in enumerate(new, start=size_of(connection))
    ]
    if rows:
        run_all(connection, insert_sql(connection.dialect, "tree_leaf", rows[0]), rows)


def size_of(connection: Connection) -> int:
    """How many leaves there are."""
    found = run(connection, "SELECT place FROM tree_leaf ORDER BY place DESC LIMIT 1")
    return int(found[0][0]) + 1 if found else 0


def fill(connection: Connection, size: int, most: int) -> bool:
    """Keep the full subtrees of the first ``size`` leaves, at most so many new ones; whether that were all."""
    tree = StoredTree(connection)
    for level in range(STEP, _HIGHEST, STEP):
        have, need = _nodes(connection, level), size >> level
        if not need:
            return True
        rows = [
            {"level": level, "place": place, "hash": tree.block(level - STEP, place).hex()}
            for place in range(have, min(need, have + most))
        ]
        if rows:
            run_all(connection, insert_sql(connection.dialect, "tree_node", rows[0]) + _KNOWN, rows)
        if have + len(rows) < need:
            return False
        most -= len(rows)
    return True


def places_of(connection: Connection, case_id: str) -> Mapping[int, int]:
    """Where in the tree the messages of a case are, by their place in the log of the case."""
    sql = f"SELECT seq, place FROM tree_leaf WHERE case_id = {placeholder(connection.dialect, 'case')}"
    return {int(seq): int(place) for seq, place in run(connection, sql, {"case": case_id})}


class StoredTree:
    """Reads full subtrees, a block of 256 hashes at a time, each block once."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._blocks: dict[tuple[int, int], list[bytes]] = {}

    def subtree(self, level: int, place: int) -> bytes:
        """The hash of a full subtree. Raises ``LogChanged`` where the log has lost what it was made of."""
        above = level % STEP
        first = place << above
        block = self._block(level - above, first >> STEP)
        start = first % BLOCK
        hashes = block[start : start + (1 << above)]
        if len(hashes) != 1 << above:
            raise LogChanged(f"the tree has no subtree {place} of level {level}")
        return full_hash(hashes)

    def block(self, level: int, number: int) -> bytes:
        """The hash over a whole block of a level. Raises ``LogChanged`` where it is not whole."""
        hashes = self._block(level, number)
        self._blocks.clear()  # who asks for whole blocks asks for each once
        if len(hashes) != BLOCK:
            raise LogChanged(f"the tree has no full block {number} of level {level}")
        return full_hash(hashes)

    def _block(self, level: int, number: int) -> list[bytes]:
        if (level, number) not in self._blocks:
            rows = run(
                self._connection,
                _block_sql(self._connection.dialect, leaves=level == 0),
                {"level": level, "first": number << STEP, "last": (number + 1 << STEP) - 1},
            )
            if [place for place, _ in rows] != [(number << STEP) + at for at in range(len(rows))]:
                raise LogChanged(f"the tree has a gap in block {number} of level {level}")
            self._blocks[level, number] = [bytes.fromhex(hashed) for _, hashed in rows]
        return self._blocks[level, number]


_KNOWN = " ON CONFLICT (level, place) DO NOTHING"


@cache
def _new_sql(dialect: str) -> str:
    mark = placeholder(dialect, "places")
    if dialect == "sqlite":
        case, seq = (f"json_extract(e.value, '$[{number}]')" for number in (0, 1))
        named = f"json_each({mark}) e JOIN message m ON m.case_id = {case} AND m.seq = {seq}"
    else:
        named = (
            f"json_array_elements({mark}::json) e"
            " JOIN message m ON m.case_id = (e ->> 0)::uuid AND m.seq = (e ->> 1)::int"
        )
    return (
        f"SELECT m.case_id, m.seq, m.hash FROM {named}"
        " LEFT JOIN tree_leaf t ON t.case_id = m.case_id AND t.seq = m.seq WHERE t.place IS NULL"
    )


@cache
def _block_sql(dialect: str, *, leaves: bool) -> str:
    mark = {name: placeholder(dialect, name) for name in ("level", "first", "last")}
    table, level = ("tree_leaf", "") if leaves else ("tree_node", f"level = {mark['level']} AND ")
    return (
        f"SELECT place, hash FROM {table} WHERE {level}place BETWEEN {mark['first']} AND {mark['last']} ORDER BY place"
    )


def _nodes(connection: Connection, level: int) -> int:
    mark = placeholder(connection.dialect, "level")
    sql = f"SELECT place FROM tree_node WHERE level = {mark} ORDER BY place DESC LIMIT 1"
    found = run(connection, sql, {"level": level})
    return int(found[0][0]) + 1 if found else 0

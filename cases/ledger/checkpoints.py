"""Checkpoints: the tree signed as it is, and whether the log is still what each of them was signed for."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from cases.db import Connection, Database, insert_sql, moment_text, placeholder, run
from cases.ledger.merkle import GrowingTree, root_of
from cases.ledger.note import NotACheckpoint, PublicKey, Signer, read_checkpoint, signer_of
from cases.ledger.tree import LogChanged, StoredTree, fill, size_of

log = logging.getLogger(__name__)

_NODES_AT_ONCE = 64  # of 256 leaves each, so that a long log is not one long transaction
_PAGE = 5_000


class Signed(NamedTuple):
    """A checkpoint on record."""

    size: int
    signed_by: str
    note: str


def seal(database: Database, signer: Signer, now: datetime) -> Signed:
    """Sign the tree as it is, unless that was done; what stands on record for it.

    Raises ``LogChanged``, and signs nothing, where the log is not what the newest checkpoint was signed for.
    """
    with database.read() as connection:
        own = newest(connection, str(signer.public))
        if own is not None and own.size == size_of(connection):
            return own
    while True:
        with database.write() as connection:
            size = size_of(connection)
            if fill(connection, size, _NODES_AT_ONCE):
                return _sign(connection, signer, size, now)


def newest(connection: Connection, signed_by: str = "") -> Signed | None:
    """The newest checkpoint, or the newest that a key signed; None where there is none."""
    where = f" WHERE signed_by = {placeholder(connection.dialect, 'key')}" if signed_by else ""
    sql = f"SELECT size, signed_by, note FROM checkpoint{where} ORDER BY size DESC, at DESC LIMIT 1"
    found = run(connection, sql, {"key": signed_by} if signed_by else {})
    return Signed(*found[0]) if found else None


def fault_of_checkpoints(connection: Connection, keys: Sequence[PublicKey] | None) -> tuple[int, str]:
    """How many checkpoints hold, and what does not: of the tree, of a root, or of a signature where keys are given.

    Every hash of the tree is that of a message, so who verified the messages has verified the leaves.
    """
    signed = _all(connection)
    for number, one in enumerate(signed):
        if fault := _fault_of_note(one, keys):
            return number, f"checkpoint {one.size} {fault}"
    waiting, tree = list(signed), GrowingTree()
    for fault in _fault_of_leaves(connection, tree, waiting):
        return len(signed) - len(waiting), fault
    if waiting:
        return len(signed) - len(waiting), f"the log has lost messages behind checkpoint {waiting[0].size}"
    return len(signed), _without_a_place(connection)


def _sign(connection: Connection, signer: Signer, size: int, now: datetime) -> Signed:
    tree, last, key = StoredTree(connection), newest(connection), str(signer.public)
    if last is not None and not _still_holds(tree, last, size):
        raise LogChanged(
            f"The log is not what checkpoint {last.size} was signed for; `nazorg audit verify` says where."
        )
    own = newest(connection, key)
    if own is not None and own.size == size:
        return own
    made = Signed(size, key, signer.checkpoint(size, root_of(tree.subtree, size)))
    row = made._asdict() | {"at": moment_text(now)}
    # Another worker may have signed the same tree meanwhile, in the very same words.
    run(
        connection, insert_sql(connection.dialect, "checkpoint", row) + " ON CONFLICT (size, signed_by) DO NOTHING", row
    )
    return made


def _still_holds(tree: StoredTree, signed: Signed, size: int) -> bool:
    try:
        return signed.size <= size and root_of(tree.subtree, signed.size) == read_checkpoint(signed.note).root
    except (LogChanged, NotACheckpoint):
        return False


def _all(connection: Connection) -> list[Signed]:
    return [Signed(*row) for row in run(connection, "SELECT size, signed_by, note FROM checkpoint ORDER BY size, at")]


def _fault_of_note(signed: Signed, keys: Sequence[PublicKey] | None) -> str:
    try:
        said = read_checkpoint(signed.note)
        if said.size != signed.size:
            return "says another size than its row"
        if keys is not None and signer_of(signed.note, keys) is None:
            return "is signed by no key that was given"
    except NotACheckpoint as error:
        return f"is none: {error}"
    return ""


def _fault_of_leaves(connection: Connection, tree: GrowingTree, waiting: list[Signed]) -> Iterator[str]:
    """Grow the tree leaf by leaf and hold each checkpoint to it; the first fault, if there is one."""
    while waiting and waiting[0].size == 0:
        yield from _fault_of_root(tree, waiting)
    for place, case_id, seq, hashed, found in _leaves(connection):
        if place != tree.size:
            yield f"the tree has no leaf {tree.size}"
        if found is None:
            yield f"message {case_id}.{seq} is gone, and leaf {place} of the tree tells of it"
        if found != hashed:
            yield f"message {case_id}.{seq} is not what leaf {place} of the tree tells of"
        tree.add(bytes.fromhex(hashed))
        while waiting and waiting[0].size == tree.size:
            yield from _fault_of_root(tree, waiting)


def _fault_of_root(tree: GrowingTree, waiting: list[Signed]) -> Iterator[str]:
    if read_checkpoint(waiting[0].note).root != tree.root():
        yield f"the log is not what checkpoint {waiting[0].size} was signed for"
    waiting.pop(0)


def _leaves(connection: Connection) -> Iterator[tuple[int, str, int, str, str | None]]:
    first = 0
    mark = {name: placeholder(connection.dialect, name) for name in ("first", "most")}
    sql = (
        "SELECT t.place, CAST(t.case_id AS text), t.seq, t.hash, m.hash FROM tree_leaf t"
        " LEFT JOIN message m ON m.case_id = t.case_id AND m.seq = t.seq"
        f" WHERE t.place >= {mark['first']} ORDER BY t.place LIMIT {mark['most']}"
    )
    while rows := run(connection, sql, {"first": first, "most": _PAGE}):
        for place, case_id, seq, hashed, found in rows:
            yield int(place), case_id, int(seq), hashed, found
        first = int(rows[-1][0]) + 1


def _without_a_place(connection: Connection) -> str:
    """A message that has no leaf and does not wait for one either: written past us, or its leaf was taken away."""
    sql = (
        "SELECT CAST(m.case_id AS text), m.seq FROM message m"
        " LEFT JOIN tree_leaf t ON t.case_id = m.case_id AND t.seq = m.seq"
        " LEFT JOIN (SELECT DISTINCT case_id, seq FROM outbox) o ON o.case_id = m.case_id AND o.seq = m.seq"
        " WHERE t.place IS NULL AND o.seq IS NULL LIMIT 1"
    )
    rows = run(connection, sql)
    return f"message {rows[0][0]}.{rows[0][1]} has no leaf in the tree" if rows else ""

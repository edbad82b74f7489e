"""Checkpoints: the log is signed as it is, and what is taken away or changed behind a signature is named."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from cases.db import run
from cases.ledger.keys import KeyPlace, NoSigningKey, public_keys_in
from cases.ledger.merkle import GrowingTree, full_hash, inclusion_path, node_hash, root_by_path, root_of
from cases.ledger.note import NotACheckpoint, PublicKey, read_checkpoint, signer_of
from cases.ledger.tree import LogChanged, StoredTree, append_leaves, fill, size_of
from cases.ledger.verify import verify
from cases.outbox.sequence import put_in_sequence
from cases.verbs.redact import redact
from cases.verbs.seal_log import seal_log
from tests.builders import Desk, a_question
from tests.cast import JAN, NORD, ROOT

LEAVES = [hashlib.sha256(bytes([number])).digest() for number in range(40)]


def subtree(level: int, place: int) -> bytes:
    return full_hash(LEAVES[place << level : (place + 1) << level])


def plainly(leaves: list[bytes]) -> bytes:
    """The root as the RFC defines it."""
    if len(leaves) < 2:
        return leaves[0] if leaves else hashlib.sha256().digest()
    half = 1
    while half * 2 < len(leaves):
        half *= 2
    return node_hash(plainly(leaves[:half]), plainly(leaves[half:]))


@pytest.mark.parametrize("size", range(len(LEAVES) + 1))
def test_it_has_the_root_that_the_rfc_defines(size: int) -> None:
    tree = GrowingTree()
    for leaf in LEAVES[:size]:
        tree.add(leaf)
    assert tree.root() == root_of(subtree, size) == plainly(LEAVES[:size])


@pytest.mark.parametrize("size", range(1, len(LEAVES) + 1))
def test_it_proves_each_leaf_and_nothing_else(size: int) -> None:
    root = plainly(LEAVES[:size])
    for place in range(size):
        path = inclusion_path(subtree, place, size)
        assert root_by_path(LEAVES[place], place, size, path) == root
        assert root_by_path(LEAVES[place - 1], place, size, path) != root or size == 1
        assert root_by_path(LEAVES[place], place, size, [*path, LEAVES[0]]) is None
        for number, sibling in enumerate(path):
            other = [*path[:number], bytes([sibling[0] ^ 1]) + sibling[1:], *path[number + 1 :]]
            assert root_by_path(LEAVES[place], place, size, other) != root


@pytest.fixture
def key(tmp_path: Path) -> KeyPlace:
    place = KeyPlace(tmp_path / "ledger.key", "desk.example/nazorg")
    assert place.make()
    return place


def told(desk: Desk) -> str:
    desk.takes()
    case = desk.opens(a_question())
    case.says(NORD, "It fits.")
    case.says(JAN, "Is it blue?")
    case.says(NORD, "It is.")
    return case.id


def tamper(desk: Desk, sql: str) -> None:
    with desk.database.read() as connection:
        if desk.database.is_sqlite:
            run(connection, "PRAGMA foreign_keys = OFF")
            names = run(connection, "SELECT name FROM sqlite_master WHERE type = 'trigger'")
            before = [f"DROP TRIGGER {name}" for (name,) in names]
        else:
            tables = ("message", "cases", "content", "tree_leaf", "tree_node", "checkpoint", "deadline", "question")
            before = [f"ALTER TABLE {table} DISABLE TRIGGER ALL" for table in tables]
        for statement in (*before, *sql.split(";")):
            connection.driver.execute(statement)


def test_it_is_a_key_of_its_owner_alone_and_never_made_twice(key: KeyPlace) -> None:
    first = key.path.read_bytes()
    assert key.path.stat().st_mode & 0o777 == 0o600
    assert not key.make()
    assert key.path.read_bytes() == first


def test_it_signs_what_others_can_read(desk: Desk, key: KeyPlace) -> None:
    told(desk)
    made = seal_log(desk.database, key, desk.now)
    said = read_checkpoint(made.note)
    assert (said.origin, said.size) == ("desk.example/nazorg", 4)
    hashes = [bytes.fromhex(one) for (one,) in desk.rows("SELECT hash FROM message ORDER BY seq")]
    assert said.root == plainly(hashes)
    known = public_keys_in(made.signed_by, "")
    assert signer_of(made.note, known) == known[0] == key.signer().public


def test_it_believes_no_other_signature_and_no_other_text(desk: Desk, key: KeyPlace) -> None:
    told(desk)
    note, ours = seal_log(desk.database, key, desk.now).note, [key.signer().public]
    for place, letter in enumerate(note):
        other = note[:place] + ("A" if letter != "A" else "B") + note[place + 1 :]
        try:
            assert signer_of(other, ours) is None, place
        except NotACheckpoint:
            continue
    assert signer_of(note, [PublicKey("desk.example/nazorg", bytes(32))]) is None


def test_it_signs_the_same_log_once(desk: Desk, key: KeyPlace) -> None:
    told(desk)
    assert seal_log(desk.database, key, desk.now) == seal_log(desk.database, key, desk.now)
    assert desk.rows("SELECT size FROM checkpoint") == [(4,)]


def test_it_says_which_key_is_not_there(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(NoSigningKey, match="There is no key at"):
        seal_log(desk.database, KeyPlace(tmp_path / "none", "nazorg"), desk.now)


def test_it_gives_each_message_one_leaf_in_the_order_of_the_feed(desk: Desk) -> None:
    case = told(desk)
    put_in_sequence(desk.database)
    with desk.database.write() as connection:
        append_leaves(connection, [(case, 2), (case, 1)])
        assert size_of(connection) == 4
    leaves = [(str(name), seq) for name, seq in desk.rows("SELECT case_id, seq FROM tree_leaf ORDER BY place")]
    feed = [(str(name), seq) for name, seq in desk.rows("SELECT case_id, version FROM feed ORDER BY position")]
    assert leaves == list(dict.fromkeys(feed))


def test_it_keeps_the_subtrees_of_a_long_log(desk: Desk) -> None:
    hashes = [hashlib.sha256(number.to_bytes(4)).digest() for number in range(600)]
    case = told(desk)
    values = ", ".join(f"({n}, '{case}', {n + 1}, '{one.hex()}')" for n, one in enumerate(hashes))
    with desk.database.write() as connection:
        run(connection, f"INSERT INTO tree_leaf (place, case_id, seq, hash) VALUES {values}")
        assert not fill(connection, 600, 1)
        assert fill(connection, 600, 1)
        tree = StoredTree(connection)
        assert root_of(tree.subtree, 600) == plainly(hashes)
        path = inclusion_path(tree.subtree, 599, 600)
    assert root_by_path(hashes[599], 599, 600, path) == plainly(hashes)
    assert desk.rows("SELECT level, place FROM tree_node ORDER BY place") == [(8, 0), (8, 1)]


def test_it_verifies_what_was_signed(desk: Desk, key: KeyPlace) -> None:
    case = told(desk)
    seal_log(desk.database, key, desk.now)
    redact(desk.database, ROOT, case, 2, "a phone number", desk.now)
    seal_log(desk.database, key, desk.now)
    found = verify(desk.database, keys=[key.signer().public])
    assert (found.fault, found.checkpoints) == ("", 2)


GONE = (
    "DELETE FROM message WHERE seq = 4; DELETE FROM content WHERE seq = 4;"
    " UPDATE cases SET version = 3, state = (SELECT m.to_state FROM message m WHERE m.seq = 3),"
    " head = (SELECT m.hash FROM message m WHERE m.seq = 3)"
)
TAMPERED = {
    "a_message_that_is_gone": (GONE, "message {case}.4 is gone, and leaf 3 of the tree tells of it"),
    "a_message_and_its_leaf": (f"{GONE}; DELETE FROM tree_leaf WHERE seq = 4", "lost messages behind checkpoint 4"),
    "leaves_that_were_swapped": (
        (
            "UPDATE tree_leaf SET place = 99 WHERE place = 1; UPDATE tree_leaf SET place = 1 WHERE place = 2;"
            " UPDATE tree_leaf SET place = 2 WHERE place = 99"
        ),
        "the log is not what checkpoint 4 was signed for",
    ),
    "a_leaf": ("UPDATE tree_leaf SET hash = prev.hash FROM tree_leaf prev WHERE prev.place = 0 AND tree_leaf.place = 1",
               "message {case}.2 is not what leaf 1 of the tree tells of"),
    "a_leaf_that_is_gone": ("DELETE FROM tree_leaf WHERE place = 1", "the tree has no leaf 1"),
    "a_signature": ("UPDATE checkpoint SET note = replace(note, 'desk.', 'disk.')", "checkpoint 4 is signed by no key"),
    "a_size": ("UPDATE checkpoint SET size = 3", "checkpoint 3 says another size than its row"),
}  # fmt: skip


@pytest.mark.parametrize("name", TAMPERED)
def test_it_names(name: str, desk: Desk, key: KeyPlace) -> None:
    case = told(desk)
    seal_log(desk.database, key, desk.now)
    keys = [key.signer().public]
    assert verify(desk.database, keys=keys).holds
    sql, fault = TAMPERED[name]
    tamper(desk, sql)
    assert fault.format(case=case) in verify(desk.database, keys=keys).fault


def test_it_names_a_message_that_never_came_through_the_outbox(desk: Desk) -> None:
    case = told(desk)
    tamper(desk, "DELETE FROM outbox WHERE seq = 3")
    put_in_sequence(desk.database)
    assert verify(desk.database).fault == f"message {case}.3 has no leaf in the tree"


def test_it_signs_nothing_more_once_the_log_was_changed(desk: Desk, key: KeyPlace) -> None:
    case = told(desk)
    seal_log(desk.database, key, desk.now)
    tamper(desk, f"UPDATE tree_leaf SET hash = '{'0' * 64}' WHERE place = 1")
    desk.opens(a_question())
    assert case
    with pytest.raises(LogChanged, match="not what checkpoint 4 was signed for"):
        seal_log(desk.database, key, desk.now)


def test_it_keeps_checkpoints_and_leaves_for_good(desk: Desk, key: KeyPlace) -> None:
    told(desk)
    seal_log(desk.database, key, desk.now)
    for sql in ("DELETE FROM checkpoint", "UPDATE tree_leaf SET seq = 9", "DELETE FROM tree_leaf"):
        with pytest.raises(Exception, match=r"never|append-only"), desk.database.write() as connection:
            run(connection, sql)

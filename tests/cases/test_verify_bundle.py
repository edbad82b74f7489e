"""Bundles that somebody changed, and knew how: the first entry that does not hold is named."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cases.ledger.keys import KeyPlace
from tests.builders import Desk, Told
from tests.bundles import a_key, a_told_case, bundle_of, forged, packed, parts_of, public, verified
from tests.cast import JAN


@pytest.fixture
def key(tmp_path: Path) -> KeyPlace:
    return a_key(tmp_path)


@pytest.fixture
def case(desk: Desk) -> Told:
    return a_told_case(desk)


def at(*path: Any, to: Any = None) -> Callable[[Any], None]:
    """Change what lies there: a text in one letter, a hash in one digit, or to something else."""

    def change(said: Any) -> None:
        for step in path[:-1]:
            said = said[step]
        old = said[path[-1]]
        said[path[-1]] = to if to is not None else ("1" if old[0] != "1" else "2") + old[1:]

    return change


def swap(said: Any) -> None:
    messages = said["messages"]
    messages[1], messages[2] = messages[2], messages[1]


def drop(place: int) -> Callable[[Any], None]:
    return lambda said: said["messages"].pop(place)


def forget_words(said: Any) -> None:
    said["messages"][2]["content"] = {}


def add_words(said: Any) -> None:
    said["messages"][2]["content"]["original"] = said["messages"][1]["content"]["delivered"]


def move_the_border(said: Any) -> None:
    words = said["messages"][2]["content"]["delivered"]
    words["body"], words["fields"] = words["body"] + "\x00" + words["fields"], ""


def prove_twice(said: Any) -> None:
    said["messages"].append(said["messages"][0])


WORDS = ("messages", 2, "content", "delivered")
OTHER_WORDS = "message {case}.3 has other words"
OTHER_BEFORE = "message {case}.3 does not follow its predecessor"
OTHER_LEAF = "message {case}.3 is not what was hashed"
OTHER_COLUMNS = "message {case}.3 says something else in its columns"
NOT_IN_THE_TREE = "message {case}.2 is not in the tree that was signed"
OTHER_END = "case {case} does not stand where its log ends"
MISSING = "message {case}.2 is missing"
FORGED: dict[str, tuple[str, Callable[[Any], Any], str]] = {
    "a_byte_of_words": ("case.json", at(*WORDS, "body"), OTHER_WORDS),
    "a_byte_of_salt": ("case.json", at(*WORDS, "salt"), OTHER_WORDS),
    "a_byte_of_fields": ("case.json", at(*WORDS, "fields", to="{} "), OTHER_WORDS),
    "the_border_of_words": ("case.json", move_the_border, "message {case}.3 has words with a zero byte"),
    "a_byte_of_what_is_hashed": ("case.json", at("messages", 2, "canonical"), OTHER_LEAF),
    "a_byte_of_a_hash": ("case.json", at("messages", 2, "hash"), OTHER_LEAF),
    "a_byte_of_the_hash_before": ("case.json", at("messages", 2, "prev_hash"), OTHER_BEFORE),
    "a_role": ("case.json", at("messages", 2, "role", to="buyer"), OTHER_COLUMNS),
    "a_moment": ("case.json", at("messages", 2, "at", to="2026-01-01"), OTHER_COLUMNS),
    "the_case": ("case.json", at("case", "id", to="0199f000-0000-7000-8000-000000000000"), "is not what was hashed"),
    "the_state": ("case.json", at("case", "state", to="closed"), OTHER_END),
    "a_message_dropped": ("case.json", drop(1), MISSING),
    "the_last_message_dropped": ("case.json", drop(-1), OTHER_END),
    "two_swapped": ("case.json", swap, MISSING),
    "words_dropped": ("case.json", forget_words, "message {case}.3 has lost its words without a redaction"),
    "words_added": ("case.json", add_words, "message {case}.3 holds words that it does not name"),
    "another_format": ("case.json", at("format", to="1"), "case.json is not of the form nazorg-evidence-1"),
    "no_message": ("case.json", at("messages", to=[]), OTHER_END),
    "another_shape": ("case.json", at("messages", 0, "seq", to="one"), "case.json is not of its form"),
    "a_byte_of_a_proof": ("proofs.json", at("messages", 1, "path", 0), NOT_IN_THE_TREE),
    "no_proof_at_all": ("proofs.json", at("messages", 1, "path", 0, to="zz"), NOT_IN_THE_TREE),
    "a_place": ("proofs.json", at("messages", 1, "place", to=0), NOT_IN_THE_TREE),
    "a_proof_dropped": ("proofs.json", drop(1), "message {case}.2 is not in the checkpoint"),
    "a_proof_twice": ("proofs.json", prove_twice, "proofs.json is not about this checkpoint"),
    "a_size": ("proofs.json", at("size", to=1), "proofs.json is not about this checkpoint"),
}  # fmt: skip


@pytest.mark.parametrize("name", FORGED)
def test_it_names_what_was_forged(case: Told, key: KeyPlace, name: str) -> None:
    file, change, fault = FORGED[name]
    bundle = bundle_of(case.desk, JAN, case.id, key)
    assert verified(bundle, public(key)).holds
    assert fault.format(case=case.id) in verified(forged(bundle, file, change), public(key)).fault


def flipped(data: bytes, place: int) -> bytes:
    return data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]


def test_it_names_an_attachment_with_one_byte_changed(case: Told, key: KeyPlace) -> None:
    parts = parts_of(bundle_of(case.desk, JAN, case.id, key))
    (photo,) = [name for name in parts if name.startswith("attachments/")]
    parts[photo] = flipped(parts[photo], 30)
    assert verified(packed(parts)).fault == f"{photo} is not the file that a message names"


def test_it_names_a_file_that_no_message_names(case: Told, key: KeyPlace) -> None:
    parts = parts_of(bundle_of(case.desk, JAN, case.id, key)) | {"attachments/att_1/x.png": b"x"}
    assert verified(packed(parts)).fault == "attachments/att_1/x.png is named by no message"


def test_it_believes_no_changed_checkpoint(case: Told, key: KeyPlace) -> None:
    parts = parts_of(bundle_of(case.desk, JAN, case.id, key))
    note = parts["checkpoint.txt"]
    for place in range(len(note)):
        spoilt = packed(parts | {"checkpoint.txt": flipped(note, place)})
        assert verified(spoilt, public(key)).fault.startswith("checkpoint.txt"), place


def test_it_believes_no_other_key(case: Told, key: KeyPlace, tmp_path: Path) -> None:
    other = KeyPlace(tmp_path / "other.key", key.origin)
    assert other.make()
    bundle = bundle_of(case.desk, JAN, case.id, key)
    assert verified(bundle, public(other)).fault == "checkpoint.txt is signed by no key that was given"
    parts = parts_of(bundle)
    forged_key = packed(parts | {"key.txt": public(other).encode()})
    assert verified(forged_key).fault == "checkpoint.txt is signed by no key of the bundle"
    assert verified(packed(parts | {"key.txt": b"none"})).fault.startswith("key.txt holds no key")
    assert verified(bundle, f"{public(other)}\n{public(key)}").holds


def test_it_holds_without_a_key_and_with_some_messages_unsealed(case: Told, key: KeyPlace) -> None:
    bundle = bundle_of(case.desk, JAN, case.id, key)
    found = verified(forged(bundle, "proofs.json", drop(1)))
    assert (found.fault, found.sealed) == ("", case.version - 1)


@pytest.mark.parametrize("name", ["README.txt", "case.pdf", "case.json", "key.txt", "proofs.json"])
def test_it_names_a_file_that_is_not_what_its_hash_says(case: Told, key: KeyPlace, name: str) -> None:
    parts = parts_of(bundle_of(case.desk, JAN, case.id, key))
    spoilt = parts | {name: parts[name] + b"\n"}
    assert verified(packed(spoilt, anew=False)).fault == f"{name} is not what hashes.txt says"
    lost = {one: data for one, data in parts.items() if one != "README.txt"}
    assert verified(packed(lost, anew=False)).fault == "README.txt is missing, and hashes.txt tells of it"


@pytest.mark.parametrize("bundle", [b"", b"PK", b"no zip at all"])
def test_it_is_no_bundle(bundle: bytes) -> None:
    assert verified(bundle).fault == "the bundle is no whole zip"


def test_it_lets_no_changed_byte_of_a_file_through(case: Told, key: KeyPlace) -> None:
    parts = parts_of(bundle_of(case.desk, JAN, case.id, key))
    said = parts["case.json"]
    for place in range(0, len(said), max(len(said) // 150, 1)):
        assert verified(packed(parts | {"case.json": flipped(said, place)}, anew=False)).fault, place


def test_it_is_no_bundle_with_two_files_of_one_name(case: Told, key: KeyPlace) -> None:
    parts = parts_of(bundle_of(case.desk, JAN, case.id, key))
    with pytest.warns(UserWarning, match="Duplicate name"):
        twice = packed(parts, more=[("case.json", b"{}")])
    assert verified(twice).fault == "the bundle holds two files of one name"

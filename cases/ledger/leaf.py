"""The leaf of a message: what is hashed, and how. Words are in it only as salted hashes, so they can be destroyed."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from typing import Any

import orjson

GENESIS = "0" * 64
DELIVERED, ORIGINAL = "delivered", "original"
"""The parts of a message's words: what its readers were given, and what was written where that is not the same."""


def new_salt() -> str:
    """Sixteen random bytes in hexadecimal."""
    return os.urandom(16).hex()


def fields_text(fields: Mapping[str, Any]) -> str:
    """Fields as the text that is stored and hashed: JSON with sorted keys."""
    return orjson.dumps(fields, option=orjson.OPT_SORT_KEYS).decode() if fields else "{}"


def words_hash(salt: str, body: str, fields: str) -> str:
    """SHA-256 over salt, words and fields, a zero byte between the two (neither may hold one)."""
    return hashlib.sha256(bytes.fromhex(salt) + body.encode() + b"\x00" + fields.encode()).hexdigest()


def canonical_text(facts: Mapping[str, Any]) -> str:
    """RFC 8785 canonical JSON. The facts hold only ASCII keys, texts, whole numbers and lists of them, for which
    sorted compact JSON is the same; a test compares it with a library of the RFC.
    """
    return orjson.dumps(facts, option=orjson.OPT_SORT_KEYS).decode()


def leaf_hash(case_id: str, seq: int, previous: str, canonical: str) -> str:
    """SHA-256 over ``0x00 | 'v1' | case | seq (8 bytes, big endian) | previous hash | canonical JSON``."""
    leaf = b"\x00v1" + case_id.encode() + seq.to_bytes(8, "big") + bytes.fromhex(previous) + canonical.encode()
    return hashlib.sha256(leaf).hexdigest()

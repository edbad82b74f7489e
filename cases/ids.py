"""Identifiers: UUIDv7 made by the application, and names that are built from a case and a place in its log."""

from __future__ import annotations

import os
import re
import secrets
import time
from threading import Lock

_ID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", re.ASCII)
NO_ID = "00000000-0000-0000-0000-000000000000"
"""The nil UUID (RFC 9562), which is written as an id and names nothing."""

_PLACE = re.compile(r"[1-9][0-9]{0,8}", re.ASCII)
_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # no 0 O 1 I L U, because people read these aloud

_turn, _last = Lock(), 0


def new_id() -> str:
    """A UUID of version 7 (RFC 9562): sorted by the time of making, on the real clock, random beyond that.

    Two of one process are sorted even within a millisecond (RFC 9562, 6.2, method 2).
    """
    global _last  # noqa: PLW0603  # what the next one must lie behind
    milliseconds = time.time_ns() // 1_000_000
    random = int.from_bytes(os.urandom(10), "big")
    value = milliseconds << 80 | random
    value = value & ~(0xF << 76) | 7 << 76
    value = value & ~(0x3 << 62) | 2 << 62
    with _turn:
        _last = value = max(value, _last + 1)
    digits = f"{value:032x}"  # written out here, because a UUID object costs ten times as much
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


def is_id(text: str) -> bool:
    """Whether the text is written as an id of ours; what is not names nothing, and PostgreSQL would not take it."""
    return _ID.fullmatch(text) is not None


def new_number(prefix: str) -> str:
    """A case number that people can read and say, such as ``R-8F3K27Q``; the database keeps it unique."""
    return f"{prefix}-{''.join(secrets.choice(_ALPHABET) for _ in range(7))}"


def message_id(case: str, seq: int) -> str:
    """The id of a message: its case and its place in the log."""
    return f"{case}.{seq}"


def question_id(case: str, seq: int, number: int) -> str:
    """The id of a question: its message and its place in it, counted from 1."""
    return f"{case}.{seq}.q{number}"


def deadline_id(case: str, seq: int, number: int) -> str:
    """The id of a deadline: the message that started it and its place among those."""
    return f"{case}.{seq}.d{number}"


def seq_of(name: str, case: str) -> int | None:
    """The place in the log that a message's or a question's id of this case names; None for any other text."""
    head, _, tail = name.partition(".")
    seq = tail.partition(".")[0]
    return int(seq) if head == case and _PLACE.fullmatch(seq) else None

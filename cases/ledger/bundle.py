"""The bundle of a case's evidence: a zip whose parts can be held to each other offline. How it is laid out and written.

``case.json`` has every message with what the chain hashes, ``proofs.json`` the way of each to the root that
``checkpoint.txt`` signs, ``key.txt`` the public key, ``hashes.txt`` the SHA-256 of each file.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from datetime import datetime
from io import RawIOBase
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import msgspec

FORMAT = "nazorg-evidence-1"
CASE, PROOFS, CHECKPOINT, KEY, HASHES, PAPER = (
    "case.json",
    "proofs.json",
    "checkpoint.txt",
    "key.txt",
    "hashes.txt",
    "case.pdf",
)
ATTACHMENTS = "attachments/"


class Words(msgspec.Struct):
    """One part of a message's words, as it was salted and hashed."""

    salt: str
    body: str
    fields: str


class BundledMessage(msgspec.Struct):
    """A message as the log holds it, with the words that the asker may read.

    Of all others the hash is in ``canonical``. ``author`` is the random id under which the log knows them.
    """

    seq: int
    event: str
    from_state: str | None
    to_state: str
    role: str
    kind: str
    lang: str
    author: str | None
    at: str
    prev_hash: str
    hash: str
    canonical: str
    content: dict[str, Words]


class CaseHead(msgspec.Struct):
    """What of the case follows from its log."""

    id: str
    state: str
    version: int


class BundledCase(msgspec.Struct):
    """What is verified of ``case.json``; what more stands there is for reading."""

    format: str
    case: CaseHead
    messages: list[BundledMessage]


class Proof(msgspec.Struct):
    """The place of a message in the tree, and its audit path in hexadecimal."""

    seq: int
    place: int
    path: list[str]


class Proofs(msgspec.Struct):
    """Proofs that lead to the root of the tree over so many messages."""

    size: int
    messages: list[Proof]


def attachment_path(attachment: str, name: str) -> str:
    """Where an attached file lies in the bundle; its id says which, because names can be alike."""
    return f"{ATTACHMENTS}{attachment}/{name}"


def zipped(parts: Iterable[tuple[str, bytes]], at: datetime) -> Iterator[bytes]:
    """The bundle with these files and their hashes, bit by bit: never more than one file is in memory."""
    sink, hashes = _Sink(), []
    with ZipFile(sink, "w") as bundle:
        for name, data in parts:
            hashes.append(f"{hashlib.sha256(data).hexdigest()}  {name}\n")
            bundle.writestr(_entry(name, at), data)
            yield sink.taken()
        bundle.writestr(_entry(HASHES, at), "".join(hashes))
    yield sink.taken()


def _entry(name: str, at: datetime) -> ZipInfo:
    entry = ZipInfo(name, at.timetuple()[:6])
    entry.compress_type, entry.external_attr = ZIP_DEFLATED, 0o644 << 16
    return entry


class _Sink(RawIOBase):
    """Takes what is written and gives it away; it cannot go back, and a zip needs not to."""

    def __init__(self) -> None:
        self._written = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._written += data
        return len(data)

    def taken(self) -> bytes:
        """What was written since it was asked last."""
        taken = bytes(self._written)
        self._written.clear()
        return taken

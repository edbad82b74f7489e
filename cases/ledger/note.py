"""Signed notes and checkpoints as others write and read them (C2SP ``signed-note`` and ``tlog-checkpoint``).

A checkpoint is a few lines of text: where the log is from, how many leaves its tree has, its root. Below an empty line
stands the Ed25519 signature over that text, with the name of the key and four bytes that say which key it was.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

ED25519 = b"\x01"
_DASH, _HASH_BYTES, _KEY_BYTES, _ID_BYTES, _SIGNATURE_BYTES = "\u2014 ", 32, 32, 4, 64


class NotACheckpoint(ValueError):
    """The text is no checkpoint; the sentence says why."""


class NotAKey(ValueError):
    """The text is no public key of a checkpoint's signature."""


class Checkpoint(NamedTuple):
    """What a checkpoint says, before anybody believes it."""

    origin: str
    size: int
    root: bytes


@dataclass(frozen=True, slots=True)
class PublicKey:
    """Who signs, by name, and the key that proves it."""

    name: str
    raw: bytes

    @property
    def id(self) -> bytes:
        """The four bytes by which a signature names its key."""
        return hashlib.sha256(self.name.encode() + b"\n" + ED25519 + self.raw).digest()[:_ID_BYTES]

    def __str__(self) -> str:
        return f"{self.name}+{self.id.hex()}+{_base64(ED25519 + self.raw)}"

    def signed(self, text: str, signature: bytes) -> bool:
        """Whether the signature over the text is of this key."""
        try:
            Ed25519PublicKey.from_public_bytes(self.raw).verify(signature, text.encode())
        except InvalidSignature:
            return False
        return True


@dataclass(frozen=True, slots=True)
class Signer:
    """The key that signs checkpoints, and the name of the log."""

    name: str
    private: Ed25519PrivateKey

    @property
    def public(self) -> PublicKey:
        """The key for everybody."""
        return PublicKey(self.name, self.private.public_key().public_bytes_raw())

    def checkpoint(self, size: int, root: bytes) -> str:
        """The checkpoint of a tree, signed."""
        text = f"{self.name}\n{size}\n{_base64(root)}\n"
        signature = self.private.sign(text.encode())
        return f"{text}\n{_DASH}{self.name} {_base64(self.public.id + signature)}\n"


def is_name(text: str) -> bool:
    """Whether a log and its key can be called so: no spaces and no plus, as the format asks."""
    return bool(text) and text.isprintable() and "+" not in text and not any(letter.isspace() for letter in text)


def read_public_key(text: str) -> PublicKey:
    """The key in a line of ``name+id+key``. Raises ``NotAKey``."""
    name, _, rest = text.strip().partition("+")
    named, _, coded = rest.partition("+")
    whole = _decoded(coded)
    if not is_name(name) or whole is None or whole[:1] != ED25519 or len(whole) != 1 + _KEY_BYTES:
        raise NotAKey("it is no line of the form NAME+ID+KEY with an Ed25519 key")
    key = PublicKey(name, whole[1:])
    if named != key.id.hex():
        raise NotAKey("its id is not that of its name and key")
    return key


def read_checkpoint(note: str) -> Checkpoint:
    """What a note says, whoever signed it. Raises ``NotACheckpoint``."""
    origin, size, root = _lines_of(note)[0].split("\n")[:3]
    decoded = _decoded(root)
    if not origin or not size.isdecimal() or not size.isascii() or str(int(size)) != size:
        raise NotACheckpoint("its first two lines are not an origin and a size")
    if decoded is None or len(decoded) != _HASH_BYTES:
        raise NotACheckpoint("its third line is no root")
    return Checkpoint(origin, int(size), decoded)


def signer_of(note: str, keys: Iterable[PublicKey]) -> PublicKey | None:
    """Which of the keys signed the checkpoint in its own name; None where none did. Raises ``NotACheckpoint``."""
    text, signatures = _lines_of(note)
    for key in keys:
        for line in signatures:
            name, _, coded = line.removeprefix(_DASH).partition(" ")
            whole = _decoded(coded)
            if name != key.name or whole is None or whole[:_ID_BYTES] != key.id:
                continue
            is_whole = len(whole) == _ID_BYTES + _SIGNATURE_BYTES
            if is_whole and key.name == text.partition("\n")[0] and key.signed(text, whole[_ID_BYTES:]):
                return key
    return None


def _lines_of(note: str) -> tuple[str, list[str]]:
    """The signed text, and the lines of signatures."""
    text, gap, signed = note.rpartition("\n\n")
    signatures = signed.removesuffix("\n").split("\n")
    if not gap or not signed.endswith("\n") or not all(line.startswith(_DASH) for line in signatures):
        raise NotACheckpoint("it has no signature below an empty line")
    if text.count("\n") < 2:  # noqa: PLR2004  # origin, size and root
        raise NotACheckpoint("it has less than three lines")
    return f"{text}\n", signatures


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _decoded(text: str) -> bytes | None:
    """The bytes, if the text is the one way to write them; another text for the same bytes would be a change unseen."""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
    return data if _base64(data) == text else None

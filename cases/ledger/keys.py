"""The key that signs checkpoints: a file of the operator's, never in the database, so that whoever can write there
cannot sign what they wrote.
"""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
    load_pem_public_key,
)

from cases.ledger.note import NotAKey, PublicKey, Signer, read_public_key


class NoSigningKey(Exception):
    """There is no key to sign with, or it cannot be read; the sentence says which file was meant."""


@dataclass(frozen=True, slots=True)
class KeyPlace:
    """Where the key lies, and under which name it signs."""

    path: Path
    origin: str

    def is_there(self) -> bool:
        """Whether there is a file at the place."""
        return self.path.exists()

    def signer(self) -> Signer:
        """The key. Raises ``NoSigningKey``."""
        try:
            key = load_pem_private_key(self.path.read_bytes(), None)
        except FileNotFoundError:
            raise NoSigningKey(f"There is no key at {self.path}.") from None
        except (OSError, ValueError, TypeError, UnsupportedAlgorithm) as error:
            raise NoSigningKey(f"The key at {self.path} cannot be read: {_first_line(error)}.") from error
        if not isinstance(key, Ed25519PrivateKey):
            raise NoSigningKey(f"The key at {self.path} is no Ed25519 key.")
        return Signer(self.origin, key)

    def make(self) -> bool:
        """Make a key for its owner alone, unless one is there; whether it was made. Raises ``NoSigningKey``."""
        if self.is_there():
            return False
        made = self.path.with_name(f".{self.path.name}.{os.getpid()}")
        key = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with os.fdopen(os.open(made, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
                file.write(key)
            with suppress(FileExistsError):
                self.path.hardlink_to(made)  # whole or not at all, and the first of two processes wins
            made.unlink()
        except OSError as error:
            raise NoSigningKey(f"No key can be kept at {self.path}: {error}.") from error
        return True


def public_keys_in(text: str, origin: str) -> list[PublicKey]:
    """The keys of a file: a line of ``NAME+ID+KEY`` for each, or one as PEM, which has no name. Raises ``NotAKey``."""
    if text.lstrip().startswith("-----BEGIN PUBLIC KEY-----"):
        try:
            key = load_pem_public_key(text.encode())
        except (ValueError, UnsupportedAlgorithm) as error:
            raise NotAKey("it is no public key") from error
        if not isinstance(key, Ed25519PublicKey):
            raise NotAKey("it is no Ed25519 key")
        return [PublicKey(origin, key.public_bytes_raw())]
    found = [read_public_key(line) for line in text.splitlines() if line.strip()]
    if not found:
        raise NotAKey("it is empty")
    return found


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0].rstrip(".")

"""A bundle from a stranger's hand: a zip read with care, because nothing in it is believed before it is checked."""

from __future__ import annotations

import hashlib
import zlib
from types import TracebackType
from typing import IO, BinaryIO, Self, TypeVar
from zipfile import BadZipFile, ZipFile

import msgspec

T = TypeVar("T")
_LARGEST_TEXT = 256 * 1024 * 1024
_BLOCK = 1024 * 1024
# Whatever a broken or a hostile zip makes the library raise: bad data, an unknown method, a password, a false size.
_BROKEN = (BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, ValueError, OSError)


class DoesNotHold(Exception):
    """An entry of the bundle does not hold; the sentence says which and why."""


class Opened:
    """The files of a bundle. Each call raises ``DoesNotHold`` for one that is not there, not whole or too large."""

    def __init__(self, file: BinaryIO) -> None:
        try:
            self._zip = ZipFile(file)
        except _BROKEN as error:
            raise DoesNotHold("the bundle is no whole zip") from error
        self.names = [entry.filename for entry in self._zip.infolist()]
        if len(set(self.names)) != len(self.names):
            raise DoesNotHold("the bundle holds two files of one name")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._zip.close()

    def text(self, name: str) -> str:
        """The file as text."""
        try:
            return self._whole(name).decode()
        except UnicodeDecodeError as error:
            raise DoesNotHold(f"{name} is no text") from error

    def decoded(self, name: str, form: type[T]) -> T:
        """The file as JSON of a form."""
        try:
            return msgspec.json.decode(self._whole(name), type=form)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            raise DoesNotHold(f"{name} is not of its form: {error}") from error

    def digest(self, name: str) -> str:
        """The SHA-256 of the file."""
        digest = hashlib.sha256()
        try:
            with self._entry(name) as file:
                while block := file.read(_BLOCK):
                    digest.update(block)
        except _BROKEN as error:
            raise DoesNotHold(f"{name} cannot be read whole") from error
        return digest.hexdigest()

    def verify_hashes(self, listed_in: str) -> None:
        """Whether every other file, and no file that is not there, has the hash that the list says."""
        said = dict(line.split("  ", 1)[::-1] for line in self.text(listed_in).splitlines() if "  " in line)
        for name in self.names:
            if name != listed_in and said.pop(name, None) != self.digest(name):
                raise DoesNotHold(f"{name} is not what {listed_in} says")
        if said:
            raise DoesNotHold(f"{next(iter(said))} is missing, and {listed_in} tells of it")

    def _whole(self, name: str) -> bytes:
        try:
            with self._entry(name) as file:
                data = file.read(_LARGEST_TEXT + 1)
        except _BROKEN as error:
            raise DoesNotHold(f"{name} cannot be read whole") from error
        if len(data) > _LARGEST_TEXT:
            raise DoesNotHold(f"{name} is too large")
        return data

    def _entry(self, name: str) -> IO[bytes]:
        if name not in self.names:
            raise DoesNotHold(f"the bundle holds no {name}")
        return self._zip.open(name)

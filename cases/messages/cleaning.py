"""A stranger's file made harmless. No decoder runs here: each file is opened in a process of its own.

That process has bounds of time and memory, so that neither a bomb nor a broken decoder reaches the server.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from threading import BoundedSemaphore

from cases.errors import Busy, NazorgError, ShapeInvalid
from workflows.fields.base import FieldError

LARGEST = 10 * 1024 * 1024
TYPES = ("image/png", "image/jpeg", "image/webp", "image/gif", "application/pdf")
_SIGNATURES = {
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"GIF87a": "image/gif",
    b"GIF89a": "image/gif",
    b"%PDF-": "application/pdf",
}
_SECONDS = 20
_WAIT = 2.0
_PLACES = BoundedSemaphore(2)  # so that all who upload at once take no more than two cores and 2.5 GB


class TooLarge(NazorgError):
    """The file is too large: at most 10 MB."""


class UnsupportedType(NazorgError):
    """Only images (PNG, JPEG, GIF, WebP) and PDF files can be attached."""


@dataclass(frozen=True, slots=True)
class Clean:
    """A file made anew, what it is, and the words in it (of a PDF, for search)."""

    data: bytes
    content_type: str
    text: str = ""


def content_type_of(data: bytes) -> str:
    """What the bytes are, by their signature and whatever the sender says. Raises ``UnsupportedType``."""
    for signature, content_type in _SIGNATURES.items():
        if data.startswith(signature):
            return content_type
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    raise UnsupportedType


def clean(data: bytes) -> Clean:
    """The file made anew, with nothing left but what it shows.

    Raises ``TooLarge``, ``UnsupportedType``, ``Busy`` where too many are being cleaned, and ``ShapeInvalid`` with the
    reason why it cannot be.
    """
    if len(data) > LARGEST:
        raise TooLarge
    content_type = content_type_of(data)
    if not _PLACES.acquire(timeout=_WAIT):
        raise Busy
    try:
        said = _ask_the_cleaner(content_type, data)
    finally:
        _PLACES.release()
    return _understood(content_type, said)


def _ask_the_cleaner(content_type: str, data: bytes) -> bytes:
    """What the process said before it ended, or was ended. It knows none of our settings, secrets above all."""
    command = [sys.executable, "-I", "-m", "cases.messages.cleaner", content_type]
    environment = {name: os.environ[name] for name in ("LD_LIBRARY_PATH",) if name in os.environ}
    try:
        done = subprocess.run(  # noqa: S603  # our own module, and a type from the list above
            command,
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=_SECONDS,
            check=False,
            env=environment,
        )
    except subprocess.TimeoutExpired as late:
        return late.stdout or b""
    if done.returncode > 0 and not done.stdout:
        raise RuntimeError(f"the cleaner of files does not run: exit {done.returncode}")
    return done.stdout


def _understood(content_type: str, said: bytes) -> Clean:
    line, _, rest = said.partition(b"\n")
    head = json.loads(line or b'{"refused": "field.file_damaged", "values": {}}')
    if "refused" in head:
        raise ShapeInvalid([FieldError("/file", head["refused"], head["values"])])
    size = int(head["size"])
    if len(rest) < size:
        raise ShapeInvalid([FieldError("/file", "field.file_damaged")])
    if size > LARGEST:
        raise TooLarge
    return Clean(rest[:size], content_type, rest[size:].decode(errors="ignore"))

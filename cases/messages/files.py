"""Where the bytes of attachments lie: a folder, or an object store. Nobody else knows which."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cases.errors import Busy

if TYPE_CHECKING:
    from obstore.store import ObjectStore

log = logging.getLogger(__name__)

SCHEMES = ("file", "s3", "gs", "az")
_PATIENCE = timedelta(seconds=10)


class NoSuchPlace(ValueError):
    """The address is of no folder and of no object store that can be used."""


@dataclass(frozen=True, slots=True)
class Files:
    """Bytes by their SHA-256, at a ``place``: a folder's path, ``file://``, ``s3://``, ``gs://`` or ``az://``.

    Keys and regions of an object store come from its provider's own environment variables. Each call raises ``Busy``
    where the store does not answer.
    """

    place: str

    def check(self) -> None:
        """Whether the place can be one; nothing is asked of the network. Raises ``NoSuchPlace``."""
        scheme, separator, _ = self.place.partition("://")
        if separator and scheme not in SCHEMES:
            raise NoSuchPlace(f"an address begins with {', '.join(f'{known}://' for known in SCHEMES)}")
        if separator:
            _open(self.place)

    def put(self, digest: str, data: bytes) -> None:
        """Keep the bytes, whole or not at all; the same bytes lie there once."""
        if not self.exists(digest):
            self._ask("put", digest, data)

    def get(self, digest: str) -> bytes | None:
        """The bytes, or None where they were destroyed or never kept."""
        found = self._ask("get", digest)
        return None if found is None else bytes(found.bytes())

    def exists(self, digest: str) -> bool:
        """Whether the bytes are there."""
        return self._ask("head", digest) is not None

    def delete(self, digest: str) -> None:
        """Destroy the bytes; those that are not there are gone already."""
        self._ask("delete", digest)

    def _ask(self, what: str, digest: str, *given: bytes) -> Any:
        from obstore.exceptions import BaseError

        try:
            return getattr(_open(self.place), what)(f"{digest[:2]}/{digest}", *given)
        except FileNotFoundError:
            return None
        except (BaseError, OSError) as error:
            log.error("the store of attachments does not answer: %s", str(error).partition("\n")[0])  # noqa: TRY400  # one line is enough
            raise Busy from error


@cache
def _open(place: str) -> ObjectStore:
    """The store behind a place. Its library is loaded here, because most processes never touch a file."""
    from obstore.exceptions import BaseError
    from obstore.store import LocalStore, from_url

    try:
        if "://" not in place:
            return LocalStore(Path(place), mkdir=True)
        if place.startswith("file://"):
            return from_url(place, mkdir=True)
        return from_url(place, retry_config={"max_retries": 2, "retry_timeout": _PATIENCE})
    except (BaseError, ValueError) as error:
        raise NoSuchPlace(str(error).partition("\n")[0]) from error

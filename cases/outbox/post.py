"""Calls an address of somebody else's: never a redirect, never longer than a moment, never inside our own walls."""

from __future__ import annotations

import ssl
import threading
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Self

import httpcore2
from httpcore2 import ConnectionPool, NetworkBackend, NetworkStream, SyncBackend

from cases.outbox.addresses import NotPublic, addresses_of

SECONDS = 15.0
READ_AT_MOST = 65_536
AGENT = "Nazorg-Webhooks/1"


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a call: the status, 0 where there was none, and then why; when to come back, where it was said."""

    status: int
    error: str = ""
    retry_after: int = 0

    @property
    def is_taken(self) -> bool:
        """Whether the other side has it."""
        return 200 <= self.status < 300  # noqa: PLR2004  # HTTP's


class Caller:
    """Calls addresses, from several threads, over connections that it keeps; ``internal``: inside our network too."""

    def __init__(self, *, internal: bool, seconds: float = SECONDS, trusts: ssl.SSLContext | None = None) -> None:
        self._clock = _Clock(seconds)
        backend = _Guarded(self._clock, internal=internal)
        self._pool = ConnectionPool(ssl_context=trusts or _trusted(), network_backend=backend, keepalive_expiry=seconds)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.close()

    def call(self, url: str, headers: Mapping[str, str], body: bytes) -> Answer:
        """Post a body. Whatever goes wrong is in the answer."""
        self._clock.start()
        said = list({"Content-Type": "application/json", "User-Agent": AGENT, **headers}.items())
        limits = {"timeout": dict.fromkeys(("connect", "read", "write", "pool"), self._clock.seconds)}
        try:
            with self._pool.stream("POST", url, headers=said, content=body, extensions=limits) as answer:
                _read_a_little(answer)
                return Answer(answer.status, retry_after=_retry_after(answer))
        except NotPublic:
            return Answer(0, "not_public")
        except (httpcore2.TimeoutException, TimeoutError):
            return Answer(0, "too_slow")
        except (httpcore2.NetworkError, httpcore2.ProtocolError, OSError, UnicodeError) as error:
            return Answer(0, "no_answer" if not isinstance(error.__cause__, ssl.SSLError) else "certificate")


def _read_a_little(answer: httpcore2.Response) -> None:
    """So that the connection can be used again; whoever says more is cut off."""
    size = 0
    for part in answer.iter_stream():
        size += len(part)
        if size > READ_AT_MOST:
            return


def _retry_after(answer: httpcore2.Response) -> int:
    """How long to wait, where it is said in seconds and not as a date."""
    said = next((value for name, value in answer.headers if name.lower() == b"retry-after"), b"")
    return int(said) if said.isdigit() and len(said) <= 6 else 0  # noqa: PLR2004  # digits: eleven days


@cache
def _trusted() -> ssl.SSLContext:
    """Reading whom to trust takes longer than a call."""
    return httpcore2.default_ssl_context()


class _Clock(threading.local):
    """When the call of this thread must be over, however slowly bytes trickle in."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.ends = 0.0

    def start(self) -> None:
        self.ends = time.monotonic() + self.seconds

    def left(self) -> float:
        """Raises ``TimeoutError`` where nothing is."""
        left = self.ends - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return left


class _Guarded(NetworkBackend):
    """Connects to what a name leads to after looking at it, and not to the name."""

    def __init__(self, clock: _Clock, *, internal: bool) -> None:
        self._clock, self._internal = clock, internal
        self._plain = SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> NetworkStream:
        """The first address that answers."""
        del timeout
        fault: Exception = OSError(f"{host} leads nowhere")
        for address in addresses_of(host, port, internal=self._internal):
            try:
                found = self._plain.connect_tcp(address, port, self._clock.left(), local_address, socket_options)
            except httpcore2.NetworkError as error:
                fault = error
            else:
                return _Hurried(found, self._clock)
        raise fault


class _Hurried(NetworkStream):
    """A stream on which every wait ends when the call must."""

    def __init__(self, stream: NetworkStream, clock: _Clock) -> None:
        self._stream, self._clock = stream, clock

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        del timeout
        return self._stream.read(max_bytes, self._clock.left())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        del timeout
        self._stream.write(buffer, self._clock.left())

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> NetworkStream:
        del timeout
        return _Hurried(self._stream.start_tls(ssl_context, server_hostname, self._clock.left()), self._clock)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)

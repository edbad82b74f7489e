"""Somebody else's server on this machine, which keeps what it was sent and answers as it is told."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True, slots=True)
class Call:
    """One call that came."""

    headers: dict[str, str]
    body: bytes

    @property
    def event(self) -> dict[str, Any]:
        """The event that it told of."""
        told: dict[str, Any] = json.loads(self.body)
        return told


@dataclass
class Receiver:
    """The server. ``says`` gives a call its status; ``adds`` are headers of every answer; ``waits`` is before it."""

    url: str = ""
    came: list[Call] = field(default_factory=list)
    says: Callable[[Call], int] = lambda _: 204
    adds: dict[str, str] = field(default_factory=dict)
    waits: float = 0
    trickles: bool = False

    @property
    def positions(self) -> list[int]:
        """Which events came, in their order."""
        return [call.event["position"] for call in self.came]


@contextmanager
def receiving() -> Iterator[Receiver]:
    """A receiver on a port of its own."""
    receiver = Receiver()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            call = Call({name.lower(): value for name, value in self.headers.items()}, body)
            receiver.came.append(call)
            time.sleep(receiver.waits)
            if receiver.trickles:
                self.trickle()
                return
            self.send_response(receiver.says(call))
            for name, value in receiver.adds.items():
                self.send_header(name, value)
            self.send_header("content-length", "0")
            self.end_headers()

        def trickle(self) -> None:
            """An answer that never comes to an end, a byte at a time."""
            try:
                for _ in range(200):
                    self.wfile.write(b"H")
                    self.wfile.flush()
                    time.sleep(0.05)
            except OSError:
                self.close_connection = True

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    receiver.url = f"http://127.0.0.1:{server.server_port}/hook"
    yield receiver
    server.shutdown()
    server.server_close()

"""Server-sent events as a program reads them, from a real server on this machine."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import httpx2


@dataclass
class Sent:
    """One event of a stream, or a comment."""

    event: str = ""
    data: str = ""
    id: str = ""
    comment: str = ""


@dataclass
class Listening:
    """What came until now; a stream that ended has ``ended``, and ``broke`` where it was cut off."""

    status: int = 0
    kind: str = ""
    broke: httpx2.HTTPError | None = None
    came: list[Sent] = field(default_factory=list)
    ended: threading.Event = field(default_factory=threading.Event)
    more: threading.Condition = field(default_factory=threading.Condition)

    def wait_for(self, count: int, seconds: float = 20) -> list[Sent]:
        """The events, once so many have come."""
        with self.more:
            assert self.more.wait_for(lambda: len(self.events) >= count, seconds), self.came
        return self.events

    @property
    def events(self) -> list[Sent]:
        """What came, without the comments."""
        return [one for one in self.came if one.event]


@contextmanager
def listening(address: str, headers: dict[str, str]) -> Iterator[Listening]:
    """Read a stream beside the test, until the block ends."""
    heard, answered, leave = Listening(), threading.Event(), threading.Event()

    def read() -> None:
        try:
            with httpx2.stream("GET", address, headers=headers, timeout=httpx2.Timeout(30)) as answer:
                heard.status, heard.kind = answer.status_code, answer.headers["content-type"]
                answered.set()
                for one in parts(answer.iter_lines()):
                    with heard.more:
                        heard.came.append(one)
                        heard.more.notify_all()
                    if leave.is_set():
                        return
        except httpx2.HTTPError as error:
            heard.broke = error
        finally:
            answered.set()
            heard.ended.set()

    thread = threading.Thread(target=read, daemon=True)
    thread.start()
    assert answered.wait(20)
    yield heard
    leave.set()


def parts(lines: Iterator[str]) -> Iterator[Sent]:
    """The events of a stream, as the HTML standard has a browser read them."""
    sent = Sent()
    for line in lines:
        name, _, value = line.partition(":")
        if not line:
            if sent != Sent():
                yield sent
            sent = Sent()
        elif not name:
            sent.comment = value.strip()
        elif name in ("event", "data", "id"):
            setattr(sent, name, value.removeprefix(" "))

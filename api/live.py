"""Server-sent events: one look at the feed for all who listen, and streams that end when the server does.

A listener is only woken here; what it sends it reads from the feed by its own position. So nothing is lost or sent
twice, whoever was woken too often, too late or not at all.
"""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterator, Mapping
from contextlib import contextmanager, suppress

from fastapi.concurrency import run_in_threadpool
from fastapi.sse import KEEPALIVE_COMMENT
from starlette.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from api.problems import ALWAYS, Problem
from cases.clock import real_now
from cases.db import Database
from cases.outbox.feed import Audience, Happened, bounds, happened_after
from cases.outbox.sequence import put_in_sequence
from cases.team.presence import Present, everybody

log = logging.getLogger(__name__)

EVERY = 0.5  # seconds between two looks
HEARTBEAT = 15.0  # seconds; what stands between us closes connections that are silent for a minute
LONGEST = 600.0  # seconds, because whoever listens must come back with a token that is still true
A_LOOK = 1_000
MOST, MOST_EACH = 2_000, 20
Hears = Callable[[Happened], bool]


class Listener:
    """Somebody who waits for events that ``hears`` takes, and for who comes to the case ``beside`` them and goes."""

    def __init__(self, whose: str, hears: Hears, beside: str) -> None:
        self.whose, self.hears, self.beside = whose, hears, beside
        self.woken = asyncio.Event()

    async def wait(self, seconds: float) -> bool:
        """Wait until there is something to read, at most so long; whether there is."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self.woken.wait(), seconds)
        told = self.woken.is_set()
        self.woken.clear()
        return told


class Watch:
    """Looks for new events while anybody listens, and wakes those whom one concerns."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.closing = False
        self.counted: Counter[str] = Counter()
        self.present: Mapping[str, tuple[Present, ...]] = {}
        self._listeners: set[Listener] = set()
        self._task: asyncio.Task[None] | None = None
        self._seen = -1

    def must_have_room(self, whose: str) -> None:
        """Raise ``rate_limited`` for somebody who listens too often already, ``busy`` where there are too many."""
        if self.counted[whose] >= MOST_EACH:
            raise Problem("rate_limited", headers={"Retry-After": "10"})
        if len(self._listeners) >= MOST or self.closing:
            raise Problem("busy", headers={"Retry-After": "2"})

    @contextmanager
    def listening(self, whose: str, hears: Hears, beside: str = "") -> Iterator[Listener]:
        """Be woken from now on, until the end of the block."""
        listener = Listener(whose, hears, beside)
        self._listeners.add(listener)
        self.counted[whose] += 1
        if self._task is None or self._task.done():
            self._seen = -1
            self._task = asyncio.create_task(self._look())
        try:
            yield listener
        finally:
            self._listeners.discard(listener)
            self.counted[whose] -= 1
            if not self.counted[whose]:
                del self.counted[whose]

    def close(self) -> None:
        """End every stream; to be called in the loop that serves, before it waits for its connections."""
        self.closing = True
        self._wake(None, self.present)
        if self._task is not None:
            self._task.cancel()

    async def _look(self) -> None:
        while self._listeners and not self.closing:
            try:
                told, present = await run_in_threadpool(self._new)
            except Exception:
                log.exception("the feed could not be read; the next look tries again")
            else:
                self._wake(told, present)
            await asyncio.sleep(EVERY)

    def _new(self) -> tuple[list[Happened] | None, Mapping[str, tuple[Present, ...]]]:
        """What came since the last look, and who is where; None where nobody knows, so that all look for themselves."""
        put_in_sequence(self.database)
        with self.database.read() as connection:
            present = everybody(connection, real_now())
            if self._seen < 0:
                self._seen = bounds(connection).last
                return None, present
            found = happened_after(connection, Audience(), self._seen, A_LOOK)
        if found:
            self._seen = found[-1].position
        return found, present

    def _wake(self, told: list[Happened] | None, present: Mapping[str, tuple[Present, ...]]) -> None:
        """Wake those whom one of the events concerns, or who are not alone as before; all where nobody knows."""
        before, self.present = self.present, present
        for listener in self._listeners:
            moved = before.get(listener.beside) != present.get(listener.beside)
            if told is None or moved or any(listener.hears(event) for event in told):
                listener.woken.set()


class EventStream(StreamingResponse):
    """A stream that is closed as soon as its reader is gone."""

    media_type = "text/event-stream"

    def __init__(self, parts: AsyncGenerator[bytes]) -> None:
        super().__init__(parts, headers={**ALWAYS, "X-Accel-Buffering": "no"})
        self.parts = parts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it, and let go of what it holds."""
        try:
            await super().__call__(scope, receive, send)
        finally:
            await self.parts.aclose()


async def rounds(watch: Watch, listener: Listener) -> AsyncIterator[bool]:
    """A round whenever something may be there to send, until the stream has to end; false: for a sign of life."""
    clock = asyncio.get_running_loop().time
    ends, told = clock() + LONGEST, True
    while not watch.closing and clock() < ends:
        yield told
        told = await listener.wait(min(HEARTBEAT, max(ends - clock(), 0)))


SIGN_OF_LIFE = KEEPALIVE_COMMENT

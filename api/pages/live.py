"""What an open page hears: that its case has news, that the queue has, and who else is there.

It is told that something is new and never what: the page then reads itself again, so there is one way to draw it.
"""

from __future__ import annotations

import time
from collections.abc import AsyncGenerator, Sequence
from contextlib import suppress
from dataclasses import dataclass

import orjson
from anyio import CancelScope
from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.sse import format_sse_event

from api.live import SIGN_OF_LIFE, EventStream, Watch, rounds
from api.pages.door import DIGITS, Visit, act, show
from api.pages.present import present_in
from api.pages.rendering import GUARDED
from cases.casefile.audience import audience_of
from cases.casefile.reading import case_for
from cases.clock import real_now
from cases.errors import NazorgError
from cases.outbox.feed import Happened, bounds, happened_after
from cases.outbox.sequence import put_in_sequence
from cases.verbs.be_present import be_gone, be_present
from markets.translate import translate_count

router = APIRouter(include_in_schema=False)
RETRY = 1_000  # milliseconds after which a page comes back
AT_ONCE = 500
SAY_AGAIN = 12.0  # seconds after which somebody who is still there is said to be
NO_CONTENT = 204


@router.get("/live")
async def live(request: Request) -> Response:
    """What is new after the position ``after``: of the case that ``case`` names, else of all that are the reader's."""
    return await show(request, _live)


@dataclass(frozen=True, slots=True)
class _Page:
    """A page that is open: whose, of which case, at which version of it, and what of the feed it has heard.

    What lies before ``known`` was most likely there when it was drawn, if not in the feed yet: it is looked at again,
    and nobody is told.
    """

    visit: Visit
    case: str
    version: int
    begun: int
    heard: int
    known: int

    @property
    def name(self) -> str:
        """By whom open pages are counted."""
        asker = self.visit.asker
        return f"page:{asker.role}:{asker.seller}:{asker.sub}"

    def hears(self, event: Happened) -> bool:
        """Whether it is worth to look."""
        asker = self.visit.asker
        if self.case:
            return event.case == self.case and not self.shows(event)
        return asker.role != "seller" or event.seller == asker.seller

    def shows(self, event: Happened) -> bool:
        """Whether it was there when the page was drawn; a deadline passes at a version that was there before."""
        return (event.version or 0) <= self.version and not event.type.startswith("deadline.")

    def news(self, after: int) -> tuple[int, list[Happened]]:
        """Up to where there is nothing more to hear, and what concerns the page. Raises ``NotFound``."""
        with self.visit.database.read() as connection:
            if self.case:
                case_for(connection, self.visit.asker, self.case)
            last = bounds(connection).last
            found = happened_after(connection, audience_of(connection, self.visit.asker), after, AT_ONCE)
        return found[-1].position if len(found) == AT_ONCE else max(last, after), list(filter(self.hears, found))

    def said(self, news: Sequence[Happened], cases: set[str]) -> dict[str, object]:
        """What the page is told; ``cases`` grows by those of which anything was heard since it was drawn."""
        cases |= {event.case for event in news if event.case and event.position > self.known}
        if not self.case:
            return {"said": translate_count("page.live.cases", len(cases), self.visit.lang) if cases else ""}
        version = max((event.version or 0 for event in news), default=0)
        new = max(0, version - self.version)
        said = translate_count("page.live.messages", new, self.visit.lang) if new else ""
        return {"version": version, "first": self.version + 1, "said": said}


def _live(visit: Visit) -> Response:
    case = visit.asked("case")
    put_in_sequence(visit.database)
    with visit.database.read() as connection:
        if case:
            case_for(connection, visit.asker, case)
        last = bounds(connection).last
    begun = _number(visit.asked("after"), last)
    came_back = visit.request.headers.get("last-event-id", "") or visit.asked("heard")
    heard, known = _number(came_back, begun), begun if came_back else last
    watch: Watch = visit.request.app.state.watch
    page = _Page(visit, case, _number(visit.asked("version"), 0), begun, max(heard, begun), known)
    watch.must_have_room(page.name)
    return EventStream(_parts(watch, page))


def _number(text: str, usual: int) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 2 * DIGITS else usual


async def _parts(watch: Watch, page: _Page) -> AsyncGenerator[bytes]:
    yield format_sse_event(retry=RETRY)
    shows = bool(page.case and page.visit.asker.team)
    try:
        with watch.listening(page.name, page.hears, page.case) as listener, suppress(NazorgError):
            heard, cases, there, said_at = page.begun, set[str](), "", float("-inf")
            async for told in rounds(watch, listener):
                if shows and time.monotonic() - said_at > SAY_AGAIN:
                    said_at = time.monotonic()
                    await run_in_threadpool(be_present, page.visit.database, page.visit.asker, page.case, real_now())
                before, (heard, news) = heard, await run_in_threadpool(page.news, heard)
                if news:
                    what = page.said(news, cases)
                    if heard > page.heard:
                        yield _part("case" if page.case else "queue", what, heard)
                if shows and (now := present_in(watch.present.get(page.case, ()), page.visit.asker)) != there:
                    yield _part("presence", {"said": now}, heard)
                    there = now
                elif not told and before == heard:
                    yield SIGN_OF_LIFE
    finally:
        if shows:
            with CancelScope(shield=True), suppress(NazorgError):
                await run_in_threadpool(be_gone, page.visit.database, page.visit.asker, page.case)


def _part(event: str, said: dict[str, object], heard: int) -> bytes:
    return format_sse_event(event=event, data_str=orjson.dumps(said).decode(), id=str(heard))


@router.post("/cases/{case}/presence")
async def say_that_somebody_writes(request: Request) -> Response:
    """Somebody types in the case's composer, or has stopped."""
    return await act(request, _writes)


def _writes(visit: Visit) -> Response:
    writes = visit.said("writes") == "yes"
    be_present(visit.database, visit.asker, visit.named("case"), real_now(), writes=writes)
    return Response(status_code=NO_CONTENT, headers=GUARDED)

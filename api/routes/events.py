"""What happened, for whoever may know: a feed by position, and the same as a stream."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from dataclasses import dataclass

import orjson
from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.sse import format_sse_event

from api import shapes
from api.documentation import PAGED, documented
from api.door import Call, answer
from api.listing import Query, cursor_after
from api.live import SIGN_OF_LIFE, EventStream, Watch, rounds
from api.problems import json_answer
from cases.casefile.asker import Asker
from cases.casefile.audience import audience_of
from cases.db import Database
from cases.outbox.events import Event
from cases.outbox.feed import Happened, bounds, happened_after
from cases.outbox.sequence import put_in_sequence

router = APIRouter(prefix="/v1", tags=["events"])
A_PAGE = 200
RETRY = 1_000  # milliseconds after which a reader comes back
_TYPE = {"type": "array", "items": {"type": "string", "examples": [str(event) for event in Event]}}
_POSITION = {"type": "integer", "minimum": 0}


@router.get(
    "/events",
    operation_id="list_events",
    **documented(
        shapes.EventPage,
        query={"after": {**_POSITION, "default": 0}, "type": _TYPE, **PAGED},
        problems=("fields_invalid", "cursor_invalid"),
    ),
)
async def events(request: Request) -> Response:
    """Everything that happened in the asker's own cases after a position, the oldest first; to be read again at will.

    A position that was read has every lower one before it: nothing appears behind it later. `first` is the oldest
    position that is still kept, `last` the newest of all; where what you have seen lies before `first`, read your
    cases anew.
    """
    return await answer(request, _events)


def _events(call: Call) -> Response:
    query = Query(call.request)
    limit, types, after = query.limit(), query.many("type"), query.position("after") or 0
    query.check()
    if (said := query.cursor("events")) is not None:
        after = query.position_in(said)
    put_in_sequence(call.database)
    with call.database.read() as connection:
        reach = bounds(connection)
        found = happened_after(connection, audience_of(connection, call.asker), after, limit + 1, types)
    shown = found[:limit]
    more = cursor_after("events", str(shown[-1].position)) if len(found) > limit else None
    items = [event.as_told() for event in shown]
    return json_answer({"items": items, "next": more, "first": reach.first, "last": reach.last})


_STREAM = documented(
    {"text/event-stream": {"schema": {"type": "string"}, "example": "event: case.moved\ndata: {…}\nid: 17\n\n"}},
    query={"after": _POSITION, "type": _TYPE},
    problems=("fields_invalid", "rate_limited", "busy"),
)
_STREAM["responses"][200]["description"] = "One event of the feed after the other; its `id` is the position."
_STREAM["openapi_extra"]["parameters"].append({"name": "Last-Event-ID", "in": "header", "schema": _POSITION})


@router.get("/stream", operation_id="stream_events", **_STREAM)
async def stream(request: Request) -> Response:
    """The feed as server-sent events: what happens from now on, or all after `Last-Event-ID`, or else after `after`.

    A comment is sent every fifteen seconds while nothing happens. The stream ends after ten minutes and when the
    server stops; come back with the id of the last event, and nothing is lost or told twice.
    """
    return await answer(request, _stream)


@dataclass(frozen=True, slots=True)
class _Reader:
    """Who reads, which types, from after which position on."""

    asker: Asker
    types: tuple[str, ...]
    after: int

    @property
    def name(self) -> str:
        """By whom streams are counted."""
        return f"{self.asker.role}:{self.asker.seller}:{self.asker.sub}"

    def next(self, database: Database, after: int) -> list[Happened]:
        """The next events after a position. The audience is found anew, because a buyer's first case may have come."""
        with database.read() as connection:
            return happened_after(connection, audience_of(connection, self.asker), after, A_PAGE, self.types)

    def hears(self, event: Happened) -> bool:
        """Whether it is worth to look."""
        return self.asker.role != "seller" or event.seller == self.asker.seller


def _stream(call: Call) -> Response:
    query = Query(call.request)
    types, after = query.many("type"), query.position("after")
    seen = query.position_in_header(call.request, "Last-Event-ID")
    query.check()
    watch: Watch = call.request.app.state.watch
    begins = seen if seen is not None else after
    if begins is None:
        put_in_sequence(call.database)
        with call.database.read() as connection:
            begins = bounds(connection).last
    reader = _Reader(call.asker, tuple(types), begins)
    watch.must_have_room(reader.name)
    return EventStream(_parts(watch, reader))


async def _parts(watch: Watch, reader: _Reader) -> AsyncGenerator[bytes]:
    after = reader.after
    yield format_sse_event(retry=RETRY)
    with watch.listening(reader.name, reader.hears) as listener:
        async for told in rounds(watch, listener):
            sent = after
            while found := await run_in_threadpool(reader.next, watch.database, after):
                for event in found:
                    yield _part(event)
                    after = event.position
                if len(found) < A_PAGE or watch.closing:
                    break
            if not told and sent == after:
                yield SIGN_OF_LIFE


def _part(event: Happened) -> bytes:
    return format_sse_event(event=event.type, data_str=orjson.dumps(event.as_told()).decode(), id=str(event.position))

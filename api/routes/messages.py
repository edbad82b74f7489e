"""Messages: the only way a case moves, what one would do, and the log that they make."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Depends, Request, Response
from fastapi.concurrency import run_in_threadpool

from api.door import Call, answer, called, raw_body, replayed
from api.listing import page_of
from api.models import MessageIn
from cases.casefile.asker import Asker
from cases.casefile.entries import entries_of
from cases.casefile.facts import facts_of
from cases.casefile.queries import load
from cases.casefile.reading import case_for, view_for
from cases.casefile.view import actions_view, message_view, transition_view
from cases.casefile.written import Written
from cases.db import Database
from cases.errors import VersionConflict
from cases.verbs.preview import preview_message
from cases.verbs.write_message import Message, write_message
from workflows.refusals import EventNotAllowed

router = APIRouter(prefix="/v1/cases/{case_id}")
Raw = Annotated[bytes, Depends(raw_body)]
_TAKES = {"requestBody": {"required": True, "content": {"application/json": {"schema": MessageIn.model_json_schema()}}}}


@router.post("/messages", status_code=201, openapi_extra=_TAKES)
async def write(case_id: str, request: Request, raw: Raw) -> Response:
    """Write a message, with or without an event."""
    return await run_in_threadpool(_write, case_id, request, raw)


def _write(case_id: str, request: Request, raw: bytes) -> Response:
    call = called(request, raw)

    def do() -> Response:
        message = _message(call)
        written = write_message(call.database, call.asker, case_id, message, call.now, call.key)
        return _rendered(call, written)

    return answer(call, do, _tells_more(call, case_id))


@router.post("/messages/preview", openapi_extra=_TAKES)
async def preview(case_id: str, request: Request, raw: Raw) -> Response:
    """What the message would do; nothing is written."""
    return await run_in_threadpool(_preview, case_id, request, raw)


def _preview(case_id: str, request: Request, raw: bytes) -> Response:
    call = called(request, raw)

    def do() -> Response:
        seen = preview_message(call.database, call.asker, case_id, _message(call), call.now)
        return Response(orjson.dumps(seen), media_type="application/json")

    return answer(call, do, _tells_more(call, case_id))


@router.get("/messages")
def messages(case_id: str, request: Request) -> Response:
    """The messages of a case, oldest first."""
    return _log(case_id, request, message_view)


@router.get("/transitions")
def transitions(case_id: str, request: Request) -> Response:
    """The audit trail: the messages that carry an event."""
    return _log(case_id, request, transition_view)


def _log(case_id: str, request: Request, project: Callable[..., Any]) -> Response:
    call = called(request)

    def do() -> Response:
        limit, after = page_of(call.request, start="0")
        with call.database.read() as connection:
            file = case_for(connection, call.asker, case_id)
            entries = entries_of(connection, case_id, after=int(after), limit=limit + 1)
        shown = [project(entry, file.seller_name, file.calendar) for entry in entries[:limit]]
        more = str(entries[limit - 1].seq) if len(entries) > limit else None
        body = {"items": [item for item in shown if item is not None], "next": more}
        return Response(orjson.dumps(body), media_type="application/json")

    return answer(call, do)


def _message(call: Call) -> Message:
    given = call.read(MessageIn)
    return Message(
        body=given.body,
        lang=given.lang,
        event=given.event,
        fields=given.fields,
        answers=given.answers,
        waives=given.waives,
        reply_expected=given.reply_expected,
        attachments=given.attachments,
        corrects=given.corrects,
        version=given.version,
    )


def _rendered(call: Call, written: Written) -> Response:
    file, entry = written.file, written.entry
    with call.database.read() as connection:
        view = view_for(connection, file, call.asker, written.now)
    body = {
        "message": message_view(entry, file.seller_name, file.calendar),
        "transition": transition_view(entry, file.seller_name, file.calendar),
        "case": view,
    }
    if written.replayed:
        return replayed(201, orjson.dumps(body))
    return Response(orjson.dumps(body), 201, media_type="application/json")


def _tells_more(call: Call, case_id: str) -> Callable[[Exception], dict[str, Any]]:
    def tell(error: Exception) -> dict[str, Any]:
        if isinstance(error, EventNotAllowed):
            return possible_now(call.database, call.asker, case_id, call)
        if isinstance(error, VersionConflict):
            return _unseen(call, case_id, error)
        return {}

    return tell


def possible_now(database: Database, asker: Asker, case_id: str, call: Call) -> dict[str, Any]:
    """The state, and what the asker could do in it."""
    with database.read() as connection:
        file = load(connection, case_id)
    if file is None:
        return {}
    return {"state": file.case.state, "available_actions": actions_view(file, asker, facts_of(file, call.now))}


def _unseen(call: Call, case_id: str, error: VersionConflict) -> dict[str, Any]:
    """The messages that were written after what the caller had seen."""
    with call.database.read() as connection:
        file = case_for(connection, call.asker, case_id)
        entries = entries_of(connection, case_id, after=error.seen)
    unseen = [message_view(entry, file.seller_name, file.calendar) for entry in entries]
    return {"state": error.state, "version": error.version, "unseen": unseen}

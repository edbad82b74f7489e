"""Messages: the only way a case moves, what one would do, and the log that they make."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fastapi import APIRouter, Request, Response

from api import shapes
from api.documentation import OF_BODIES, OF_WRITING, PAGED, documented
from api.door import Call, answer
from api.listing import Query, cursor_after, page
from api.looks import remember
from api.models import MessageIn
from api.problems import JSON, json_answer
from cases.casefile.entries import Entry, entries_of
from cases.casefile.facts import facts_of
from cases.casefile.reading import case_for, view_for
from cases.casefile.view import View, actions_view, message_view, transition_view
from cases.errors import NotFound, VersionConflict
from cases.ids import is_id
from cases.verbs.preview import preview_message
from cases.verbs.write_message import Message, write_message
from markets.calendars import Calendar
from workflows.refusals import EventNotAllowed

router = APIRouter(prefix="/v1/cases/{case}", tags=["messages"])
REFUSED = ("not_found", "version_conflict", "event_not_allowed", "not_eligible", "message_required", "rate_limited")
UNSAID = ("off_platform_contact", "marketing")
"""Refused for what the words say; a preview shows that as findings instead."""
_TO_THE_LOG = {
    "messages": {"operationId": "list_messages", "parameters": {"case": "$response.body#/case/id"}},
    "case": {"operationId": "read_case", "parameters": {"case": "$response.body#/case/id"}},
}


@router.post(
    "/messages",
    operation_id="write_message",
    **documented(
        shapes.Written,
        status=201,
        takes=MessageIn,
        path=("case",),
        keyed=True,
        problems=(*OF_BODIES, *REFUSED, *UNSAID, *OF_WRITING),
        headers={"ETag": "the version of the case after the message"},
        links=_TO_THE_LOG,
    ),
)
async def write(request: Request) -> Response:
    """Write a message, with or without an event."""
    return await answer(request, _write, takes=JSON)


def _write(call: Call) -> Response:
    case_id, given = _case_id(call), call.json()
    call.more = tells_more(call, case_id)
    call.acts_on = case_id, event_in(given)
    message = _message(call, case_id, given)
    written = write_message(call.database, call.asker, case_id, message, call.now, call.key)
    file, entry = written.file, written.entry
    with call.database.read() as connection:
        view = view_for(connection, file, call.asker, written.now, replayed=written.replayed)
    body = {
        "message": message_view(entry, file.seller_name, file.calendar),
        "transition": transition_view(entry, file.seller_name, file.calendar),
        "case": view,
    }
    headers = {"ETag": f'"{file.case.version}"'}
    if written.replayed:
        headers["Idempotency-Replayed"] = "true"
    return json_answer(body, 201, headers)


@router.post(
    "/messages/preview",
    operation_id="preview_message",
    **documented(shapes.Preview, takes=MessageIn, path=("case",), problems=(*OF_BODIES, *REFUSED, "busy")),
)
async def preview(request: Request) -> Response:
    """What the message would do; nothing is written."""
    return await answer(request, _preview, takes=JSON, keyed=False)


def _preview(call: Call) -> Response:
    case_id, given = _case_id(call), call.json()
    call.more = tells_more(call, case_id)
    message = _message(call, case_id, given)
    return json_answer(preview_message(call.database, call.asker, case_id, message, call.now))


@router.get(
    "/messages",
    operation_id="list_messages",
    **documented(
        shapes.MessagePage,
        path=("case",),
        query=PAGED,
        looks=True,
        problems=("not_found", "fields_invalid", "cursor_invalid"),
    ),
)
async def messages(request: Request) -> Response:
    """The messages of a case, oldest first."""
    return await answer(request, lambda call: _log(call, "messages", message_view))


@router.get(
    "/transitions",
    operation_id="list_transitions",
    **documented(
        shapes.TransitionPage,
        path=("case",),
        query=PAGED,
        looks=True,
        problems=("not_found", "fields_invalid", "cursor_invalid"),
    ),
)
async def transitions(request: Request) -> Response:
    """The audit trail: the messages that carry an event."""
    return await answer(request, lambda call: _log(call, "transitions", transition_view))


def _log(call: Call, of: str, shown: Callable[[Entry, str, Calendar], View | None]) -> Response:
    case_id, query = _case_id(call), Query(call.request)
    with call.database.read() as connection:
        file = case_for(connection, call.asker, case_id)
        limit, after = query.limit(), query.number_cursor(of)
        query.check()
        entries = entries_of(
            connection, case_id, call.asker, after=after, limit=limit + 1, only_events=of == "transitions"
        )
    remember(call, [file.case.id])
    items = [shown(entry, file.seller_name, file.calendar) for entry in entries[:limit]]
    return json_answer(page(items, cursor_after(of, str(entries[limit - 1].seq)) if len(entries) > limit else None))


def _case_id(call: Call) -> str:
    name = call.named("case")
    if not is_id(name):
        raise NotFound
    return name


def _message(call: Call, case_id: str, given: Any) -> Message:
    return message_of(call.shaped(MessageIn, given, lambda: is_theirs(call, case_id)))


def message_of(said: MessageIn) -> Message:
    """The message of a body that has its shape."""
    return Message(
        body=said.body or "",
        lang=said.lang or "",
        event=said.event,
        fields=said.fields or {},
        answers=said.answers,
        waives=said.waives or (),
        reply_expected=said.reply_expected,
        attachments=said.attachments or (),
        corrects=said.corrects,
        version=said.version,
    )


def is_theirs(call: Call, case_id: str) -> None:
    """Raise ``NotFound`` where the case is not the asker's."""
    with call.database.read() as connection:
        case_for(connection, call.asker, case_id)


def event_in(given: Any) -> str:
    """The event that a body of whatever shape names, for the record of its refusal."""
    event = given.get("event") if isinstance(given, dict) else None
    return event if isinstance(event, str) and event.isprintable() else ""


def tells_more(call: Call, case_id: str) -> Callable[[Exception], View]:
    """What helps with a refusal: what is possible instead, or what was written since the caller looked."""

    def tell(error: Exception) -> View:
        if not isinstance(error, EventNotAllowed | VersionConflict):
            return {}
        with call.database.read() as connection:
            file = case_for(connection, call.asker, case_id)
            if isinstance(error, EventNotAllowed):
                actions = actions_view(file, call.asker, facts_of(file, call.now, call.asker.actor))
                return {"state": file.case.state, "available_actions": actions}
            entries = entries_of(connection, case_id, call.asker, after=error.seen)
        unseen = [message_view(entry, file.seller_name, file.calendar) for entry in entries]
        return {"state": file.case.state, "version": file.case.version, "unseen": unseen}

    return tell

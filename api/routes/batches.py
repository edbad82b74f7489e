"""Many messages at once, for whoever answers many cases alike."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response

from api import shapes
from api.batches import items_in
from api.documentation import OF_BODIES, OF_WRITING, documented
from api.door import Call, answer
from api.models import MOST_AT_ONCE, BatchIn, BatchItemIn
from api.problems import JSON, body_of
from api.routes.messages import event_in, is_theirs, message_of, tells_more
from cases.casefile.asker import ADMIN
from cases.casefile.refuse import record_refusal
from cases.casefile.view import View, message_view
from cases.errors import Forbidden, NazorgError, NotFound
from cases.ids import is_id
from cases.verbs.write_message import write_message
from workflows.refusals import Refusal

router = APIRouter(prefix="/v1/messages", tags=["messages"])
CREATED = 201


@router.post(
    "/batch",
    operation_id="write_messages",
    **documented(shapes.BatchReport, takes=BatchIn, keyed=True, problems=(*OF_BODIES, "forbidden", *OF_WRITING)),
)
async def write_many(request: Request) -> Response:
    """Write up to 100 messages, each in a transaction of its own; one that is refused stops no other."""
    return await answer(request, _write_many, takes=JSON)


def _write_many(call: Call) -> Response:
    given = call.json()
    if call.asker.role not in ("seller", ADMIN):
        raise Forbidden
    items = items_in(call, given, MOST_AT_ONCE)
    return call.once(
        lambda: {"items": [{"index": place} | _one(call, place, item) for place, item in enumerate(items)]}
    )


def _one(call: Call, place: int, item: Any) -> View:
    case_id = _case_in(item)
    try:
        said = call.shaped(BatchItemIn, item, lambda: _is_theirs(call, case_id))
        if not is_id(said.case):
            raise NotFound
        key = call.key.of_part(place) if call.key else None
        written = write_message(call.database, call.asker, said.case, message_of(said), call.now, key)
    except (NazorgError, Refusal) as error:
        if error is call.unrecorded:
            case = case_id if is_id(case_id) else None
            record_refusal(call.database, call.asker, case, event_in(item), error, call.now)
        body = body_of(error, call.asker.lang, tells_more(call, case_id)(error))
        return {"index": place, "status": body["status"], "error": body}
    message = message_view(written.entry, written.file.seller_name, written.file.calendar)
    return {"index": place, "status": CREATED, "message": message}


def _case_in(item: Any) -> str:
    """The case that an item of whatever shape names."""
    name = item.get("case") if isinstance(item, dict) else None
    return name if isinstance(name, str) else ""


def _is_theirs(call: Call, case_id: str) -> None:
    """Raise ``NotFound`` where the item names a case that is not the asker's, before anything else about it is said."""
    if case_id:
        is_theirs(call, case_id)

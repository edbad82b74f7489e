"""Say from the queue that no answer is needed: one press, and still a message that the buyer reads."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from api.pages.door import Visit, act
from api.pages.own_address import own_address
from api.pages.seller.replies import reply_named
from api.problems import Problem, body_of
from cases.casefile.reading import case_for
from cases.errors import NazorgError, NotFound
from cases.ids import message_id
from cases.verbs.write_message import Message, write_message
from workflows.refusals import Refusal

router = APIRouter(include_in_schema=False)


@router.post("/cases/{case}/no-reply")
async def waive(request: Request) -> Response:
    """Say so of every message of the case that waits for an answer."""
    return await act(request, _waive)


def _waive(visit: Visit) -> Response:
    if visit.asker.role != "seller":
        raise NotFound
    case_id = visit.named("case")
    with visit.database.read() as connection:
        file = case_for(connection, visit.asker, case_id)
    said = reply_named(file, "no_reply_needed")
    assert said is not None
    waives = [message_id(case_id, owed.seq) for owed in file.case.progress.owed]
    message = Message(body=said.body, lang=said.lang, waives=waives, version=visit.seen())
    try:
        if not waives:
            raise Problem("not_found")
        write_message(visit.database, visit.asker, case_id, message, visit.now)
        visit.session.tell("good", "page.waived", number=file.case.number)
    except (NazorgError, Refusal) as error:
        body = body_of(error, visit.lang)
        visit.session.tell("bad", "page.not_done", number=file.case.number, why=_why(body))
    return visit.go(own_address(visit.said("back")))


def _why(body: dict[str, object]) -> str:
    guards = body.get("guards")
    reasons = [str(guard["reason"]) for guard in guards if not guard["holds"]] if isinstance(guards, list) else []
    return " ".join(reasons or [str(body["detail"])])

"""What the seller does beside sending: keep a draft, throw it away, take a message back, write a note, assign."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from api.door import read_shape
from api.models import AssigneeIn, NoteIn
from api.pages.door import Visit, act
from cases.casefile.reading import case_of_team
from cases.errors import NotFound, ShapeInvalid
from cases.verbs.assign import assign
from cases.verbs.keep_draft import drop_draft, undo_sending
from cases.verbs.write_note import write_note

router = APIRouter(prefix="/cases/{case}", include_in_schema=False)


@router.post("/undo")
async def undo(request: Request) -> Response:
    """Take back a message that waits to be sent."""
    return await act(request, _undo)


def _undo(visit: Visit) -> Response:
    case_id = _case(visit)
    if undo_sending(visit.database, visit.asker, case_id):
        visit.session.tell("good", "page.taken_back")
    else:
        visit.session.tell("bad", "page.too_late")
    return visit.go(f"/cases/{case_id}#compose")


@router.post("/discard")
async def discard(request: Request) -> Response:
    """Throw the draft away."""
    return await act(request, _discard)


def _discard(visit: Visit) -> Response:
    case_id = _case(visit)
    drop_draft(visit.database, visit.asker, case_id)
    return visit.go(f"/cases/{case_id}#compose")


@router.post("/notes")
async def note(request: Request) -> Response:
    """Write an inside note."""
    return await act(request, _note)


def _note(visit: Visit) -> Response:
    case_id, body = _case(visit), visit.said("note")
    shape, faults = read_shape(NoteIn, {"body": body}, body.encode())
    if shape is None:
        raise ShapeInvalid(faults)
    write_note(visit.database, visit.asker, case_id, shape.body, visit.now)
    return visit.go(f"/cases/{case_id}#notes")


@router.post("/assignee")
async def give(request: Request) -> Response:
    """Say who of the team has the case: the reader, somebody by id, or nobody."""
    return await act(request, _give)


def _give(visit: Visit) -> Response:
    case_id = _case(visit)
    who = visit.asker.sub if visit.said("take") else visit.said("assignee").strip()
    shape, faults = read_shape(AssigneeIn, {"assignee": who or None}, who.encode())
    if shape is None:
        raise ShapeInvalid(faults)
    assign(visit.database, visit.asker, case_id, shape.assignee, visit.now)
    return visit.go(f"/cases/{case_id}#team")


def _case(visit: Visit) -> str:
    """The case, if it is the team's; looked up before the form is judged, so that a fault tells nothing of others'."""
    if not visit.asker.team:
        raise NotFound
    with visit.database.read() as connection:
        return case_of_team(connection, visit.asker, visit.named("case")).case.id

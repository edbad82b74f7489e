"""Inside a team: notes on a case, and who has it."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response

from api import shapes
from api.documentation import OF_BODIES, OF_WRITING, PAGED, documented
from api.door import Call, answer
from api.listing import Query, cursor_after, page
from api.models import AssigneeIn, NoteIn
from api.problems import JSON, json_answer
from cases.casefile.casefile import CaseFile
from cases.casefile.reading import case_of_team, view_for
from cases.casefile.view import local
from cases.team.notes import NoteRow, notes_of
from cases.verbs.assign import assign
from cases.verbs.write_note import write_note
from markets.translate import translate

router = APIRouter(prefix="/v1/cases/{case}", tags=["team"])
REFUSED = ("not_found", "forbidden")
_TO_THE_NOTES = {"notes": {"operationId": "list_notes", "parameters": {"case": "$response.body#/case"}}}


@router.post(
    "/notes",
    operation_id="write_note",
    **documented(
        shapes.Note,
        status=201,
        takes=NoteIn,
        path=("case",),
        keyed=True,
        problems=(*OF_BODIES, *REFUSED, *OF_WRITING),
        links=_TO_THE_NOTES,
    ),
)
async def write(request: Request) -> Response:
    """Write an inside note: plain text, for the writer's own team alone; no clock runs for it."""
    return await answer(request, _write, takes=JSON)


def _write(call: Call) -> Response:
    case_id, given = call.named("case"), call.json()
    body = call.shaped(NoteIn, given, lambda: _is_their_teams(call, case_id)).body
    noted = write_note(call.database, call.asker, case_id, body, call.now, call.key)
    headers = {"Idempotency-Replayed": "true"} if noted.replayed else {}
    return json_answer(_note_view(noted.note, noted.file, call), 201, headers)


@router.get(
    "/notes",
    operation_id="list_notes",
    **documented(shapes.NotePage, path=("case",), query=PAGED, problems=(*REFUSED, "fields_invalid", "cursor_invalid")),
)
async def notes(request: Request) -> Response:
    """The notes of the asker's own team, oldest first."""
    return await answer(request, _notes)


def _notes(call: Call) -> Response:
    case_id, query = call.named("case"), Query(call.request)
    with call.database.read() as connection:
        file = case_of_team(connection, call.asker, case_id)
        limit, after = query.limit(), query.id_cursor("notes")
        query.check()
        found = notes_of(connection, case_id, call.asker.team, after=after, limit=limit + 1)
    items = [_note_view(note, file, call) for note in found[:limit]]
    return json_answer(page(items, cursor_after("notes", items[-1]["id"]) if len(found) > limit else None))


@router.put(
    "/assignee",
    operation_id="assign_case",
    **documented(
        shapes.Case,
        takes=AssigneeIn,
        path=("case",),
        problems=(*OF_BODIES, *REFUSED, "busy"),
        headers={"ETag": "the version of the case, which stays as it is"},
    ),
)
async def give(request: Request) -> Response:
    """Say who of the asker's own team has the case; null: nobody."""
    return await answer(request, _give, takes=JSON)


def _give(call: Call) -> Response:
    case_id, given = call.named("case"), call.json()
    assignee = call.shaped(AssigneeIn, given, lambda: _is_their_teams(call, case_id)).assignee
    file = assign(call.database, call.asker, case_id, assignee, call.now)
    with call.database.read() as connection:
        view = view_for(connection, file, call.asker, call.now)
    return json_answer(view, headers={"ETag": f'"{file.case.version}"'})


def _is_their_teams(call: Call, case_id: str) -> None:
    with call.database.read() as connection:
        case_of_team(connection, call.asker, case_id)


def _note_view(note: NoteRow, file: CaseFile, call: Call) -> dict[str, Any]:
    team = call.asker.team
    name = note.author_name or (file.seller_name if call.asker.role == "seller" else "")
    return {
        "id": note.id,
        "case": note.case,
        "author": {"role": team, "id": note.author, "name": name or translate(f"role.{team}", call.asker.lang)},
        "body": note.body,
        "created_at": local(note.created_at, file.calendar),
    }

"""Cases: open one, see what opening would do, read one, list them."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response

from api import shapes
from api.documentation import OF_BODIES, OF_WRITING, PAGED, documented
from api.door import Call, answer
from api.listing import Query, cursor_after, is_moment, page
from api.looks import remember
from api.models import CaseIn
from api.problems import JSON, Problem, json_answer
from cases.casefile.listing import FILTERS, FLAGS, ME, NEWEST_FIRST, NOBODY, SORTS, Place, Wanted, list_cases
from cases.casefile.queries import load_all
from cases.casefile.reading import case_for, view_for, views_for
from cases.errors import IdempotencyConflict, ShapeInvalid
from cases.ids import is_id
from cases.verbs.open_case import may_open, open_case
from cases.verbs.openings import Opening
from cases.verbs.preview import preview_opening
from workflows.fields.base import FieldError

router = APIRouter(prefix="/v1/cases", tags=["cases"])
REFUSED = ("not_found", "forbidden", "not_eligible", "message_required")
UNSAID = ("off_platform_contact", "marketing")
"""Refused for what the words say; a preview shows that as findings instead."""
_TEXTS = {"type": "array", "items": {"type": "string"}}
_QUERY = {
    **dict.fromkeys(FILTERS, _TEXTS),
    "assignee": _TEXTS | {"description": f"ids, `{ME}` for the asker, `{NOBODY}` for nobody of the asker's team"},
    **{name: {"type": "boolean"} for name in FLAGS},
    "sort": {"type": "string", "enum": list(SORTS), "default": NEWEST_FIRST},
    **PAGED,
}
_TO_IT = {
    "case": {"operationId": "read_case", "parameters": {"case": "$response.body#/id"}},
    "messages": {"operationId": "list_messages", "parameters": {"case": "$response.body#/id"}},
    "transitions": {"operationId": "list_transitions", "parameters": {"case": "$response.body#/id"}},
    "evidence": {"operationId": "read_evidence", "parameters": {"case": "$response.body#/id"}},
    "write": {"operationId": "write_message", "parameters": {"case": "$response.body#/id"}},
    "preview": {"operationId": "preview_message", "parameters": {"case": "$response.body#/id"}},
    "notes": {"operationId": "list_notes", "parameters": {"case": "$response.body#/id"}},
    "note": {"operationId": "write_note", "parameters": {"case": "$response.body#/id"}},
    "assignee": {"operationId": "assign_case", "parameters": {"case": "$response.body#/id"}},
}


@router.post(
    "",
    operation_id="open_case",
    **documented(
        shapes.Case,
        status=201,
        takes=CaseIn,
        keyed=True,
        problems=(*OF_BODIES, *REFUSED, *UNSAID, *OF_WRITING),
        headers={"ETag": "the version of the case", "Location": "where the case is read"},
        links=_TO_IT,
    ),
)
async def open_one(request: Request) -> Response:
    """Open a case with its first message."""
    return await answer(request, _open, takes=JSON)


def _open(call: Call) -> Response:
    given = call.json()
    call.acts_on = None, f"open {_what(given)['kind'] or ''}"
    opening = _opening(call, given)
    try:
        written = open_case(call.database, call.asker, opening, call.now, call.key)
    except IdempotencyConflict:
        with call.database.read() as connection:
            # Because what is not theirs is refused before a key that was used.
            may_open(connection, call.asker, **_what(given))
        raise
    file = written.file
    with call.database.read() as connection:
        view = view_for(connection, file, call.asker, written.now, replayed=written.replayed)
    headers = {"ETag": f'"{file.case.version}"', "Location": f"/v1/cases/{file.case.id}"}
    if written.replayed:
        headers["Idempotency-Replayed"] = "true"
    return json_answer(view, 201, headers)


@router.post(
    "/preview",
    operation_id="preview_case",
    **documented(shapes.Preview, takes=CaseIn, problems=(*OF_BODIES, *REFUSED, "busy")),
)
async def preview(request: Request) -> Response:
    """What opening the case would do; nothing is written."""
    return await answer(request, _preview, takes=JSON, keyed=False)


def _preview(call: Call) -> Response:
    opening = _opening(call, call.json())
    return json_answer(preview_opening(call.database, call.asker, opening, call.now))


@router.get(
    "",
    operation_id="list_cases",
    **documented(shapes.CasePage, query=_QUERY, problems=("fields_invalid", "cursor_invalid")),
)
async def list_them(request: Request) -> Response:
    """One's own cases, filtered and sorted, a page at a time; what has no due date comes last."""
    return await answer(request, _list)


def _list(call: Call) -> Response:
    wanted = _wanted(call.request)
    with call.database.read() as connection:
        found = list_cases(connection, call.asker, wanted)
        rows = found[: wanted.limit]
        files = {file.case.id: file for file in load_all(connection, [row.case for row in rows])}
        items = views_for(connection, [files[row.case] for row in rows], call.asker, call.now)
    return json_answer(page(items, cursor_after(wanted.sort, *rows[-1]) if len(found) > wanted.limit else None))


@router.get(
    "/{case}",
    operation_id="read_case",
    **documented(
        shapes.Case,
        path=("case",),
        looks=True,
        problems=("not_found",),
        headers={"ETag": "the version of the case"},
    ),
)
async def read_one(request: Request) -> Response:
    """The case as the asker sees it; its ETag is its version."""
    return await answer(request, _read)


def _read(call: Call) -> Response:
    with call.database.read() as connection:
        file = case_for(connection, call.asker, call.named("case"))
        view = view_for(connection, file, call.asker, call.now)
    remember(call, [file.case.id])
    return json_answer(view, headers={"ETag": f'"{file.case.version}"'})


def _opening(call: Call, given: Any) -> Opening:
    said = call.shaped(CaseIn, given, lambda: _may_open(call, given))
    if said.about is not None and said.order is not None:
        raise ShapeInvalid([FieldError("/about", "field.extra_forbidden")])
    return opening_of(said)


def opening_of(said: CaseIn) -> Opening:
    """What the body opens."""
    words = said.message
    return Opening(
        kind=said.kind,
        order=said.order,
        about=said.about.model_dump() if said.about else None,
        units=[(unit.line, unit.quantity) for unit in said.units] if said.units is not None else None,
        reason=said.reason,
        body=words.body or "" if words else "",
        lang=words.lang or "" if words else "",
        fields=said.fields or {},
        attachments=said.attachments or (),
        reply_expected=said.reply_expected,
        on_behalf_of=said.on_behalf_of,
        seller=said.seller,
        market=said.market,
    )


def _may_open(call: Call, given: Any) -> None:
    with call.database.read() as connection:
        may_open(connection, call.asker, **_what(given))


def _what(given: Any) -> dict[str, str | None]:
    """What a body of whatever shape opens: the texts in it that can name anything."""
    said = given if isinstance(given, dict) else {}
    texts = {name: said.get(name) for name in ("kind", "order", "on_behalf_of")}
    return {name: text if isinstance(text, str) and text.isprintable() else None for name, text in texts.items()}


def _wanted(request: Request) -> Wanted:
    query = Query(request)
    filters = {name: values for name in FILTERS if (values := query.many(name))}
    flags = {name: holds for name in FLAGS if (holds := query.flags(name))}
    sort, limit = query.one("sort", SORTS, NEWEST_FIRST), query.limit()
    query.check()
    after = query.cursor(sort)
    if after is not None and not (len(after) == len(Place._fields) and is_moment(after[0]) and is_id(after[1])):
        raise Problem("cursor_invalid")
    return Wanted(filters, flags, sort, limit, Place(*after) if after else None)

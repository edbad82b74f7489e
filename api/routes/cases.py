"""Cases: open one, see what opening would do, read one, list them."""

from __future__ import annotations

import base64
from typing import Annotated

import orjson
from fastapi import APIRouter, Depends, Request, Response
from fastapi.concurrency import run_in_threadpool

from api.door import Call, answer, called, raw_body, replayed
from api.listing import page_of
from api.models import CaseIn
from api.problems import Problem
from cases.casefile.listing import COLUMNS, FLAGS, SORTS, Wanted, list_cases
from cases.casefile.queries import load_all
from cases.casefile.reading import case_for, view_for
from cases.verbs.open_case import Opening, open_case
from cases.verbs.preview import preview_opening
from workflows.fields.base import FieldError

router = APIRouter(prefix="/v1/cases")
Raw = Annotated[bytes, Depends(raw_body)]
_TAKES = {"requestBody": {"required": True, "content": {"application/json": {"schema": CaseIn.model_json_schema()}}}}
_MANY = (*COLUMNS, "buyer", "tracking")


@router.post("", status_code=201, openapi_extra=_TAKES)
async def open_one(request: Request, raw: Raw) -> Response:
    """Open a case with its first message."""
    return await run_in_threadpool(_open, request, raw)


def _open(request: Request, raw: bytes) -> Response:
    call = called(request, raw)

    def do() -> Response:
        written = open_case(call.database, call.asker, _opening(call), call.now, call.key)
        with call.database.read() as connection:
            body = orjson.dumps(view_for(connection, written.file, call.asker, written.now))
        return replayed(201, body) if written.replayed else Response(body, 201, media_type="application/json")

    return answer(call, do)


@router.post("/preview", openapi_extra=_TAKES)
async def preview(request: Request, raw: Raw) -> Response:
    """What opening the case would do; nothing is written."""
    return await run_in_threadpool(_preview, request, raw)


def _preview(request: Request, raw: bytes) -> Response:
    call = called(request, raw)

    def do() -> Response:
        seen = preview_opening(call.database, call.asker, _opening(call), call.now)
        return Response(orjson.dumps(seen), media_type="application/json")

    return answer(call, do)


@router.get("")
def list_them(request: Request) -> Response:
    """One's own cases, filtered and sorted, a page at a time."""
    call = called(request)

    def do() -> Response:
        wanted = _wanted(request)
        with call.database.read() as connection:
            found = list_cases(connection, call.asker, wanted)
            page = found[: wanted.limit]
            files = {file.case.id: file for file in load_all(connection, [case for case, _ in page])}
            items = [view_for(connection, files[case], call.asker, call.now) for case, _ in page]
        more = _cursor(wanted.sort, *reversed(page[-1])) if len(found) > wanted.limit else None
        return Response(orjson.dumps({"items": items, "next": more}), media_type="application/json")

    return answer(call, do)


@router.get("/{case_id}")
def read_one(case_id: str, request: Request) -> Response:
    """The case as the asker sees it; its ETag is its version."""
    call = called(request)

    def do() -> Response:
        with call.database.read() as connection:
            file = case_for(connection, call.asker, case_id)
            view = view_for(connection, file, call.asker, call.now)
        headers = {"ETag": f'"{file.case.version}"'}
        return Response(orjson.dumps(view), headers=headers, media_type="application/json")

    return answer(call, do)


def _opening(call: Call) -> Opening:
    given = call.read(CaseIn)
    if given.about is not None and given.order is not None:
        raise Problem("fields_invalid", errors=(FieldError("/about", "field.extra_forbidden"),))
    return Opening(
        kind=given.kind,
        order=given.order,
        about=given.about.model_dump() if given.about else None,
        units=[(unit.line, unit.quantity) for unit in given.units] if given.units is not None else None,
        reason=given.reason,
        body=given.message.body if given.message else "",
        lang=given.message.lang if given.message else "",
        fields=given.fields,
        attachments=given.attachments,
        reply_expected=given.reply_expected,
        on_behalf_of=given.on_behalf_of,
    )


def _wanted(request: Request) -> Wanted:
    limit, _ = page_of(request, start="0") if "cursor" not in request.query_params else (_limit(request), "")
    query = request.query_params
    sort = query.get("sort", "-opened")
    if sort.removeprefix("-") not in SORTS:
        raise Problem("fields_invalid", errors=(FieldError("/query/sort", "field.enum"),))
    flags = {}
    for name in FLAGS:
        if name in query:
            if query[name] not in ("true", "false"):
                raise Problem("fields_invalid", errors=(FieldError(f"/query/{name}", "field.bool_parsing"),))
            flags[name] = query[name] == "true"
    filters = {name: query.getlist(name) for name in _MANY if name in query}
    after = _after(query["cursor"], sort) if "cursor" in query else None
    return Wanted(filters, flags, sort, limit, after)


def _limit(request: Request) -> int:
    limit = request.query_params.get("limit", "50")
    if not (limit.isascii() and limit.isdigit() and 1 <= int(limit[:6]) <= 200):  # noqa: PLR2004  # the contract's most
        raise Problem("fields_invalid", errors=(FieldError("/query/limit", "field.int_range"),))
    return int(limit)


def _cursor(sort: str, key: str, case: str) -> str:
    return base64.urlsafe_b64encode(orjson.dumps([sort, key, case])).decode()


def _after(cursor: str, sort: str) -> tuple[str, str]:
    try:
        said = orjson.loads(base64.urlsafe_b64decode(cursor.encode()))
        of, key, case = said
    except ValueError as error:
        raise Problem("cursor_invalid") from error
    if of != sort or not isinstance(key, str) or not isinstance(case, str):
        raise Problem("cursor_invalid")
    return key, case

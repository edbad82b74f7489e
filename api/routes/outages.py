"""Outages: windows in which the platform or a carrier failed, and what that left of deadlines."""

from __future__ import annotations

from typing import Any

import msgspec
from fastapi import APIRouter, Request, Response

from api import shapes
from api.documentation import OF_BODIES, OF_WRITING, PAGED, documented
from api.door import Call, answer
from api.listing import Query, cursor_after, page
from api.models import OutageIn
from api.problems import JSON, json_answer
from cases.casefile.asker import ADMIN, INTEGRATION
from cases.errors import Forbidden
from cases.timers.outages import Outage, outages
from cases.verbs.declare_outage import declare_outage

router = APIRouter(prefix="/v1/outages", tags=["outages"])


@router.get(
    "",
    operation_id="list_outages",
    **documented(shapes.OutagePage, query=PAGED, problems=("forbidden", "fields_invalid", "cursor_invalid")),
)
async def read(request: Request) -> Response:
    """Every outage window, the newest first, for sellers and the market place."""
    return await answer(request, _read)


def _read(call: Call) -> Response:
    if call.asker.role not in (ADMIN, INTEGRATION, "seller"):
        raise Forbidden
    query = Query(call.request)
    limit = query.limit()
    query.check()
    with call.database.read() as connection:
        found = outages(connection, after=query.id_cursor("outages"), limit=limit + 1)
    more = cursor_after("outages", found[limit - 1].id) if len(found) > limit else None
    return json_answer(page([_view(outage) for outage in found[:limit]], more))


@router.post(
    "",
    operation_id="declare_outage",
    **documented(
        shapes.OutageDeclared,
        status=201,
        takes=OutageIn,
        keyed=True,
        problems=(*OF_BODIES, "forbidden", *OF_WRITING),
    ),
)
async def declare(request: Request) -> Response:
    """Declare a window: what it touches is due later, by a logged line each; what was missed counts no more."""
    return await answer(request, _declare, takes=JSON)


def _declare(call: Call) -> Response:
    said = call.shaped(OutageIn, call.json(), lambda: _may_declare(call))
    _may_declare(call)
    return call.once(lambda: _declared(call, said), status=201)


def _declared(call: Call, said: OutageIn) -> dict[str, Any]:
    outage, done = declare_outage(
        call.database,
        call.asker,
        scope=said.scope,
        carrier=said.carrier,
        market=said.market,
        since=said.since,
        until=said.until,
        reason=said.reason,
        now=call.now,
    )
    return _view(outage) | {"extended": done.extended, "struck": done.struck}


def _may_declare(call: Call) -> None:
    if call.asker.role != ADMIN:
        raise Forbidden


def _view(outage: Outage) -> dict[str, Any]:
    shown: dict[str, Any] = msgspec.to_builtins(outage)
    return shown

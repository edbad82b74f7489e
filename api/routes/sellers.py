"""Sellers: what they missed."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from api import shapes
from api.documentation import PAGED, documented
from api.door import Call, answer
from api.listing import Query, cursor_after, page
from api.problems import json_answer
from cases.errors import Forbidden, NotFound
from cases.sellers.breaches import breaches_of, is_seller

router = APIRouter(prefix="/v1/sellers/{seller}", tags=["sellers"])


@router.get(
    "/breaches",
    operation_id="list_breaches",
    **documented(
        shapes.BreachPage,
        path=("seller",),
        query=PAGED,
        problems=("not_found", "forbidden", "fields_invalid", "cursor_invalid"),
    ),
)
async def breaches(request: Request) -> Response:
    """Everything that the seller let pass, the newest first, whether it counts and why."""
    return await answer(request, _breaches)


def _breaches(call: Call) -> Response:
    seller, asker = call.named("seller"), call.asker
    if asker.role == "buyer":
        raise Forbidden  # whoever the seller is, so it tells a buyer nothing
    query = Query(call.request)
    with call.database.read() as connection:
        if (asker.role == "seller" and asker.seller != seller) or not is_seller(connection, seller):
            raise NotFound
        limit = query.limit()
        query.check()
        items = breaches_of(connection, seller, before=query.id_cursor("breaches"), limit=limit + 1)
    more = cursor_after("breaches", items[limit - 1]["id"]) if len(items) > limit else None
    return json_answer(page(items[:limit], more))

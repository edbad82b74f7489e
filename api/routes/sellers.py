"""Sellers: what they missed."""

from __future__ import annotations

import orjson
from fastapi import APIRouter, Request, Response

from api.door import answer, called
from api.listing import page_of
from cases.errors import Forbidden, NotFound
from cases.sellers.breaches import breaches_of

router = APIRouter(prefix="/v1/sellers/{seller_id}")


@router.get("/breaches")
def breaches(seller_id: str, request: Request) -> Response:
    """Every deadline that the seller let pass, newest first, and whether it counts and why."""
    call = called(request)

    def do() -> Response:
        if call.asker.role == "buyer":
            raise Forbidden
        if call.asker.role == "seller" and call.asker.seller != seller_id:
            raise NotFound
        limit, after = page_of(request, start="0")
        with call.database.read() as connection:
            items = breaches_of(connection, seller_id, skip=int(after), limit=limit + 1)
        more = str(int(after) + limit) if len(items) > limit else None
        return Response(orjson.dumps({"items": items[:limit], "next": more}), media_type="application/json")

    return answer(call, do)

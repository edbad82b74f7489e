"""One order of the buyer: what was bought, which rights still run, its cases, and where help begins."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from api.pages.buyer.links import withdrawal_link
from api.pages.buyer.own_order import own_order
from api.pages.door import Visit, show

router = APIRouter(include_in_schema=False)


@router.get("/orders/{order:path}")
async def read_one(request: Request) -> Response:
    """The order."""
    return await show(request, _read)


def _read(visit: Visit) -> Response:
    with visit.database.read() as connection:
        own = own_order(visit, connection, visit.named("order"))
    link = withdrawal_link(visit, own.view["id"]) if own.right.runs else ""
    return visit.page("buyer/order.html", own=own, link=link)

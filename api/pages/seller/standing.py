"""My standing: the score in its parts, what it rests on, and what would raise it."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from api.pages.door import Visit, show
from api.pages.standing import seen_record
from cases.errors import NotFound

router = APIRouter(prefix="/standing", include_in_schema=False)


@router.get("")
async def read(request: Request) -> Response:
    """The standing of the seller's own."""
    return await show(request, _read)


def _read(visit: Visit) -> Response:
    if visit.asker.role != "seller":
        raise NotFound
    return visit.page("seller/standing.html", shown=seen_record(visit, visit.asker.seller))

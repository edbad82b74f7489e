"""The first page of each face."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from api.pages.admin import home as admin
from api.pages.buyer import home as buyer
from api.pages.door import Visit, show
from api.pages.seller import queue

router = APIRouter(include_in_schema=False)


@router.get("/")
async def home(request: Request) -> Response:
    """The seller's queue, the buyer's cases and orders, or the admin's search."""
    return await show(request, _home)


def _home(visit: Visit) -> Response:
    faces = {"seller": queue.home, "buyer": buyer.home, "admin": admin.home}
    return faces[visit.asker.role](visit)

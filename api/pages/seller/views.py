"""Views of the queue that somebody saved: a folder and filters under a name."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from api.pages.door import Visit, act
from api.pages.own_address import own_address
from cases.errors import NotFound
from cases.verbs.save_view import forget_view, save_view

router = APIRouter(prefix="/views", include_in_schema=False)
LONGEST = 60


@router.post("")
async def save(request: Request) -> Response:
    """Save the view that is shown, or forget one."""
    return await act(request, _save)


def _save(visit: Visit) -> Response:
    if visit.asker.role != "seller":
        raise NotFound
    asked, name = own_address(visit.said("asked")), visit.said("name").strip()[:LONGEST]
    if gone := visit.said("forget"):
        forget_view(visit.database, visit.asker, gone)
    elif not name or not save_view(visit.database, visit.asker, name, asked):
        visit.session.tell("bad", "page.view_not_saved")
    return visit.go(asked)

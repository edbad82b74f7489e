"""My standing: the score in its parts, what it rests on, what would raise it, and each breach to be contested."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from api.door import read_shape
from api.models import ObjectionIn
from api.pages.door import Visit, act, show
from api.pages.objecting import why_not
from api.pages.standing import seen_record
from api.problems import STATUS, body_of, code_for
from cases.errors import NazorgError, NotFound, ShapeInvalid
from cases.verbs.object_to_verdict import object_to_verdict
from workflows.refusals import Refusal

router = APIRouter(prefix="/standing", include_in_schema=False)


@router.get("")
async def read(request: Request) -> Response:
    """The standing of the seller's own."""
    return await show(request, _page)


def _page(visit: Visit, status: int = 200, contested: str = "", why: str = "") -> Response:
    if visit.asker.role != "seller":
        raise NotFound
    shown = seen_record(visit, visit.asker.seller)
    return visit.page(
        "seller/standing.html", status, shown=shown, contested=contested, why=why, typed=visit.said("body")
    )


@router.post("/objections")
async def contest(request: Request) -> Response:
    """Put one breach before a person of the platform; it does not count until they decide."""
    return await act(request, _contest)


def _contest(visit: Visit) -> Response:
    if visit.asker.role != "seller":
        raise NotFound
    breach, body = visit.said("breach"), visit.said("body")
    try:
        said, faults = read_shape(ObjectionIn, {"breach": breach or None, "body": body}, body.encode())
        if said is None:
            raise ShapeInvalid(faults)
        object_to_verdict(visit.database, visit.asker, breach=said.breach, body=said.body, now=visit.now)
    except (NazorgError, Refusal) as error:
        return _page(visit, STATUS[code_for(error)], breach, why_not(body_of(error, visit.lang)))
    visit.session.tell("good", "page.objected")
    return visit.go(f"/standing?{visit.request.url.query}#b{breach}")

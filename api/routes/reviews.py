"""Reviews: what a person of the platform must look at, and what they decided."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response

from api import shapes
from api.documentation import OF_BODIES, OF_WRITING, PAGED, documented
from api.door import Call, answer
from api.listing import Query, cursor_after, page
from api.models import ObjectionIn, ReviewDecisionIn
from api.problems import JSON, json_answer
from cases.casefile.asker import Asker
from cases.casefile.reviews import ReviewRow, find_review, list_reviews
from cases.db import moment_text
from cases.errors import Forbidden, NotFound, ShapeInvalid
from cases.ids import message_id
from cases.verbs.decide_review import decide_review
from cases.verbs.object_to_verdict import object_to_verdict
from workflows.fields.base import FieldError

router = APIRouter(prefix="/v1/reviews", tags=["reviews"])


@router.get(
    "",
    operation_id="list_reviews",
    **documented(
        shapes.ReviewPage, query={"open": {"type": "boolean"}, **PAGED}, problems=("fields_invalid", "cursor_invalid")
    ),
)
async def reviews(request: Request) -> Response:
    """The reviews of one's own cases (an admin's: of all), the oldest first."""
    return await answer(request, _reviews)


def _reviews(call: Call) -> Response:
    query = Query(call.request)
    flags, limit = query.flags("open"), query.limit()
    query.check()
    after = query.id_cursor("reviews")
    with call.database.read() as connection:
        wanted = next(iter(flags)) if len(flags) == 1 else None
        rows = list_reviews(connection, call.asker, is_open=wanted, after=after, limit=limit + 1)
    more = cursor_after("reviews", rows[limit - 1].id) if len(rows) > limit else None
    return json_answer(page([_view(row, call.asker) for row in rows[:limit]], more))


@router.post(
    "",
    operation_id="object_to_verdict",
    **documented(
        shapes.Review,
        status=201,
        takes=ObjectionIn,
        keyed=True,
        problems=(*OF_BODIES, "forbidden", "not_eligible", *OF_WRITING),
    ),
)
async def object_to(request: Request) -> Response:
    """Object to a verdict about one's own words, or to a breach that counts, once and within six months; nothing counts
    until it is decided.
    """
    return await answer(request, _object, takes=JSON)


def _object(call: Call) -> Response:
    said = call.shaped(ObjectionIn, call.json(), lambda: _may_object(call))
    _may_object(call)
    if sum(named is not None for named in (said.refusal, said.message, said.breach)) != 1:
        raise ShapeInvalid([FieldError("/refusal", "field.missing")])
    return call.once(
        lambda: _view(
            object_to_verdict(
                call.database,
                call.asker,
                refusal=said.refusal,
                message=said.message,
                breach=said.breach,
                body=said.body,
                now=call.now,
            ),
            call.asker,
        ),
        status=201,
    )


def _may_object(call: Call) -> None:
    if call.asker.role not in ("buyer", "seller"):
        raise Forbidden


@router.post(
    "/{review}/decision",
    operation_id="decide_review",
    **documented(
        shapes.Review,
        path=("review",),
        takes=ReviewDecisionIn,
        keyed=True,
        problems=(*OF_BODIES, "not_found", "forbidden", "not_eligible", *OF_WRITING),
    ),
)
async def decide(request: Request) -> Response:
    """Decide what was put before the platform: both parties read in the case that it was looked at, and why."""
    return await answer(request, _decide, takes=JSON)


def _decide(call: Call) -> Response:
    review, given = call.named("review"), call.json()
    said = call.shaped(ReviewDecisionIn, given, lambda: _may_decide(call, review))
    _may_decide(call, review)
    return call.once(
        lambda: _view(
            decide_review(call.database, call.asker, review, said.decision, said.reason, call.now), call.asker
        )
    )


def _may_decide(call: Call, review: str) -> None:
    if call.asker.role != "admin":
        raise Forbidden
    with call.database.read() as connection:
        if find_review(connection, review) is None:
            raise NotFound


def _view(row: ReviewRow, asker: Asker) -> dict[str, Any]:
    return {
        "id": row.id,
        "kind": row.kind,
        "case": row.case_id,
        "message": message_id(row.case_id, row.seq) if row.case_id and row.seq else None,
        "refusal": row.refusal,
        "breach": row.breach,
        "body": row.said_to(asker),
        "opened_at": moment_text(row.opened_at),
        "decision": row.decision or None,
        "decided_at": moment_text(row.decided_at) if row.decided_at else None,
        "decided_by": message_id(row.case_id, row.decided_by) if row.case_id and row.decided_by else None,
    }

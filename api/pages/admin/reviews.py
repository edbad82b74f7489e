"""Reviews: what a person of the platform must look at, and the form that decides it."""

from __future__ import annotations

from typing import NamedTuple

import orjson
from fastapi import APIRouter, Request, Response

from api.door import read_shape
from api.models import ReviewDecisionIn
from api.pages.admin.only_admins import act_for_admins, show_admins
from api.pages.door import Visit
from api.problems import STATUS, Problem, body_of, code_for
from cases.casefile.entries import Entry, entries_at
from cases.casefile.reviews import ReviewRow, list_reviews
from cases.errors import NazorgError, ShapeInvalid
from cases.verbs.decide_review import DECISIONS, decide_review
from workflows.refusals import Refusal

router = APIRouter(prefix="/admin/reviews", include_in_schema=False)
PAGE = 50


class Open(NamedTuple):
    """A review that waits, and the message that it is about; what was refused led to none."""

    row: ReviewRow
    entry: Entry | None


@router.get("")
async def list_them(request: Request) -> Response:
    """The reviews that wait, the oldest first."""
    return await show_admins(request, _list)


def _list(visit: Visit, status: int = 200, refused: str = "", problem: object = None) -> Response:
    with visit.database.read() as connection:
        after = visit.asked("after") or None
        rows = list_reviews(connection, visit.asker, is_open=True, after=after, limit=PAGE + 1)
        places = [(row.case_id, row.seq) for row in rows[:PAGE] if row.case_id is not None and row.seq is not None]
        entries = entries_at(connection, places, visit.asker) if places else []
    by_place: dict[tuple[str | None, int | None], Entry] = {(entry.case_id, entry.seq): entry for entry in entries}
    found = [Open(row, by_place.get((row.case_id, row.seq))) for row in rows[:PAGE]]
    return visit.page(
        "admin/reviews.html",
        status,
        found=found,
        decisions=DECISIONS,
        more=rows[PAGE - 1].id if len(rows) > PAGE else "",
        refused=refused,
        problem=problem,
        typed={"decision": visit.said("decision"), "reason": visit.said("reason")},
    )


@router.post("/{review}")
async def decide(request: Request) -> Response:
    """Decide one by the same verb as the API."""
    return await act_for_admins(request, _decide)


def _decide(visit: Visit) -> Response:
    review = visit.named("review")
    given = {"decision": visit.said("decision"), "reason": visit.said("reason")}
    try:
        shape, faults = read_shape(ReviewDecisionIn, given, orjson.dumps(given))
        if shape is None:
            raise ShapeInvalid(faults)
        decide_review(visit.database, visit.asker, review, shape.decision, shape.reason, visit.now)
    except (Problem, NazorgError, Refusal) as error:
        if code_for(error) == "not_found":
            raise
        return _list(visit, STATUS[code_for(error)], review, body_of(error, visit.lang))
    visit.session.tell("good", "page.admin.decided")
    return visit.go("/admin/reviews")

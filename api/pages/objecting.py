"""Object to what was decided automatically about one's own words, from the page on which one reads of it."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from api.door import read_shape
from api.models import ObjectionIn
from api.pages.door import Visit, act
from api.problems import body_of
from cases.casefile.reading import case_for
from cases.errors import NazorgError, ShapeInvalid
from cases.verbs.object_to_verdict import object_to_verdict
from workflows.refusals import Refusal

router = APIRouter(prefix="/cases/{case}", include_in_schema=False)


@router.post("/objections")
async def object_to(request: Request) -> Response:
    """Put the verdict before a person of the platform."""
    return await act(request, _object)


def _object(visit: Visit) -> Response:
    case_id, body = visit.named("case"), visit.said("objection")
    with visit.database.read() as connection:
        case_for(connection, visit.asker, case_id)
    given = {"refusal": visit.said("refusal") or None, "message": visit.said("message") or None, "body": body}
    try:
        said, faults = read_shape(ObjectionIn, given, body.encode())
        if said is None:
            raise ShapeInvalid(faults)
        object_to_verdict(
            visit.database, visit.asker, refusal=said.refusal, message=said.message, body=said.body, now=visit.now
        )
        visit.session.tell("good", "page.objected")
    except (NazorgError, Refusal) as error:
        visit.session.tell("bad", "page.not_objected", why=why_not(body_of(error, visit.lang)))
    return visit.go(f"/cases/{case_id}")


def why_not(problem: dict[str, object]) -> str:
    """Why somebody cannot object, in the sentences of the refusal."""
    guards, errors = problem.get("guards"), problem.get("errors")
    reasons = [str(one["reason"]) for one in guards if not one["holds"]] if isinstance(guards, list) else []
    faults = [str(one["reason"]) for one in errors] if isinstance(errors, list) else []
    return " ".join([*reasons, *faults] or [str(problem["detail"])])

"""The one question at the end of a case: was this solved?"""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from api.pages.door import Visit, act
from api.problems import Problem
from cases.verbs.say_solved import say_solved

router = APIRouter(include_in_schema=False)
ANSWERS = {"yes": True, "no": False}


@router.post("/cases/{case}/solved")
async def answer(request: Request) -> Response:
    """Keep the answer."""
    return await act(request, _answer)


def _answer(visit: Visit) -> Response:
    case, said = visit.named("case"), visit.said("solved")
    if said not in ANSWERS:
        raise Problem("not_found")
    say_solved(visit.database, visit.asker, case, solved=ANSWERS[said], now=visit.now)
    return visit.go(f"/cases/{case}")

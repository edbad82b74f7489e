"""What the platform's own pages have in common: for anybody else they do not exist."""

from __future__ import annotations

from fastapi import Request, Response

from api.pages.door import Do, Visit, act, show
from api.problems import Problem
from cases.casefile.asker import ADMIN


async def show_admins(request: Request, do: Do) -> Response:
    """Answer a request that only reads."""
    return await show(request, _guarded(do))


async def act_for_admins(request: Request, do: Do) -> Response:
    """Answer a form."""
    return await act(request, _guarded(do))


def _guarded(do: Do) -> Do:
    def guarded(visit: Visit) -> Response:
        if visit.asker.role != ADMIN:
            raise Problem("not_found")
        return do(visit)

    return guarded

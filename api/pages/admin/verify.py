"""One button that derives the log anew: of one case, or of all."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from api.pages.admin.only_admins import act_for_admins, show_admins
from api.pages.door import Visit
from cases.casefile.reading import case_for
from cases.ledger.verify import verify

router = APIRouter(include_in_schema=False)


@router.get("/admin/verify")
async def ask(request: Request) -> Response:
    """The button."""
    return await show_admins(request, lambda visit: visit.page("admin/verify.html", verified=None))


@router.post("/admin/verify")
async def verify_all(request: Request) -> Response:
    """Every case, now."""
    return await act_for_admins(request, lambda visit: visit.page("admin/verify.html", verified=verify(visit.database)))


@router.post("/cases/{case}/verify")
async def verify_one(request: Request) -> Response:
    """One case, now."""
    return await act_for_admins(request, _verify_one)


def _verify_one(visit: Visit) -> Response:
    with visit.database.read() as connection:
        case = case_for(connection, visit.asker, visit.named("case")).case
    verified = verify(visit.database, case.id)
    if verified.holds:
        visit.session.tell("good", "page.admin.case_holds", number=case.number, entries=str(verified.messages))
    else:
        visit.session.tell("bad", "page.admin.case_does_not_hold", number=case.number, fault=verified.fault)
    return visit.go(f"/cases/{case.id}")

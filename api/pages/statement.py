"""The statement of reasons for whoever is signed in, as the API has it for bearers of a token."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from api.pages.door import Visit, show
from api.pages.rendering import GUARDED
from api.problems import Problem
from api.routes.attachments import saved_as
from api.statements import imposed_for, statement_pdf
from cases.casefile.asker import ADMIN
from cases.verbs.look import look

router = APIRouter(include_in_schema=False)


@router.get("/cases/{case}/statement.pdf")
async def download(request: Request) -> Response:
    """The file, for the parties of the case."""
    return await show(request, _file)


def _file(visit: Visit) -> Response:
    name = visit.named("case")
    if visit.asker.role == ADMIN and not look(visit.database, visit.asker, name, visit.session.sitting, visit.now):
        raise Problem("not_found")  # because an admin looks into a case with a reason only
    with visit.database.read() as connection:
        found = imposed_for(connection, visit.asker, name)
    headers = {**GUARDED, "Content-Disposition": saved_as(f"{found.file.case.number}.pdf")}
    return Response(statement_pdf(found), 200, headers, "application/pdf")

"""The evidence of a case for whoever is signed in, as the API has it for bearers of a token."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse

from api.evidence import evidence_name, evidence_zip
from api.pages.door import Visit, show
from api.pages.rendering import GUARDED
from api.problems import Problem
from api.routes.attachments import saved_as
from cases.casefile.asker import ADMIN
from cases.verbs.gather_evidence import gather_evidence
from cases.verbs.look import look

router = APIRouter(include_in_schema=False)


@router.get("/cases/{case}/evidence.zip")
async def download(request: Request) -> Response:
    """The file, for the parties of the case, and for an admin who said why they look."""
    return await show(request, _file)


def _file(visit: Visit) -> Response:
    name, settings = visit.named("case"), visit.door.settings
    if visit.asker.role == ADMIN and not look(visit.database, visit.asker, name, visit.session.sitting, visit.now):
        raise Problem("not_found")  # because an admin looks into a case with a reason only
    found = gather_evidence(visit.database, settings.files, settings.ledger_key, visit.asker, name, visit.now)
    headers = {**GUARDED, "Content-Disposition": saved_as(evidence_name(found))}
    return StreamingResponse(evidence_zip(found, settings.files), 200, headers, "application/zip")

"""The evidence of a case, as a file for its parties and the market place that proves itself."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse

from api.documentation import documented
from api.door import Call, answer
from api.evidence import evidence_name, evidence_zip
from api.looks import remember
from api.routes.attachments import HARMLESS, saved_as
from cases.verbs.gather_evidence import gather_evidence

router = APIRouter(prefix="/v1/cases", tags=["cases"])
ZIP = "application/zip"
_FILE: dict[str, Any] = {ZIP: {"schema": {"type": "string", "format": "binary"}, "example": "…"}}


@router.get(
    "/{case}/evidence",
    operation_id="read_evidence",
    **documented(
        _FILE,
        path=("case",),
        looks=True,
        problems=("not_found", "forbidden", "busy"),
        headers={"Content-Disposition": "always `attachment`, with the number of the case (RFC 6266)"},
    ),
)
async def read(request: Request) -> Response:
    """The case with every message, a PDF, attachments, hashes and a checkpoint, verified offline by `nazorg audit`."""
    return await answer(request, _read)


def _read(call: Call) -> Response:
    settings = call.door.settings
    found = gather_evidence(
        call.database, settings.files, settings.ledger_key, call.asker, call.named("case"), call.now
    )
    remember(call, [found.file.case.id])
    headers = HARMLESS | {"Content-Disposition": saved_as(evidence_name(found))}
    return StreamingResponse(evidence_zip(found, settings.files), 200, headers, ZIP)

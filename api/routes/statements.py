"""The statement of reasons for a measure, as a file for the seller and the market place."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response

from api.documentation import documented
from api.door import Call, answer
from api.looks import remember
from api.routes.attachments import HARMLESS, saved_as
from api.statements import imposed_for, statement_pdf

router = APIRouter(prefix="/v1/cases", tags=["cases"])
PDF = "application/pdf"
_FILE: dict[str, Any] = {PDF: {"schema": {"type": "string", "format": "binary"}, "example": "…"}}


@router.get(
    "/{case}/statement",
    operation_id="read_statement",
    **documented(
        _FILE,
        path=("case",),
        looks=True,
        problems=("not_found",),
        headers={"Content-Disposition": "always `attachment`, with the number of the case (RFC 6266)"},
    ),
)
async def read(request: Request) -> Response:
    """Why a measure was imposed, with every ground and every way to have it reviewed, to be kept."""
    return await answer(request, _read)


def _read(call: Call) -> Response:
    with call.database.read() as connection:
        found = imposed_for(connection, call.asker, call.named("case"))
    remember(call, [found.file.case.id])
    headers = HARMLESS | {"Content-Disposition": saved_as(f"{found.file.case.number}.pdf")}
    return Response(statement_pdf(found), 200, headers, PDF)

"""The sandbox's clock."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi.concurrency import run_in_threadpool

from api.door import answer, called, once, raw_body
from api.models import ClockIn
from api.problems import Problem
from cases.casefile.asker import ADMIN
from cases.verbs.move_sandbox_clock import move_sandbox_clock
from workflows.fields.base import FieldError

router = APIRouter(prefix="/v1/sandbox")
Raw = Annotated[bytes, Depends(raw_body)]
_TAKES = {"requestBody": {"required": True, "content": {"application/json": {"schema": ClockIn.model_json_schema()}}}}


@router.post("/clock", openapi_extra=_TAKES)
async def clock(request: Request, raw: Raw) -> Response:
    """Move the business clock forward; answers when everything on the way has happened."""
    return await run_in_threadpool(_clock, request, raw)


def _clock(request: Request, raw: bytes) -> Response:
    call = called(request, raw)

    def do() -> Response:
        call.json()
        if call.asker.role != ADMIN:
            raise Problem("forbidden")
        to = _moment(call.read(ClockIn).now)

        def move() -> tuple[int, dict[str, object]]:
            start, fired = move_sandbox_clock(call.database, to)
            return 200, {
                "from": start.isoformat(),
                "to": to.isoformat(),
                "fired": dict(fired.by_kind),
                "warnings": fired.warnings,
                "messages": fired.messages,
            }

        return once(call, move)

    return answer(call, do)


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise Problem("fields_invalid", errors=(FieldError("/now", str(error)),)) from error
    if moment.tzinfo is None:
        raise Problem("fields_invalid", errors=(FieldError("/now", "field.timezone_aware"),))
    return moment.astimezone(UTC).replace(microsecond=0)

"""The sandbox's clock."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from fastapi import APIRouter, Request, Response

from api import shapes
from api.documentation import OF_BODIES, OF_WRITING, documented
from api.door import Call, answer
from api.models import ClockIn
from api.problems import JSON
from cases.casefile.asker import ADMIN
from cases.errors import ClockCannotGoBack, Forbidden, ShapeInvalid
from cases.verbs.move_sandbox_clock import move_sandbox_clock
from markets.calendars import FIRST_DAY, LAST_DAY
from workflows.fields.base import FieldError

router = APIRouter(prefix="/v1/sandbox", tags=["sandbox"])
FURTHEST = date(LAST_DAY.year - 3, 12, 31)
"""Beyond this a deadline that is armed on the way could end outside every calendar."""


@router.post(
    "/clock",
    operation_id="move_sandbox_clock",
    **documented(shapes.ClockMoved, takes=ClockIn, keyed=True, problems=(*OF_BODIES, "forbidden", *OF_WRITING)),
)
async def clock(request: Request) -> Response:
    """Move the business clock forward; answers when everything on the way has happened."""
    return await answer(request, _clock, takes=JSON)


def _clock(call: Call) -> Response:
    given = call.json()
    if call.asker.role != ADMIN:
        raise Forbidden
    to = _moment(call.shaped(ClockIn, given).now)
    return call.once(lambda: _moved(call, to))


def _moved(call: Call, to: datetime) -> dict[str, Any]:
    moved = move_sandbox_clock(call.database, to)
    return {
        "from": moved.start.isoformat(),
        "to": moved.end.isoformat(),
        "fired": dict(moved.fired.by_kind),
        "warnings": moved.fired.warnings,
        "messages": moved.fired.messages,
    }


def _moment(text: str) -> datetime:
    """The moment that was written. Raises ``ShapeInvalid``, as for one that no calendar of ours reaches."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise ShapeInvalid([FieldError("/now", "field.datetime_parsing")]) from error
    if moment.tzinfo is None:
        raise ShapeInvalid([FieldError("/now", "field.timezone_aware")])
    if moment.date() > FURTHEST:
        raise ShapeInvalid([FieldError("/now", "field.less_than_equal", {"le": FURTHEST.isoformat()})])
    if moment.date() < FIRST_DAY:
        raise ClockCannotGoBack
    return moment.astimezone(UTC).replace(microsecond=0)

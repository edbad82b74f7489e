"""The market place's statistics of its measures and decisions, as the platform law asks for them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from fastapi import APIRouter, Request, Response

from api import shapes
from api.documentation import documented
from api.door import Call, answer
from api.listing import Query
from api.problems import json_answer
from cases.casefile.asker import ADMIN, INTEGRATION
from cases.casefile.statistics import Period, Statistics, statistics_of
from cases.db import moment_text
from cases.errors import Forbidden, ShapeInvalid
from workflows.fields.base import FieldError

router = APIRouter(prefix="/v1/statistics", tags=["statistics"])
USUAL = timedelta(days=180)
_MOMENT = {"type": "string", "format": "date-time"}


@router.get(
    "",
    operation_id="read_statistics",
    **documented(
        shapes.Statistics,
        query={
            "from": _MOMENT | {"description": "180 days before `until` where it is absent"},
            "until": _MOMENT | {"description": "the first moment that is not counted; now where it is absent"},
        },
        problems=("forbidden", "fields_invalid"),
    ),
)
async def read(request: Request) -> Response:
    """Measures against sellers, appeals and objections in a period, for the market place."""
    return await answer(request, _read)


def _read(call: Call) -> Response:
    if call.asker.role not in (ADMIN, INTEGRATION):
        raise Forbidden
    query = Query(call.request)
    since, until = query.moment("from"), query.moment("until") or call.now
    query.check()
    period = Period(since or until - USUAL, until)
    if period.since >= period.until:
        raise ShapeInvalid([FieldError("/until", "statistics.period_ends_after_it_begins")])
    with call.database.read() as connection:
        return json_answer(_view(period, statistics_of(connection, period)))


def _view(period: Period, found: Statistics) -> dict[str, Any]:
    measures, objections = found.measures, found.objections
    return {
        "from": moment_text(period.since),
        "until": moment_text(period.until),
        "measures": {
            "proposed": measures.proposed,
            "proposed_automatically": measures.proposed_automatically,
            "dismissed": measures.dismissed,
            "imposed": [
                {"measure": one.measure, "ground": one.ground, "automated": one.automated, "count": one.times}
                for one in measures.imposed
            ],
            "lifted": measures.lifted,
        },
        "appeals": {
            "lodged": measures.appeals,
            "upheld": measures.upheld,
            "upheld_in_part": measures.upheld_in_part,
            "reversed": measures.reversed,
            "median_seconds_to_decide": measures.median_seconds,
        },
        "objections": {
            "lodged": objections.lodged,
            "by_subject": objections.by_subject,
            "upheld": objections.upheld,
            "struck": objections.struck,
            "median_seconds_to_decide": objections.median_seconds,
        },
    }

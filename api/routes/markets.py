"""Markets and their calendars."""

from __future__ import annotations

from datetime import UTC
from typing import Any

from fastapi import APIRouter, Request, Response

from api import shapes
from api.documentation import PAGED, documented
from api.door import Call, answer
from api.listing import Query, page_of_all
from api.problems import Problem, json_answer
from cases.errors import NotFound
from markets.business_time import explain, parse_received
from markets.calendars import calendar_of
from markets.catalogue import MARKETS, Market
from markets.durations import WorkingHours
from workflows.fields.base import FieldError

router = APIRouter(prefix="/v1/markets", tags=["markets"])
USUAL_HOURS, MOST_HOURS = 24, 10_000


@router.get(
    "",
    operation_id="list_markets",
    **documented(shapes.MarketPage, query=PAGED, problems=("fields_invalid", "cursor_invalid")),
)
async def list_them(request: Request) -> Response:
    """Every market."""
    views = {code: _view(market) for code, market in MARKETS.items()}
    return await answer(request, lambda call: json_answer(page_of_all(call.request, "markets", views)))


@router.get(
    "/{code}",
    operation_id="read_market",
    **documented(shapes.Market, path=("code",), problems=("not_found",)),
)
async def read_one(request: Request) -> Response:
    """One market with its law, each row with its source."""
    return await answer(request, lambda call: json_answer(_view(_market(call))))


@router.get(
    "/{code}/deadline",
    operation_id="work_out_deadline",
    **documented(
        shapes.WorkedOut,
        path=("code",),
        query={
            "received": {"type": "string", "examples": ["2026-04-02T15:00"]},
            "hours": {"type": "integer", "minimum": 1, "maximum": MOST_HOURS, "default": USUAL_HOURS},
        },
        problems=("not_found", "fields_invalid"),
    ),
)
async def deadline(request: Request) -> Response:
    """When an answer is due, what was counted, what was skipped and why."""
    return await answer(request, _deadline)


def _deadline(call: Call) -> Response:
    calendar, query = calendar_of(_market(call).code), Query(call.request)
    hours, received = query.number("hours", USUAL_HOURS, MOST_HOURS), call.request.query_params.get("received")
    if received is None:
        query.faults.append(FieldError("/query/received", "field.missing"))
    query.check()
    try:
        how = explain(calendar, parse_received(str(received), calendar), WorkingHours(hours), call.asker.lang)
    except (ValueError, OverflowError) as error:
        raise Problem("fields_invalid", FieldError("/query/received", str(error))) from error
    return json_answer(
        {
            "due": how.due.astimezone(calendar.zone).isoformat(),
            "due_utc": how.due.astimezone(UTC).isoformat().replace("+00:00", "Z"),
            "counted": [
                {"from": part.start.isoformat(), "to": part.end.isoformat(), "seconds": part.seconds}
                for part in how.counted
            ],
            "skipped": [{"date": day.day.isoformat(), "why": day.why} for day in how.skipped],
        }
    )


def _market(call: Call) -> Market:
    market = MARKETS.get(call.named("code"))
    if market is None:
        raise NotFound
    return market


def _view(market: Market) -> dict[str, Any]:
    return {
        "code": market.code,
        "name": market.name,
        "zone": market.zone,
        "currency": market.currency,
        "languages": list(market.languages),
        "subdivision": market.subdivision,
        "law": [
            {
                "subject": row.subject,
                "value": row.value,
                "unit": row.unit,
                "silence": row.silence,
                "valid_from": row.valid_from.isoformat(),
                "valid_to": row.valid_to.isoformat() if row.valid_to else None,
                "source": row.source,
                "verified": row.verified,
            }
            for row in market.law
        ],
    }

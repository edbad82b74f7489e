"""Markets and their calendars."""

from __future__ import annotations

from datetime import UTC
from typing import Any

import orjson
from fastapi import APIRouter, Request, Response

from api.door import answer, called
from api.problems import Problem
from cases.errors import NotFound
from markets.business_time import explain, parse_received
from markets.calendars import calendar_of
from markets.catalogue import MARKETS, Market
from markets.durations import WorkingHours
from workflows.fields.base import FieldError

router = APIRouter(prefix="/v1/markets")
MOST_HOURS = 10_000


@router.get("")
def list_them(request: Request) -> Response:
    """Every market."""
    call = called(request)
    items = [_view(market) for market in MARKETS.values()]
    return answer(call, lambda: _json({"items": items, "next": None}))


@router.get("/{code}")
def read_one(code: str, request: Request) -> Response:
    """One market with its law, each row with its source."""
    call = called(request)
    return answer(call, lambda: _json(_view(_market(code))))


@router.get("/{code}/deadline")
def deadline(code: str, request: Request) -> Response:
    """When an answer is due, what was counted, what was skipped and why."""
    call = called(request)

    def do() -> Response:
        calendar = calendar_of(_market(code).code)
        hours = request.query_params.get("hours", "24")
        if not (hours.isascii() and hours.isdigit() and 1 <= int(hours[:6]) <= MOST_HOURS):
            raise Problem("fields_invalid", errors=(FieldError("/query/hours", "field.int_range"),))
        try:
            received = parse_received(request.query_params.get("received", ""), calendar)
            how = explain(calendar, received, WorkingHours(int(hours)), call.asker.lang)
        except (ValueError, OverflowError) as error:
            raise Problem("fields_invalid", errors=(FieldError("/query/received", str(error)),)) from error
        return _json(
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

    return answer(call, do)


def _market(code: str) -> Market:
    if code not in MARKETS:
        raise NotFound
    return MARKETS[code]


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


def _json(body: Any) -> Response:
    return Response(orjson.dumps(body), media_type="application/json")

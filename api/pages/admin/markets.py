"""The markets as they are: zone, money, law with its sources, the days on which the clock stands, and what was set."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from api.pages.admin.only_admins import show_admins
from api.pages.door import Visit
from cases.errors import NotFound
from markets.calendars import calendar_of
from markets.catalogue import MARKETS
from markets.overrides import OVERRIDES

router = APIRouter(prefix="/admin/markets", include_in_schema=False)


@router.get("")
async def list_them(request: Request) -> Response:
    """Every market, and the holidays that were decreed or taken away."""
    return await show_admins(request, lambda visit: visit.page("admin/markets.html", overrides=OVERRIDES))


@router.get("/{code}")
async def read_one(request: Request) -> Response:
    """One market: its law, and its calendar of two years."""
    return await show_admins(request, _read)


def _read(visit: Visit) -> Response:
    known = MARKETS.get(visit.named("code"))
    if known is None:
        raise NotFound
    calendar = calendar_of(known.code)
    this_year = visit.now.astimezone(calendar.zone).year
    days = [
        (day, calendar.why_not(day, visit.lang))
        for day in sorted(calendar.holidays)
        if day.year in (this_year, this_year + 1) and not calendar.works(day)
    ]
    overrides = [one for one in OVERRIDES if one.market == known.code]
    return visit.page("admin/market.html", known=known, calendar=calendar, days=days, overrides=overrides)

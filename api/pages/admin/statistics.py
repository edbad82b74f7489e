"""What was decided about sellers in a period, as the platform law asks it to be told."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Request, Response

from api.pages.admin.only_admins import show_admins
from api.pages.door import Visit
from cases.casefile.statistics import Period, statistics_of
from markets.calendars import calendar_of

router = APIRouter(prefix="/admin/statistics", include_in_schema=False)
USUAL, A_DAY = timedelta(days=180), timedelta(days=1)


@router.get("")
async def read(request: Request) -> Response:
    """The statistics of the days that are asked for, both ends included; of half a year where none are."""
    return await show_admins(request, _read)


def _read(visit: Visit) -> Response:
    zone = calendar_of(visit.market).zone
    today = visit.now.astimezone(zone).date()
    last = _day(visit.asked("until"), today)
    first = _day(visit.asked("from"), last - USUAL)
    period = Period(_midnight(min(first, last), zone), _midnight(max(first, last) + A_DAY, zone))
    with visit.database.read() as connection:
        found = statistics_of(connection, period)
    return visit.page("admin/statistics.html", found=found, first=min(first, last), last=max(first, last))


def _day(typed: str, usual: date) -> date:
    """The day that was typed, else the usual one; the days at the ends of the calendar have no neighbours."""
    try:
        day = date.fromisoformat(typed)
    except ValueError:
        return usual
    return day if USUAL.days < day.toordinal() < date.max.toordinal() - 1 else usual


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone)

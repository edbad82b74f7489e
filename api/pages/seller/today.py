"""Today's debt: what was promised for the next two working days of each market, hour by hour."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from fastapi import APIRouter, Request, Response

from api.pages.door import Visit, show
from api.pages.seller.feed import address_of_feed
from api.pages.seller.week import week_of
from cases.casefile.promises import MOST, Promise, missed, promises
from cases.errors import NotFound
from markets.calendars import Calendar, calendar_of
from markets.catalogue import MARKETS

router = APIRouter(include_in_schema=False)
DAYS, LOOKED_AT = 2, 21
_A_SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Hour:
    """What is due within one hour that ends at ``end`` on the market's wall."""

    begin: int
    due: Sequence[Promise]


@dataclass(frozen=True, slots=True)
class Day:
    """A working day of a market, with the hours in which something is due."""

    day: date
    hours: Sequence[Hour]

    @property
    def count(self) -> int:
        """How much is due that day."""
        return sum(len(hour.due) for hour in self.hours)


@dataclass(frozen=True, slots=True)
class MarketDebt:
    """A market's next working days, the days off between them, and what was missed before."""

    code: str
    zone: str
    days: Sequence[Day]
    off: Sequence[tuple[date, str]]
    missed: Sequence[Promise]


@router.get("/today")
async def today(request: Request) -> Response:
    """Today's debt of the seller."""
    return await show(request, _today)


def _today(visit: Visit) -> Response:
    if visit.asker.role != "seller":
        raise NotFound
    ahead = {code: next_working_days(calendar_of(code), visit.now) for code in MARKETS}
    until = visit.now + timedelta(days=LOOKED_AT)
    with visit.database.read() as connection:
        found = promises(connection, visit.asker.seller, visit.now, until)
        late = missed(connection, visit.asker.seller, visit.now)
    concerned = {promise.market for promise in (*found, *late)}
    shown = [debt_of(code, ahead[code], found, late, visit) for code in MARKETS if code in concerned]
    return visit.page(
        "seller/today.html",
        debts=shown,
        feed=address_of_feed(visit),
        cut=len(found) == MOST,
        nothing=not shown,
        week=week_of(found, visit.now, str(calendar_of(visit.market).zone)),
    )


def next_working_days(calendar: Calendar, now: datetime) -> tuple[list[date], list[date]]:
    """The working days from today on, and the days off before the last of them."""
    day, working, off = now.astimezone(calendar.zone).date(), list[date](), list[date]()
    while len(working) < DAYS:
        (working if calendar.works(day) else off).append(day)
        day += timedelta(days=1)
    return working, off


def debt_of(
    code: str, ahead: tuple[list[date], list[date]], due: Sequence[Promise], late: Sequence[Promise], visit: Visit
) -> MarketDebt:
    """What is due in a market: missed, and by hour of each day. A day's end belongs to the day."""
    calendar = calendar_of(code)
    here = [one for one in due if one.market == code]
    return MarketDebt(
        code,
        str(calendar.zone),
        [_day(day, here, calendar) for day in ahead[0]],
        [(day, calendar.why_not(day, visit.lang)) for day in ahead[1]],
        [one for one in late if one.market == code],
    )


def _day(day: date, due: Sequence[Promise], calendar: Calendar) -> Day:
    hours: dict[int, list[Promise]] = {}
    for promise in due:
        wall = (promise.due_at - _A_SECOND).astimezone(calendar.zone)
        if wall.date() == day:
            hours.setdefault(wall.hour, []).append(promise)
    return Day(day, [Hour(begin, hours[begin]) for begin in sorted(hours)])

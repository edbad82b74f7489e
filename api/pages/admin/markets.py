"""The markets as they are: zone, money, law with its sources, the days on which the clock stands, and what was set."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from fastapi import APIRouter, Request, Response

from api.pages.admin.only_admins import act_for_admins, show_admins
from api.pages.door import Visit
from api.problems import STATUS, body_of
from cases.errors import NotFound, ShapeInvalid
from cases.timers.overrides import SetDay, in_effect, set_days
from cases.verbs.override_day import override_day, withdraw_override
from markets.calendars import calendar_of
from markets.catalogue import MARKETS, Market
from markets.overrides import OVERRIDES
from workflows.fields.base import FieldError

router = APIRouter(prefix="/admin/markets", include_in_schema=False)
SATURDAY = 5
TYPED = ("day", "what", "holiday", "reason")


@router.get("")
async def list_them(request: Request) -> Response:
    """Every market, and the holidays that were decreed or taken away."""
    return await show_admins(request, _list)


def _list(visit: Visit) -> Response:
    acts = _acts(visit)
    return visit.page("admin/markets.html", overrides=OVERRIDES, acts=acts, effective=_effective(acts))


@router.get("/{code}")
async def read_one(request: Request) -> Response:
    """One market: its law, its calendar of two years, and the days that were set."""
    return await show_admins(request, lambda visit: _page(visit, _known(visit)))


@router.post("/{code}")
async def set_one(request: Request) -> Response:
    """Set a day of its calendar, or take back what was set."""
    return await act_for_admins(request, _set)


def _set(visit: Visit) -> Response:
    known, gone = _known(visit), visit.said("withdraw")
    try:
        if gone:
            withdraw_override(visit.database, visit.asker, known.code, gone, visit.said("reason"), visit.now)
        else:
            named, why = _holiday(visit), visit.said("reason")
            override_day(visit.database, visit.asker, known.code, _day(visit), named, why, visit.now)
    except ShapeInvalid as error:
        faults = [str(fault["reason"]) for fault in body_of(error, visit.lang)["errors"]]
        return _page(visit, known, faults, STATUS["fields_invalid"])
    visit.session.tell("good", "page.admin.day_taken_back" if gone else "page.admin.day_is_set")
    return visit.go(f"/admin/markets/{known.code}#days")


def _holiday(visit: Visit) -> str:
    """What the day off is called; empty for a working day. Raises ``ShapeInvalid`` for a day off without a name."""
    named = visit.said("holiday").strip()
    if visit.said("what") == "works":
        return ""
    if not named:
        raise ShapeInvalid([FieldError("/holiday", "page.admin.name_missing")])
    return named


def _day(visit: Visit) -> date | None:
    try:
        return date.fromisoformat(visit.said("day"))
    except ValueError:
        return None


def _known(visit: Visit) -> Market:
    known = MARKETS.get(visit.named("code"))
    if known is None:
        raise NotFound
    return known


def _page(visit: Visit, known: Market, faults: Sequence[str] = (), status: int = 200) -> Response:
    calendar = calendar_of(known.code)
    this_year = visit.now.astimezone(calendar.zone).year
    days = [
        (day, calendar.why_not(day, visit.lang))
        for day in sorted(calendar.holidays)
        if day.year in (this_year, this_year + 1) and day.weekday() < SATURDAY
    ]
    acts = [act for act in _acts(visit) if act.market == known.code]
    return visit.page(
        "admin/market.html",
        status,
        known=known,
        calendar=calendar,
        days=days,
        overrides=[one for one in OVERRIDES if one.market == known.code],
        acts=acts,
        effective=_effective(acts),
        today=visit.now.astimezone(calendar.zone).date(),
        faults=faults,
        typed={name: visit.said(name) for name in TYPED},
        taking_back=visit.said("withdraw"),
    )


def _acts(visit: Visit) -> list[SetDay]:
    with visit.database.read() as connection:
        return set_days(connection)


def _effective(acts: Sequence[SetDay]) -> set[str]:
    return {act.id for act in in_effect(acts)}

"""Outages: the windows in which the platform or a carrier failed, and the form that declares one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from secrets import token_urlsafe
from typing import Any
from zoneinfo import ZoneInfo

import orjson
from fastapi import APIRouter, Request, Response

from api.door import read_shape
from api.models import OutageIn
from api.pages.admin.only_admins import act_for_admins, show_admins
from api.pages.door import Visit
from api.pages.once import form_key, once
from api.problems import STATUS, Problem, body_of, code_for
from cases.errors import NazorgError, ShapeInvalid
from cases.ids import is_id
from cases.timers.outages import CARRIER, PLATFORM, outages
from cases.verbs.declare_outage import declare_outage
from markets.calendars import calendar_of

router = APIRouter(prefix="/admin/outages", include_in_schema=False)
FIELDS = ("scope", "carrier", "market", "since", "until", "reason")
PAGE = 50


@router.get("")
async def list_them(request: Request) -> Response:
    """The windows, the newest first."""
    return await show_admins(request, _list)


def _list(visit: Visit, status: int = 200, problem: Mapping[str, Any] | None = None) -> Response:
    after = visit.asked("after")
    with visit.database.read() as connection:
        found = outages(connection, after=after if is_id(after) else None, limit=PAGE + 1)
    errors: dict[str, list[str]] = {}
    for fault in problem.get("errors", ()) if problem else ():
        errors.setdefault(fault["pointer"].strip("/"), []).append(fault["reason"])
    return visit.page(
        "admin/outages.html",
        status,
        found=found[:PAGE],
        more=found[PAGE - 1].id if len(found) > PAGE else "",
        scopes=(PLATFORM, CARRIER),
        typed={name: visit.said(name) for name in FIELDS},
        once=visit.said("once") or token_urlsafe(16),
        problem=problem,
        errors=errors,
    )


@router.post("")
async def declare(request: Request) -> Response:
    """Declare one by the same verb as the API."""
    return await act_for_admins(request, _declare)


def _declare(visit: Visit) -> Response:
    try:
        said = _said(visit)
        told = once(visit, form_key(visit, visit.said("once")), lambda: _declared(visit, said))
    except (Problem, NazorgError) as error:
        return _list(visit, STATUS[code_for(error)], body_of(error, visit.lang))
    visit.session.tell("good", "page.admin.outage_declared", **told)
    return visit.go("/admin/outages")


def _declared(visit: Visit, said: OutageIn) -> dict[str, Any]:
    _, done = declare_outage(
        visit.database,
        visit.asker,
        scope=said.scope,
        carrier=said.carrier,
        market=said.market,
        since=said.since,
        until=said.until,
        reason=said.reason,
        now=visit.now,
    )
    return {"extended": done.extended, "struck": done.struck}


def _said(visit: Visit) -> OutageIn:
    """The form as a body of the API, its moments on the wall that the page names. Raises ``ShapeInvalid``."""
    given = {name: visit.said(name).strip() or None for name in FIELDS}
    zone = calendar_of(visit.market).zone
    given |= {name: _moment(given[name], zone) for name in ("since", "until")}
    shape, faults = read_shape(OutageIn, given, orjson.dumps(given))
    if shape is None:
        raise ShapeInvalid(faults)
    return shape


def _moment(typed: str | None, zone: ZoneInfo) -> str | None:
    """What the browser's field says, with the wall's offset; anything else as it is, to be refused."""
    try:
        return datetime.fromisoformat(typed or "").replace(tzinfo=zone).isoformat()
    except (ValueError, OverflowError):
        return typed

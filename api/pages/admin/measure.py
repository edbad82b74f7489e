"""Propose a measure against a seller: a form over the same verb as the API, its breaches offered in words."""

from __future__ import annotations

from dataclasses import replace
from secrets import token_urlsafe

from fastapi import APIRouter, Request, Response

from api.pages.admin.only_admins import act_for_admins, show_admins
from api.pages.choices import BREACHES
from api.pages.composer import Draft
from api.pages.door import Visit
from api.pages.form_reading import read
from api.pages.forms import Choices, Drawing, draw, strays
from api.pages.opening import faults_of, open_with
from api.problems import Problem, code_for
from cases.db import Connection
from cases.errors import NazorgError
from cases.sellers.profile import Profile
from cases.sellers.record import breaches_within
from cases.sellers.scale import WINDOWS
from cases.verbs.update_profile import find_profile
from markets.calendars import calendar_of
from markets.catalogue import MARKETS
from markets.translate import say_moment, translate
from workflows.fields.base import schema_of
from workflows.refusals import Refusal
from workflows.registry import CURRENT

router = APIRouter(prefix="/admin/sellers", include_in_schema=False)
MOST_BREACHES = 200
PROPOSES = next(row for row in CURRENT["sanction"].rows if row.event == "propose")


@router.get("/{seller}/measure")
async def ask(request: Request) -> Response:
    """The form that proposes a measure, for the market that is chosen."""
    return await show_admins(request, lambda visit: _form(visit, Draft()))


@router.post("/{seller}/measure")
async def propose(request: Request) -> Response:
    """Open the measure's case by the same verb as the API."""
    return await act_for_admins(request, _propose)


def _propose(visit: Visit) -> Response:
    market = _market(visit)
    fields = read(schema_of(PROPOSES.saying), visit.typed, str(calendar_of(market).zone))
    draft = Draft(body=visit.said("body"), fields=fields, once=visit.said("once"))
    try:
        case = open_with(visit, {"kind": "sanction", "seller": visit.named("seller"), "market": market}, draft)
    except (Problem, NazorgError, Refusal) as error:
        if code_for(error) == "not_found":
            raise
        problem, errors = faults_of(visit, error)
        return _form(visit, replace(draft, problem=problem, errors=errors), problem["status"])
    visit.session.tell("good", "page.admin.proposed")
    return visit.go(f"/cases/{case}")


def _form(visit: Visit, draft: Draft, status: int = 200) -> Response:
    market = _market(visit)
    with visit.database.read() as connection:
        profile = find_profile(connection, visit.asker, visit.named("seller"))
        choices = {"breaches": _breaches(connection, visit, profile, market)}
    drawing = Drawing(visit.lang, str(calendar_of(market).zone), MARKETS[market].currency, draft.errors, choices)
    fields = draw(schema_of(PROPOSES.saying), draft.fields or {}, drawing)
    beside = draft.errors.get("/body", ())
    return visit.page(
        "admin/measure.html",
        status,
        profile=profile,
        chosen=market,
        fields=fields,
        draft=replace(draft, once=draft.once or token_urlsafe(16)),
        beside=beside,
        stray=[sentence for sentence in strays(fields, draft.errors) if sentence not in beside],
    )


def _breaches(connection: Connection, visit: Visit, profile: Profile, market: str) -> Choices:
    """The breaches of the longest window that count in the market, each as what it was, where and when."""
    found = breaches_within(connection, profile.id, visit.now, max(WINDOWS), limit=MOST_BREACHES, market=market)
    zone = calendar_of(market).zone
    said = {
        line.id: (translate(BREACHES[line.kind], visit.lang), line.number, say_moment(line.at, zone, visit.lang))
        for line in found
        if line.counts
    }
    return [(name, " · ".join(filter(None, parts))) for name, parts in said.items()]


def _market(visit: Visit) -> str:
    """The market that was chosen, else the reader's."""
    chosen = visit.said("market") or visit.asked("market")
    return chosen if chosen in MARKETS else visit.market

"""The case as the platform sees it: what happened, and is it whole? Only with a reason, and every look is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Request, Response

from api.pages.admin.only_admins import act_for_admins
from api.pages.admin.timeline import KINDS, USUAL, Line, looks_beside, shown_of, timeline
from api.pages.door import Visit
from api.pages.seen_case import SeenCase
from cases.casefile.entries import Entry, entries_of
from cases.casefile.queries import ended_deadlines
from cases.casefile.reading import case_for
from cases.casefile.replay import Stood, as_it_stood, at_moment
from cases.casefile.solved import was_it_solved
from cases.casefile.view import View, deadline_view, message_view
from cases.ids import deadline_id
from cases.privacy.views import views_of
from cases.timers.condition import Standing, standing
from cases.verbs.look import look

router = APIRouter(prefix="/cases/{case}", include_in_schema=False)
LONGEST_REASON = 500


@dataclass(frozen=True, slots=True)
class Replay:
    """The case at an instant, ready to be shown: ``clocks`` has how each deadline stood by its id."""

    stood: Stood
    deadlines: Sequence[View]
    clocks: dict[str, Standing]
    last: int


def page(visit: Visit, seen: SeenCase, status: int) -> Response:
    """The page; before it the question why, once a case and sitting."""
    case = seen.file.case
    reason = visit.session.looking.pop(case.id, "")
    if not look(visit.database, visit.asker, case.id, visit.session.sitting, visit.now, reason):
        return visit.page("admin/why.html", number=case.number, case_id=case.id, missing=False)
    kinds = [kind for kind in visit.request.query_params.getlist("show") if kind in KINDS] or list(USUAL)
    with visit.database.read() as connection:
        entries = entries_of(connection, case.id, limit=case.version)
        deadlines = [*seen.file.deadlines, *ended_deadlines(connection, case.id)]
        looks = views_of(connection, case.id)
        solved = was_it_solved(connection, seen.file)
    at = _at(visit, seen, entries)
    shown = shown_of(entries, at, whole=visit.asked("all") == "true")
    lines = timeline(shown, {one.key: one for one in deadlines}, looks_beside(looks, shown, entries), kinds)
    return visit.page(
        "admin/case.html",
        status,
        seen=seen,
        lines=_lines(lines, seen),
        earlier=shown[0].seq - 1,
        later=len(entries) - shown[-1].seq,
        kinds=kinds,
        all_kinds=KINDS,
        replay=_replay(visit, seen, entries, as_it_stood(entries, deadlines, at)) if at else None,
        moment=visit.asked("moment"),
        solved=solved,
    )


@router.post("/look")
async def say_why(request: Request) -> Response:
    """Take the reason, and show the case."""
    return await act_for_admins(request, _say_why)


def _say_why(visit: Visit) -> Response:
    with visit.database.read() as connection:
        case = case_for(connection, visit.asker, visit.named("case")).case
    reason = visit.said("reason").strip()[:LONGEST_REASON]
    if not reason:
        return visit.page("admin/why.html", 422, number=case.number, case_id=case.id, missing=True)
    visit.session.looking = {case.id: reason}
    return visit.go(f"/cases/{case.id}")


def _lines(lines: Sequence[Line], seen: SeenCase) -> list[tuple[Line, View | None]]:
    """Each line, and the message as it is shown where it is one."""
    return [
        (line, message_view(line.entry, seen.file.seller_name, seen.file.calendar))
        if line.entry is not None and line.change is None
        else (line, None)
        for line in lines
    ]


def _at(visit: Visit, seen: SeenCase, entries: Sequence[Entry]) -> int:
    """The entry up to which the case is to be replayed; 0 for none."""
    number = visit.asked("at")
    if number.isascii() and number.isdecimal() and len(number) < len("1000000000"):
        return int(number) if 0 < int(number) <= len(entries) else 0
    try:
        moment = datetime.fromisoformat(visit.asked("moment"))
        return at_moment(entries, moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(seen.zone)))
    except (ValueError, OverflowError):
        return 0


def _replay(visit: Visit, seen: SeenCase, entries: Sequence[Entry], stood: Stood) -> Replay:
    """What the panel shows of an instant, each deadline with the arithmetic that was true of it."""
    shown = [one for one in stood.deadlines if one.within]
    calendar, case_id = seen.file.calendar, seen.view["id"]
    clocks = {deadline_id(case_id, *one.key): standing(one, calendar, stood.entry.at) for one in shown}
    views = [deadline_view(seen.file, one, visit.asker.lang) for one in shown]
    return Replay(stood, views, clocks, len(entries))

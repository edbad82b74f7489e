"""Scan in: a tracking or return number opens the form of the parcel's case, one parcel after the other."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response

from api.pages.composer import Draft
from api.pages.door import Visit, show
from api.pages.seller.replies import reply_named
from cases.casefile.reading import case_for, view_for
from cases.casefile.search import search
from cases.casefile.search_indexes import Search
from cases.errors import NotFound
from cases.messages.search.query import LONGEST, sought_in
from workflows.grammar import CLOSED

router = APIRouter(include_in_schema=False)
MOST = 50
DOES = ("arrive", "accept", "start_repair")
"""What is done with a parcel on the table, whichever of it the case has first."""


@router.get("/scan")
async def scan(request: Request) -> Response:
    """The field for the next number, or the form of the case that has it."""
    return await show(request, _scan)


def _scan(visit: Visit) -> Response:
    if visit.asker.role != "seller":
        raise NotFound
    code = visit.asked("code").strip()[:LONGEST]
    found = cases_with(visit, code) if code else {}
    if len(found) == 1:
        (case_id,) = found
        return visit.go(f"/cases/{case_id}?{_doing(visit, case_id)}{urlencode({'code': code, 'then': 'scan'})}#compose")
    return visit.page("seller/scan.html", code=code, found=found)


def cases_with(visit: Visit, code: str) -> dict[str, str]:
    """The open cases in which the number was named, each with its own number."""
    sought = sought_in('"{}"'.format(code.replace('"', " ")))
    if not sought.found:
        return {}
    with visit.database.read() as connection:
        hits, _ = search(connection, visit.asker, Search(sought, limit=MOST))
    return {hit.case.id: hit.case.number for hit in hits if hit.case.state != CLOSED}


def arrived(visit: Visit, case_id: str, draft: Draft) -> Draft:
    """The form of a scanned parcel, filled with what the scan says: which parcel, that it came now, and the words."""
    if draft.event != "arrive" or visit.asked("then") != "scan" or draft.fields is not None or draft.body:
        return draft
    with visit.database.read() as connection:
        file = case_for(connection, visit.asker, case_id)
    code = visit.asked("code")
    known = [parcel.tracking for parcel in file.case.progress.parcels if parcel.tracking]
    parcel = code if code in known or not known else known[-1]
    said = reply_named(file, "arrived")
    words = (said.body, said.lang) if said else ("", "")
    fields = {"parcel": parcel, "at": visit.now.isoformat()}
    return replace(draft, fields=fields, body=words[0], lang=words[1])


def _doing(visit: Visit, case_id: str) -> str:
    with visit.database.read() as connection:
        file = case_for(connection, visit.asker, case_id)
        view = view_for(connection, file, visit.asker, visit.now)
    offered = {action["event"] for action in view["available_actions"]}
    return next((f"do={event}&" for event in DOES if event in offered), "")

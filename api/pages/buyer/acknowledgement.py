"""The acknowledgement of a withdrawal: what was declared and when it came, on screen and as a file to keep."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from fastapi import APIRouter, Request, Response

from api.pages.buyer.links import ACKNOWLEDGEMENT, acknowledgement_path, named_in
from api.pages.buyer.receipt import receipt
from api.pages.door import Visit, show
from api.pages.rendering import GUARDED
from api.problems import Problem
from api.routes.attachments import saved_as
from cases.casefile.casefile import CaseFile
from cases.casefile.entries import Entry, entries_of
from cases.casefile.queries import load
from cases.casefile.reading import case_for
from cases.db import Connection
from cases.ids import is_id

router = APIRouter(include_in_schema=False)
LINK_WORKS = timedelta(days=90)
"""How long the link does; the file is there to be kept, and whoever has an account finds it in their case for ever."""
FIRST_ENTRIES = 6


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """What was declared in a case and how it was acknowledged; words are None once they were redacted."""

    file: CaseFile
    declared: Entry
    confirmed: Entry

    @property
    def at(self) -> datetime:
        """When the declaration came, on the wall of the market."""
        return self.declared.at.astimezone(self.file.calendar.zone)


@router.get("/acknowledgements/{token}")
async def read(request: Request) -> Response:
    """The acknowledgement, for whoever declared by a link."""
    return await show(request, lambda visit: _page(visit, _linked(visit)), open_to_all=True)


@router.get("/acknowledgements/{token}/pdf")
async def download(request: Request) -> Response:
    """The same as a file."""
    return await show(request, lambda visit: _file(visit, _linked(visit)), open_to_all=True)


@router.get("/cases/{case}/acknowledgement.pdf")
async def download_own(request: Request) -> Response:
    """The same as a file, for the parties of the case."""
    return await show(request, lambda visit: _file(visit, _own(visit)))


def _linked(visit: Visit) -> Acknowledged:
    name = named_in(visit, ACKNOWLEDGEMENT)
    with visit.database.read() as connection:
        file = load(connection, name) if is_id(name) else None
        if file is None or file.buyer is None or file.buyer.external_id is None:
            raise Problem("not_found")
        if visit.now > file.case.opened_at + LINK_WORKS:
            raise Problem("not_found")
        return _acknowledged(connection, file)


def _own(visit: Visit) -> Acknowledged:
    with visit.database.read() as connection:
        return _acknowledged(connection, case_for(connection, visit.asker, visit.named("case")))


def _acknowledged(connection: Connection, file: CaseFile) -> Acknowledged:
    """The two entries of the log. Raises ``not_found`` for a case that is no withdrawal."""
    entries = entries_of(connection, file.case.id, after=0, limit=FIRST_ENTRIES)
    confirmed = next((entry for entry in entries[1:] if entry.kind == "system"), None)
    if file.case.kind != "withdrawal" or confirmed is None:
        raise Problem("not_found")
    return Acknowledged(file, entries[0], confirmed)


def _page(visit: Visit, found: Acknowledged) -> Response:
    asker = visit.session.asker
    is_own = asker is not None and asker.sees(found.file)
    path = acknowledgement_path(visit, found.file.case.id)
    return visit.page("buyer/acknowledgement.html", found=found, path=path, is_own=is_own)


def _file(visit: Visit, found: Acknowledged) -> Response:
    headers = {**GUARDED, "Content-Disposition": saved_as(f"{found.file.case.number}.pdf")}
    return Response(receipt(found, visit.lang), 200, headers, "application/pdf")

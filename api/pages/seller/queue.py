"""The seller's queue: what do I owe next?"""

from __future__ import annotations

from fastapi import Response

from api.listing import Query, cursor_after, is_moment
from api.pages.case_rows import case_rows
from api.pages.door import Visit
from api.problems import Problem
from cases.casefile.listing import Place, Wanted
from cases.ids import is_id

FOLDERS = {
    "owed": Wanted(flags={"open": {True}, "needs_reply": {True}}, sort="due"),
    "open": Wanted(flags={"open": {True}}, sort="due"),
    "closed": Wanted(flags={"open": {False}}, sort="-updated"),
}


def home(visit: Visit) -> Response:
    """The queue of one folder."""
    folder = visit.asked("folder", "owed")
    if folder not in FOLDERS:
        raise Problem("not_found")
    wanted = FOLDERS[folder]
    after = Query(visit.request).cursor(folder)
    if after is not None and not (len(after) == len(Place._fields) and is_moment(after[0]) and is_id(after[1])):
        raise Problem("cursor_invalid")
    if after is not None:
        wanted = Wanted(wanted.filters, wanted.flags, wanted.sort, wanted.limit, Place(*after))
    with visit.database.read() as connection:
        rows, last = case_rows(connection, visit.asker, wanted, visit.now)
    more = cursor_after(folder, *last) if last else ""
    return visit.page("seller/queue.html", rows=rows, folder=folder, folders=list(FOLDERS), more=more)

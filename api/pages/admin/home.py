"""The platform's queue: claims and other cases that wait for it, reviews, what is overdue, and what moved last."""

from __future__ import annotations

from dataclasses import replace

from fastapi import Response

from api.pages.case_rows import CaseRow, case_rows, row_of
from api.pages.door import Visit
from cases.casefile.listing import Wanted
from cases.casefile.platform_queue import waiting_for_platform
from cases.casefile.queries import load_all
from cases.casefile.reviews import list_reviews
from cases.casefile.unfounded import repeated_unfounded
from cases.db import Connection

CHOOSING = ("kind", "state", "market", "seller", "buyer", "order", "tracking")
FOLDERS = ("waiting", "claims", "measures", "overdue", "all")
OF_KIND = {"waiting": "", "claims": "claim", "measures": "sanction"}
"""The folders of what waits for the platform, and the kind of case in each."""
PAGE, MOST_PAGES = 50, 10_000


def home(visit: Visit) -> Response:
    """One folder of the queue; a kind, a state, an order and the like choose among all cases."""
    chosen = {name: [visit.asked(name)] for name in CHOOSING if visit.asked(name)}
    folder = "all" if chosen else visit.asked("folder", FOLDERS[0])
    folder = folder if folder in FOLDERS else FOLDERS[0]
    number = visit.asked("page", "1")
    page = int(number) if number.isdecimal() and 0 < len(number) < len(str(MOST_PAGES)) else 1
    with visit.database.read() as connection:
        rows, more = _rows(connection, visit, folder, chosen, max(page, 1))
        reviews = len(list_reviews(connection, visit.asker, is_open=True, after=None, limit=PAGE + 1))
    return visit.page(
        "admin/home.html", rows=rows, folder=folder, more=more, page_number=max(page, 1), reviews=reviews, most=PAGE
    )


def _rows(
    connection: Connection, visit: Visit, folder: str, chosen: dict[str, list[str]], page: int
) -> tuple[list[CaseRow], bool]:
    """The rows of a folder, and whether there are more of them than the page shows."""
    if folder in OF_KIND:
        found = waiting_for_platform(connection, limit=PAGE + 1, offset=PAGE * (page - 1), kind=OF_KIND[folder])
        files = {file.case.id: file for file in load_all(connection, found[:PAGE])}
        marked = repeated_unfounded(connection, files.values(), visit.now)
        rows = [row_of(files[case], visit.asker, visit.now) for case in found[:PAGE]]
        return [replace(row, unfounded=marked.get(row.file.case.id, 0)) for row in rows], len(found) > PAGE
    wanted = Wanted(chosen, {"overdue": {True}} if folder == "overdue" else {}, sort="-updated")
    rows, _ = case_rows(connection, visit.asker, wanted, visit.now)
    return rows, False

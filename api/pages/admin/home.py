"""The admin's first page: search, and the cases that moved last."""

from __future__ import annotations

from fastapi import Response

from api.pages.case_rows import case_rows
from api.pages.door import Visit
from cases.casefile.listing import Wanted


def home(visit: Visit) -> Response:
    """Every case, the ones that somebody is late in first on wish."""
    overdue = visit.asked("overdue") == "true"
    wanted = Wanted(flags={"overdue": {True}} if overdue else {}, sort="-updated")
    with visit.database.read() as connection:
        rows, _ = case_rows(connection, visit.asker, wanted, visit.now)
    return visit.page("admin/home.html", rows=rows, overdue=overdue)

"""The case as the seller sees it: the thread and the composer, what was agreed, and what the team keeps inside."""

from __future__ import annotations

from fastapi import Response

from api.pages.door import Visit
from api.pages.seen_case import SeenCase
from api.pages.seller.drafts import kept_of, offered
from cases.db import Connection
from cases.team.colleagues import Colleague, colleagues_of
from cases.team.notes import notes_of
from cases.verbs.update_profile import find_profile

NOTES = 100


def page(visit: Visit, seen: SeenCase, status: int) -> Response:
    """The page."""
    case_id = seen.file.case.id
    with visit.database.read() as connection:
        kept = kept_of(connection, visit, case_id)
        notes = notes_of(connection, case_id, visit.asker.team, limit=NOTES)
        colleagues = _colleagues(connection, visit)
    return visit.page(
        "seller/case.html",
        status,
        seen=seen,
        kept=kept,
        notes=notes,
        colleagues=colleagues,
        replies=offered(seen.file),
        agreed=agreed_in(seen),
        then="scan" if "scan" in (visit.asked("then"), visit.said("then")) else "",
    )


def _colleagues(connection: Connection, visit: Visit) -> list[Colleague]:
    """To whom the case can be given: who has worked on the seller's cases, and the deputy."""
    found = {one.sub: one for one in colleagues_of(connection, visit.asker.seller, visit.asker.team)}
    deputy = find_profile(connection, visit.asker, visit.asker.seller).deputy
    if deputy is not None:
        found.setdefault(deputy.sub, Colleague(deputy.sub, deputy.name))
    return [found[sub] for sub in sorted(found)]


def agreed_in(seen: SeenCase) -> dict[str, str]:
    """What the parties have agreed or the platform decided so far, by the key of its text."""
    progress = seen.file.case.progress
    found = {
        "wished": f"choice.{progress.wished}" if progress.wished else "",
        "remedy": f"choice.{progress.remedy}" if progress.remedy else "",
    }
    return {name: key for name, key in found.items() if key}

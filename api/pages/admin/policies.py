"""Every policy that was ever put in force, and who would be treated otherwise under another one."""

from __future__ import annotations

from collections.abc import Sequence

from fastapi import APIRouter, Request, Response

from api.pages.admin.only_admins import show_admins
from api.pages.door import Visit
from cases.casefile.policies import Activation, activations, in_force_on
from cases.verbs.compare_policies import Comparison, compare_policies
from markets.policy import Policy, parse_policy

router = APIRouter(prefix="/admin/policies", include_in_schema=False)
DEFAULTS = "defaults"
DAYS = 30


@router.get("")
async def read(request: Request) -> Response:
    """The policies on record; where two are named, the last thirty days of the record under both."""
    return await show_admins(request, _read)


def _read(visit: Visit) -> Response:
    with visit.database.read() as connection:
        known = activations(connection)
    here = in_force_on(known, visit.now.date())
    old, new = visit.asked("old"), visit.asked("new")
    found = _compared(visit, known, old, new)
    return visit.page("admin/policies.html", known=known, in_force=here, old=old, new=new, found=found, days=DAYS)


def _compared(visit: Visit, known: Sequence[Activation], old: str, new: str) -> Comparison | None:
    before, after = _named(known, old), _named(known, new)
    if before is None or after is None:
        return None
    return compare_policies(visit.database, before, after, DAYS, visit.now)


def _named(known: Sequence[Activation], name: str) -> Policy | None:
    """The policy of that place in the list, or the one of a market place that decides nothing itself."""
    if name == DEFAULTS:
        return Policy()
    place = int(name) if name.isascii() and name.isdigit() and len(name) < len("10000") else len(known)
    return parse_policy(known[place].text) if place < len(known) else None

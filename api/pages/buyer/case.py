"""The case as the buyer sees it: who must act and by when, where it stands, and which rights still run."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from fastapi import Response

from api.pages.buyer.own_order import OwnOrder, own_order
from api.pages.buyer.who_acts import WhoActs, who_acts
from api.pages.door import Visit
from api.pages.seen_case import SeenCase
from cases.casefile.absence import absence_at
from cases.casefile.solved import was_it_solved
from cases.casefile.unfounded import repeated_unfounded
from cases.db import Connection
from cases.sellers.profile import profile_of


@dataclass(frozen=True, slots=True)
class Away:
    """Until when the seller is away, and who answers meanwhile as far as anybody is named; read from the profile."""

    until: date
    deputy: str


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around the thread. ``declared_in`` is the message whose words read as a withdrawal."""

    own: OwnOrder | None
    acts: WhoActs | None
    declared_in: str
    may_object: bool
    asks_if_solved: bool
    solved: bool | None
    away: Away | None
    repeats_unfounded: bool


def page(visit: Visit, seen: SeenCase, status: int) -> Response:
    """The page."""
    return visit.page("buyer/case.html", status, seen=seen, around=_around(visit, seen))


def _around(visit: Visit, seen: SeenCase) -> Around:
    view = seen.view
    with visit.database.read() as connection:
        own = own_order(visit, connection, view["order"]) if view["order"] else None
        solved = was_it_solved(connection, seen.file)
        away = _away(connection, visit, seen)
        unfounded = repeated_unfounded(connection, [seen.file], visit.now)
    return Around(
        own,
        who_acts(view, visit.lang),
        _declared_in(seen),
        any(action["event"] == "object" for action in view["available_actions"]),
        view["closed_at"] is not None,
        solved,
        away,
        bool(unfounded),
    )


def _away(connection: Connection, visit: Visit, seen: SeenCase) -> Away | None:
    absence = absence_at(seen.file, visit.now)
    if absence is None:
        return None
    profile = profile_of(connection, seen.file.case.seller_id) if seen.file.has_deputy else None
    return Away(absence.until, profile.deputy.name if profile is not None and profile.deputy is not None else "")


def _declared_in(seen: SeenCase) -> str:
    """The message that reads as a withdrawal, where the case can go on as one."""
    converts = [one for one in seen.view["available_actions"] if one["event"] == "convert"]
    example = converts[0]["fields"]["examples"][0].get("goes_on_as", {}) if converts else {}
    return str(example.get("declared_in", "")) if example.get("kind") == "withdrawal" else ""

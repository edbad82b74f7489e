"""My profile: return addresses, languages, days off and the deputy, as a form over the verb."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import orjson
from fastapi import APIRouter, Request, Response

from api.door import read_shape
from api.models import ProfileIn
from api.pages.door import Visit, act, show
from api.pages.seller.folders import known
from api.problems import body_of
from cases.errors import NotFound, ShapeInvalid
from cases.sellers.profile import Profile
from cases.verbs.update_profile import find_profile, update_profile
from markets.catalogue import MARKETS

router = APIRouter(prefix="/profile", include_in_schema=False)
PARTS = ("name", "street", "postal_code", "city")
SPARE = 2
INVALID = 422


@router.get("")
async def read(request: Request) -> Response:
    """What the seller says of themselves."""
    return await show(request, _read)


def _read(visit: Visit) -> Response:
    return _page(visit, _profile(visit))


@router.post("")
async def update(request: Request) -> Response:
    """Replace it with what the form says."""
    return await act(request, _update)


def _update(visit: Visit) -> Response:
    profile = _profile(visit)
    given = said_in(visit, profile)
    try:
        said = _shaped(given).model_dump(mode="json", by_alias=True, exclude_unset=True)
        update_profile(visit.database, visit.asker, visit.asker.seller, said, visit.now)
    except ShapeInvalid as error:
        return _page(visit, profile, given, body_of(error, visit.lang))
    visit.session.tell("good", "page.profile_kept")
    return visit.go("/profile")


def _shaped(given: Mapping[str, Any]) -> ProfileIn:
    shape, faults = read_shape(ProfileIn, given, orjson.dumps(given))
    if shape is None:
        raise ShapeInvalid(faults)
    return shape


def said_in(visit: Visit, profile: Profile) -> dict[str, Any]:
    """The form as a body of the API: an address whose fields are all empty is none."""
    addresses = {}
    for code in dict.fromkeys((*profile.return_addresses, *_named(visit))):
        parts = {part: visit.said(f"{code}/{part}").strip() for part in PARTS}
        if code in MARKETS and any(parts.values()):
            addresses[code] = parts | {"country": code}
    since, until = visit.typed.get("from", []), visit.typed.get("until", [])
    sub = visit.said("deputy").strip()
    return {
        "return_addresses": addresses,
        "languages": [tag for tag in visit.said("languages").replace(",", " ").split() if tag],
        "absences": [{"from": a, "until": b} for a, b in zip(since, until, strict=False) if a or b],
        "deputy": {"sub": sub, "name": visit.said("deputy_name").strip()} if sub else None,
    }


def _named(visit: Visit) -> list[str]:
    return [name.removesuffix("/street") for name in visit.typed if name.endswith("/street")]


def _profile(visit: Visit) -> Profile:
    if visit.asker.role != "seller":
        raise NotFound
    with visit.database.read() as connection:
        return find_profile(connection, visit.asker, visit.asker.seller)


def _page(
    visit: Visit, profile: Profile, given: Mapping[str, Any] | None = None, problem: Mapping[str, Any] | None = None
) -> Response:
    shown = given or _shown(profile)
    faults: Sequence[Mapping[str, str]] = problem.get("errors", ()) if problem else ()
    return visit.page(
        "seller/profile.html",
        INVALID if problem else 200,
        profile=profile,
        shown=shown,
        parts=PARTS,
        spare=SPARE,
        faults=faults,
        adding=known(visit.asked("market"), MARKETS),
        free=[code for code in MARKETS if code not in shown["return_addresses"]],
    )


def _shown(profile: Profile) -> dict[str, Any]:
    return {
        "return_addresses": profile.return_addresses,
        "languages": profile.languages,
        "absences": [{"from": one.since.isoformat(), "until": one.until.isoformat()} for one in profile.absences],
        "deputy": {"sub": profile.deputy.sub, "name": profile.deputy.name} if profile.deputy else None,
    }

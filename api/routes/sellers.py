"""Sellers: what they say of themselves, and what they missed."""

from __future__ import annotations

import msgspec
from fastapi import APIRouter, Request, Response

from api import shapes
from api.documentation import OF_BODIES, PAGED, documented
from api.door import Call, answer
from api.listing import Query, cursor_after, page
from api.models import ProfileIn
from api.problems import JSON, json_answer
from cases.errors import Forbidden, NotFound
from cases.sellers.breaches import breaches_of, is_seller
from cases.sellers.profile import Profile
from cases.verbs.update_profile import find_profile, update_profile

router = APIRouter(prefix="/v1/sellers/{seller}", tags=["sellers"])


@router.get(
    "",
    operation_id="read_profile",
    **documented(shapes.Profile, path=("seller",), problems=("not_found", "forbidden")),
)
async def read(request: Request) -> Response:
    """What the seller says of themselves, for the seller's own people and the market place."""
    return await answer(request, _read)


def _read(call: Call) -> Response:
    with call.database.read() as connection:
        return _profile(find_profile(connection, call.asker, call.named("seller")))


@router.put(
    "",
    operation_id="update_profile",
    **documented(
        shapes.Profile,
        takes=ProfileIn,
        path=("seller",),
        problems=(*OF_BODIES, "not_found", "forbidden", "busy"),
    ),
)
async def update(request: Request) -> Response:
    """Replace what is given; days off are announced fourteen days ahead, and no promise moves for them."""
    return await answer(request, _update, takes=JSON)


def _update(call: Call) -> Response:
    seller, given = call.named("seller"), call.json()
    said = call.shaped(ProfileIn, given, lambda: _is_theirs(call, seller))
    given = said.model_dump(mode="json", by_alias=True, exclude_unset=True)
    return _profile(update_profile(call.database, call.asker, seller, given, call.now))


def _is_theirs(call: Call, seller: str) -> None:
    with call.database.read() as connection:
        find_profile(connection, call.asker, seller, to_change=True)


def _profile(profile: Profile) -> Response:
    return json_answer(msgspec.to_builtins(profile))


@router.get(
    "/breaches",
    operation_id="list_breaches",
    **documented(
        shapes.BreachPage,
        path=("seller",),
        query=PAGED,
        problems=("not_found", "forbidden", "fields_invalid", "cursor_invalid"),
    ),
)
async def breaches(request: Request) -> Response:
    """Everything that the seller let pass, the newest first, whether it counts and why."""
    return await answer(request, _breaches)


def _breaches(call: Call) -> Response:
    seller, asker = call.named("seller"), call.asker
    if asker.role == "buyer":
        raise Forbidden  # whoever the seller is, so it tells a buyer nothing
    query = Query(call.request)
    with call.database.read() as connection:
        if (asker.role == "seller" and asker.seller != seller) or not is_seller(connection, seller):
            raise NotFound
        limit = query.limit()
        query.check()
        items = breaches_of(connection, seller, before=query.id_cursor("breaches"), limit=limit + 1)
    more = cursor_after("breaches", items[limit - 1]["id"]) if len(items) > limit else None
    return json_answer(page(items[:limit], more))

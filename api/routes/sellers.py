"""Sellers: what they say of themselves, how they stand, and what they missed."""

from __future__ import annotations

from typing import Any

import msgspec
from fastapi import APIRouter, Request, Response

from api import shapes
from api.documentation import OF_BODIES, PAGED, documented
from api.door import Call, answer
from api.listing import Query, cursor_after, page
from api.models import ProfileIn
from api.problems import JSON, json_answer
from cases.sellers.breaches import breaches_of
from cases.sellers.profile import Profile
from cases.sellers.said import said
from cases.sellers.scale import WINDOWS
from cases.sellers.standing import USUAL_WINDOW, Because, Standing
from cases.verbs.read_standing import may_read_record, read_standing
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
    "/standing",
    operation_id="read_standing",
    **documented(
        shapes.Standing,
        path=("seller",),
        query={"window": {"type": "integer", "enum": list(WINDOWS), "default": USUAL_WINDOW}},
        problems=("not_found", "forbidden", "fields_invalid"),
    ),
)
async def standing(request: Request) -> Response:
    """How the seller stands over the last days: score, visibility, whether they may sell, and why for every figure."""
    return await answer(request, _standing)


def _standing(call: Call) -> Response:
    seller, query = call.named("seller"), Query(call.request)
    with call.database.read() as connection:
        may_read_record(connection, call.asker, seller)
        days = int(query.one("window", [str(days) for days in WINDOWS], str(USUAL_WINDOW)))
        query.check()
        return json_answer(_shown(read_standing(connection, call.asker, seller, call.now, days), call.asker.lang))


def _shown(standing: Standing, lang: str) -> dict[str, Any]:
    figures, by = standing.figures, standing.selling.by
    return {
        "score": standing.score,
        "visibility": standing.visibility,
        "selling": standing.selling.status,
        "since": by.since.isoformat() if by else None,
        "until": by.until.isoformat() if by and by.until else None,
        "metrics": {
            "on_time_rate": _rounded(figures.on_time_rate),
            "median_reply_working_seconds": figures.median,
            "p90_reply_working_seconds": figures.p90,
            "messages": figures.messages,
            "missed": figures.missed,
            "conduct": figures.conduct,
            "claims_lost": figures.claims_lost,
            "promises_kept_rate": _rounded(figures.promises_kept_rate),
        },
        "window_days": standing.days,
        "because": [_because(because, lang) for because in standing.because],
    }


def _because(because: Because, lang: str) -> dict[str, Any]:
    points = {} if because.points is None else {"points": because.points, "of": because.of}
    return {"figure": because.figure, "because": said(because, lang), **points}


def _rounded(rate: float | None) -> float | None:
    return None if rate is None else round(rate, 4)


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
    seller, query = call.named("seller"), Query(call.request)
    with call.database.read() as connection:
        may_read_record(connection, call.asker, seller)
        limit = query.limit()
        query.check()
        items = breaches_of(connection, seller, before=query.id_cursor("breaches"), limit=limit + 1)
    more = cursor_after("breaches", items[limit - 1]["id"]) if len(items) > limit else None
    return json_answer(page(items[:limit], more))

"""How standing is reckoned: the formula's weights and the thresholds of measures, as the policy in use has them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import APIRouter, Request, Response

from api.pages.door import Visit, show
from api.problems import Problem
from cases.casefile.asker import ADMIN
from cases.casefile.rules import policy
from cases.sellers.scale import FALLING, THRESHOLDS, Scale, Threshold, scale_of
from cases.sellers.score import FULL_VISIBILITY_AT, LEAST_VISIBILITY, LEAST_VISIBILITY_AT

router = APIRouter(prefix="/standing/scale", include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Measures:
    """The thresholds that some markets have in common; no market is named where all others have them."""

    markets: Sequence[str]
    thresholds: Sequence[Threshold]


@router.get("")
async def read(request: Request) -> Response:
    """The tables, for sellers and the platform."""
    return await show(request, _read)


def _read(visit: Visit) -> Response:
    if visit.asker.role not in ("seller", ADMIN):
        raise Problem("not_found")
    scale = scale_of(policy())
    return visit.page(
        "scale.html",
        weights=scale.weights,
        measures=measures_of(scale),
        falling=FALLING,
        full=FULL_VISIBILITY_AT,
        least=LEAST_VISIBILITY,
        low=LEAST_VISIBILITY_AT,
    )


def measures_of(scale: Scale) -> list[Measures]:
    """The thresholds of the markets that have their own, then those of all others."""
    return [*(Measures([code], scale.thresholds(code)) for code in scale.own), Measures([], THRESHOLDS)]

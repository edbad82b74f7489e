"""The sellers: how each stands, and where somebody has to decide; and the record of one."""

from __future__ import annotations

from collections.abc import Callable, Container
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response

from api.pages.admin.only_admins import show_admins
from api.pages.door import Visit
from api.pages.standing import seen_record
from cases.casefile.rules import policy
from cases.sellers.everybody import SellerRow, every_seller
from cases.sellers.scale import WINDOWS, scale_of
from cases.sellers.selling import SELLING
from cases.sellers.standing import USUAL_WINDOW
from cases.verbs.update_profile import find_profile

router = APIRouter(prefix="/admin/sellers", include_in_schema=False)
PAGE, MOST_PAGES = 50, 10_000

COLUMNS: dict[str, Callable[[SellerRow], Any]] = {
    "name": lambda row: row.name.casefold(),
    "score": lambda row: row.score,
    "visibility": lambda row: row.visibility,
    "messages": lambda row: row.figures.messages,
    "missed": lambda row: row.figures.missed,
    "conduct": lambda row: row.figures.conduct,
    "claims": lambda row: row.figures.claims_lost,
    "to_decide": lambda row: row.to_decide,
}
"""What the list can be sorted by."""
USUAL_ORDER = "-to_decide"


@dataclass(frozen=True, slots=True)
class Asked:
    """What of the list was asked for; ``sort`` is a column, with a minus for the greatest first."""

    words: str
    selling: str
    days: int
    sort: str
    page: int

    def address(self, **other: object) -> str:
        """The list with something else asked."""
        given = {"q": self.words, "selling": self.selling, "window": self.days, "sort": self.sort, "page": 1, **other}
        return f"/admin/sellers?{urlencode(given)}"

    def sorted_by(self, column: str) -> str:
        """The list by a column: the other way round where it is sorted by it already."""
        first = column if column in ("name", "score", "visibility") else f"-{column}"
        other = {first: f"-{column}" if first == column else column}
        return self.address(sort=other.get(self.sort, first))

    def matches(self, row: SellerRow) -> bool:
        """Whether a seller is one of those that are asked for."""
        named = self.words.casefold() in f"{row.name} {row.id}".casefold()
        return named and self.selling in ("", row.selling)


@router.get("")
async def list_them(request: Request) -> Response:
    """Every seller; those first in whose measures somebody has to decide."""
    return await show_admins(request, _list)


def _list(visit: Visit) -> Response:
    asked = _asked(visit)
    with visit.database.read() as connection:
        rows = every_seller(connection, visit.now, scale_of(policy()), asked.days)
    found = sorted((row for row in rows if asked.matches(row)), key=COLUMNS["score"])
    found.sort(key=COLUMNS[asked.sort.removeprefix("-")], reverse=asked.sort.startswith("-"))
    begin = PAGE * (asked.page - 1)
    return visit.page(
        "admin/sellers.html",
        rows=found[begin : begin + PAGE],
        more=len(found) > begin + PAGE,
        asked=asked,
        columns=list(COLUMNS),
        windows=WINDOWS,
        statuses=list(dict.fromkeys(SELLING.values())),
    )


def _asked(visit: Visit) -> Asked:
    number, sort = visit.asked("page", "1"), visit.asked("sort", USUAL_ORDER)
    return Asked(
        visit.asked("q").strip(),
        _one_of(visit.asked("selling"), list(SELLING.values())),
        int(_one_of(visit.asked("window"), [str(days) for days in WINDOWS]) or USUAL_WINDOW),
        sort if sort.removeprefix("-") in COLUMNS else USUAL_ORDER,
        max(1, int(number)) if number.isdecimal() and 0 < len(number) < len(str(MOST_PAGES)) else 1,
    )


@router.get("/{seller}")
async def read_one(request: Request) -> Response:
    """The record of one seller."""
    return await show_admins(request, _read)


def _read(visit: Visit) -> Response:
    seller_id = visit.named("seller")
    shown = seen_record(visit, seller_id)
    with visit.database.read() as connection:
        profile = find_profile(connection, visit.asker, seller_id)
    return visit.page("admin/seller.html", shown=shown, profile=profile)


def _one_of(value: str, among: Container[str]) -> str:
    """The value where it is one that there is."""
    return value if value in among else ""

"""Search: one's own messages by their words, as a page; admins search everything, and narrow it down."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Request, Response

from api.listing import is_moment
from api.pages.admin.timeline import AT_ONCE
from api.pages.door import Visit, show
from cases.casefile.asker import ADMIN
from cases.casefile.named import Named, named
from cases.casefile.search import Hit, search
from cases.casefile.search_indexes import Place, Search
from cases.ids import is_id
from cases.messages.search.query import LONGEST, sought_in
from markets.calendars import calendar_of
from workflows.registry import CURRENT

router = APIRouter(include_in_schema=False)
PAGE, DIGITS = 50, 9
FILTERS = ("kind", "market", "seller", "buyer", "order")
DAYS = ("from", "until")


@router.get("/search")
async def search_them(request: Request) -> Response:
    """The messages that hold what is sought, the newest first, each with its case."""
    return await show(request, _search)


def _search(visit: Visit) -> Response:
    words = visit.asked("q").strip()[:LONGEST]
    sought = sought_in(words)
    asked = _asked(visit) if visit.asker.role == ADMIN else {}
    filters = {name: [asked[name]] for name in FILTERS if name in asked}
    since, until = _day(visit, asked.get("from", "")), _day(visit, asked.get("until", ""), days=1)
    hits: list[Hit] = []
    last: Place | None = None
    beside = Named()
    if sought.found:
        wanted = Search(sought, filters, since, until, PAGE, _after(visit.asked("after")))
        with visit.database.read() as connection:
            hits, last = search(connection, visit.asker, wanted)
            beside = named(connection, words) if visit.asker.role == ADMIN else beside
    onward = {"q": words, **asked, "after": f"{last.at} {last.case} {last.seq}"} if last else {}
    return visit.page(
        "search.html",
        words=words,
        hits=[(hit, pieces(hit)) for hit in hits],
        empty=not sought.found,
        folded=AT_ONCE,
        asked=asked,
        kinds=list(CURRENT),
        beside=beside,
        more=f"/search?{urlencode(onward)}" if onward else "",
    )


def _asked(visit: Visit) -> dict[str, str]:
    """What the search is narrowed down by."""
    said = {name: visit.asked(name).strip() for name in (*FILTERS, *DAYS)}
    return {name: text for name, text in said.items() if text}


def _day(visit: Visit, said: str, *, days: int = 0) -> datetime | None:
    """When a day begins on the wall of the reader's market, or so many days later; None where it is none."""
    try:
        day = date.fromisoformat(said) + timedelta(days=days)
        return datetime.combine(day, time(), ZoneInfo(str(calendar_of(visit.market).zone)))
    except (ValueError, OverflowError):
        return None


def _after(said: str) -> Place | None:
    """After which message the page begins; None where that names none."""
    parts = said.split(" ")
    if len(parts) != len(Place._fields) or not (is_moment(parts[0]) and is_id(parts[1])):
        return None
    seq = parts[2]
    return Place(parts[0], parts[1], int(seq)) if seq.isascii() and seq.isdecimal() and len(seq) <= DIGITS else None


def pieces(hit: Hit) -> list[tuple[str, bool]]:
    """The excerpt in pieces, each with whether it is what was sought."""
    text, found, at = hit.excerpt.text, [], 0
    for start, end in hit.excerpt.spans:
        found += [(text[at:start], False), (text[start:end], True)]
        at = end
    return [piece for piece in [*found, (text[at:], False)] if piece[0]]

"""Search: one's own messages by their words, as a page."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from api.pages.admin.timeline import AT_ONCE
from api.pages.door import Visit, show
from cases.casefile.search import Hit, search
from cases.casefile.search_indexes import Search
from cases.messages.search.query import LONGEST, sought_in

router = APIRouter(include_in_schema=False)
PAGE = 50


@router.get("/search")
async def search_them(request: Request) -> Response:
    """The messages that hold what is sought, the newest first, each with its case."""
    return await show(request, _search)


def _search(visit: Visit) -> Response:
    words = visit.asked("q").strip()[:LONGEST]
    sought = sought_in(words)
    hits: list[Hit] = []
    if sought.found:
        with visit.database.read() as connection:
            hits, _ = search(connection, visit.asker, Search(sought, {}, None, None, PAGE, None))
    found = [(hit, pieces(hit)) for hit in hits]
    return visit.page("search.html", words=words, hits=found, empty=not sought.found, folded=AT_ONCE)


def pieces(hit: Hit) -> list[tuple[str, bool]]:
    """The excerpt in pieces, each with whether it is what was sought."""
    text, found, at = hit.excerpt.text, [], 0
    for start, end in hit.excerpt.spans:
        found += [(text[at:start], False), (text[start:end], True)]
        at = end
    return [piece for piece in [*found, (text[at:], False)] if piece[0]]

"""Search: one's own messages by their words."""

from __future__ import annotations

from datetime import datetime

from fastapi import APIRouter, Request, Response

from api import shapes
from api.documentation import PAGED, documented
from api.door import Call, answer
from api.listing import Query, cursor_after, is_moment, page
from api.problems import Problem, json_answer
from cases.casefile.listing import COLUMNS
from cases.casefile.search import Hit, search
from cases.casefile.search_indexes import Place, Search
from cases.casefile.view import View, message_view
from cases.ids import is_id
from cases.messages.search.query import LONGEST, sought_in
from markets.calendars import calendar_of

router = APIRouter(prefix="/v1/search", tags=["messages"])
_TEXTS = {"type": "array", "items": {"type": "string"}}
_MOMENT = {"type": "string", "format": "date-time"}
_QUERY = {
    "q": {"type": "string", "minLength": 1, "maxLength": LONGEST, "examples": ['"milk frother" -filter', "R-8F3K"]},
    **dict.fromkeys(COLUMNS, _TEXTS),
    "from": _MOMENT,
    "until": _MOMENT,
    **PAGED,
}


@router.get(
    "",
    operation_id="search_messages",
    **documented(shapes.HitPage, query=_QUERY, needed=("q",), problems=("fields_invalid", "cursor_invalid")),
)
async def search_them(request: Request) -> Response:
    """One's own messages that hold what is sought, the newest first, however old they are.

    Every word must be there, whatever its case and accents; "a phrase" as it stands; `begin*` what goes on, as the
    last word always may; `-word` must not be there. Everything else is taken literally. A message has its words,
    the texts of its event's fields, and the names and words of the files that it names; the one that opened a case
    also the case's number, its order, articles, parcels, seller and buyer. Where a file says why a message was found,
    the excerpt is of that file, and `attachment` tells which.
    """
    return await answer(request, _search)


def _search(call: Call) -> Response:
    with call.database.read() as connection:
        hits, last = search(connection, call.asker, _wanted(call.request))
    more = cursor_after("search", last.at, last.case, str(last.seq)) if last else None
    return json_answer(page([_view(hit) for hit in hits], more))


def _wanted(request: Request) -> Search:
    query = Query(request)
    sought = sought_in(query.text("q", LONGEST))
    if not sought.found and not query.faults:
        query.wrong("q", "field.no_word")
    filters = {name: values for name in COLUMNS if (values := query.many(name))}
    since, until, limit = query.moment("from"), query.moment("until"), query.limit()
    query.check()
    return Search(sought, filters, since, until, limit, _place(query.cursor("search")))


def _place(said: list[str] | None) -> Place | None:
    if said is None:
        return None
    if len(said) != len(Place._fields) or not (is_moment(said[0]) and is_id(said[1])):
        raise Problem("cursor_invalid")
    return Place(datetime.fromisoformat(said[0]).isoformat(), said[1], Query.place_in_log(said[2]))


def _view(hit: Hit) -> View:
    case = hit.case
    return {
        "message": message_view(hit.entry, case.seller_name, calendar_of(case.market)),
        "case": {"id": case.id, "number": case.number, "kind": case.kind, "state": case.state, "order": case.order},
        "excerpt": {"text": hit.excerpt.text, "spans": [list(span) for span in hit.excerpt.spans]},
        "attachment": {"id": hit.file.id, "name": hit.file.name} if hit.file else None,
    }

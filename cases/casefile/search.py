"""Search over one's own messages, the newest first, each with its case and the place that says why it was found."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

import msgspec

from cases.casefile.asker import Asker
from cases.casefile.entries import Entry, entries_at
from cases.casefile.search_indexes import Place, Search, places_of
from cases.db import Connection, placeholder, run
from cases.messages.search.excerpt import Excerpt, excerpt_of
from cases.messages.search.query import Term


class CaseOfHit(NamedTuple):
    """The little of a case that tells which it is."""

    id: str
    number: str
    kind: str
    state: str
    order: str | None
    market: str
    seller_name: str


class Hit(NamedTuple):
    """A message that was found, its case, and the place in its words that says why."""

    entry: Entry
    case: CaseOfHit
    excerpt: Excerpt


def search(connection: Connection, asker: Asker, wanted: Search) -> tuple[list[Hit], Place | None]:
    """One page of what the asker may read, and where the next page begins after, None on the last."""
    places = places_of(connection, asker, wanted)
    shown = places[: wanted.limit]
    return _hits(connection, asker, shown, wanted.sought.found), shown[-1] if len(places) > wanted.limit else None


def _hits(connection: Connection, asker: Asker, places: Sequence[Place], terms: Sequence[Term]) -> list[Hit]:
    """The messages at these places, in the same order."""
    keys = [(place.case, place.seq) for place in places]
    if not keys:
        return []
    entries = {(entry.case_id, entry.seq): entry for entry in entries_at(connection, keys, asker)}
    around = {}
    for case, seq, body, told, about, *rest in run(
        connection, _around_sql(connection.dialect), {"places": msgspec.json.encode(keys).decode()}
    ):
        around[str(case), seq] = CaseOfHit(str(case), *rest), excerpt_of((body, told, about), terms)
    return [Hit(entries[key], *around[key]) for key in keys]


@cache
def _around_sql(dialect: str) -> str:
    mark = placeholder(dialect, "places")
    if dialect == "sqlite":
        case, seq = (f"json_extract(e.value, '$[{number}]')" for number in (0, 1))
        place = f"json_each({mark}) e ON v.case_id = {case} AND v.seq = {seq}"
    else:
        place = f"json_array_elements({mark}::json) e ON v.case_id = (e ->> 0)::uuid AND v.seq = (e ->> 1)::int"
    return (
        "SELECT v.case_id, v.seq, v.body, v.told, v.about, c.number, c.kind, c.state, c.order_id, c.market, l.name"
        f" FROM searchable v JOIN {place} JOIN cases c ON c.id = v.case_id JOIN seller l ON l.id = c.seller_id"
    )

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
from cases.db.search import FILES, MOST_OF_FILES
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
    version: int


class FileOfHit(NamedTuple):
    """A file that a message names, as its excerpt names it."""

    id: str
    name: str


class Hit(NamedTuple):
    """A message that was found, its case, and the place that says why: in its words, or in a file that it names."""

    entry: Entry
    case: CaseOfHit
    excerpt: Excerpt
    file: FileOfHit | None


Key = tuple[str, int]
Why = tuple[Excerpt, FileOfHit | None]


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
    cases: dict[Key, CaseOfHit] = {}
    why: dict[Key, Why] = {}
    for case, seq, body, told, about, *rest in run(connection, _around_sql(connection.dialect), _listed(keys)):
        cases[str(case), seq] = CaseOfHit(str(case), *rest)
        why[str(case), seq] = excerpt_of((body, told, about), terms), None
    _look_into_files(connection, why, terms)
    return [Hit(entries[key], cases[key], *why[key]) for key in keys]


def _look_into_files(connection: Connection, why: dict[Key, Why], terms: Sequence[Term]) -> None:
    """Where a message's own words do not hold all that was sought and a file that it names holds more of it, say so."""
    keys = [key for key, (excerpt, _) in why.items() if excerpt.terms < len(terms)]
    if not keys:
        return
    for case, seq, file, name, text in run(connection, _files_sql(connection.dialect), _listed(keys)):
        excerpt = excerpt_of((text, name), terms)
        if excerpt.terms > why[str(case), seq][0].terms:
            why[str(case), seq] = excerpt, FileOfHit(file, name)


def _listed(keys: Sequence[Key]) -> dict[str, str]:
    return {"places": msgspec.json.encode(keys).decode()}


@cache
def _around_sql(dialect: str) -> str:
    return (
        "SELECT v.case_id, v.seq, v.body, v.told, v.about, c.number, c.kind, c.state, c.order_id, c.market, l.name,"
        " c.version"
        f" FROM searchable v JOIN {_places(dialect, 'v')} JOIN cases c ON c.id = v.case_id"
        " JOIN seller l ON l.id = c.seller_id"
    )


@cache
def _files_sql(dialect: str) -> str:
    """Only what the index holds: files in their order, as far as it reads them, of messages that still have words."""
    before = "sum(length(a.text)) OVER (PARTITION BY u.case_id, u.seq ORDER BY a.id) - length(a.text)"
    named = (
        f"SELECT u.case_id, u.seq, a.id, a.name, CASE WHEN {before} < {MOST_OF_FILES} THEN a.text ELSE '' END"
        f" FROM {FILES} u JOIN {_places(dialect, 'u')} JOIN attachment a ON a.id = u.attachment"
    )
    words = (
        "SELECT 1 FROM content t WHERE t.case_id = u.case_id AND t.seq = u.seq AND (t.part = 'delivered'"
        " OR EXISTS (SELECT 1 FROM released f WHERE f.case_id = u.case_id AND f.seq = u.seq))"
    )
    return f"{named} WHERE EXISTS ({words}) ORDER BY u.case_id, u.seq, a.id"


def _places(dialect: str, table: str) -> str:
    mark = placeholder(dialect, "places")
    if dialect == "sqlite":
        case, seq = (f"json_extract(e.value, '$[{number}]')" for number in (0, 1))
        return f"json_each({mark}) e ON {table}.case_id = {case} AND {table}.seq = {seq}"
    case, seq = "(e ->> 0)::uuid", "(e ->> 1)::int"
    return f"json_array_elements({mark}::json) e ON {table}.case_id = {case} AND {table}.seq = {seq}"

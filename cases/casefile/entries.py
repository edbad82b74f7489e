"""The messages of a case as its log holds them, with their words and who wrote them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cache

import msgspec

from cases.casefile.asker import ADMIN, Asker
from cases.casefile.casefile import PersonRow
from cases.casefile.queries import json_list, json_object, object_of
from cases.casefile.tables import Person
from cases.db import Connection, placeholder, run
from cases.ledger.leaf import DELIVERED, ORIGINAL


class Original(msgspec.Struct):
    """What was written, where that is not what was delivered."""

    body: str
    fields: str


class Entry(msgspec.Struct):
    """A message of a case with its words and who wrote it, as one reader has it.

    ``body`` is None where the words were redacted, or held back from this reader; ``shown`` is which part it is of.
    """

    case_id: str
    seq: int
    event: str
    from_state: str | None
    to_state: str
    role: str
    author: PersonRow | None
    at: datetime
    kind: str
    lang: str
    prev_hash: str
    hash: str
    canonical: str
    body: str | None
    fields: str | None
    original: Original | None = None
    freed: int | None = None
    shown: str = DELIVERED

    def shown_to(self, reader: Asker | None, as_of: int | None = None, own: str | None = None) -> Entry:
        """The message as the reader may have it, as of a version of its case.

        The platform reads what was written; so does the side that wrote a held message. Nobody else does before it is
        set free, and what is covered its own writer does not read either; but for ``own``, a person's id: who asks for
        all that is kept of them has their words as they wrote them.
        """
        if self.freed is not None and as_of is not None and self.freed > as_of:
            self.freed = None
        if self.original is not None and (self.freed is not None or self._is_read_by(reader, own)):
            self.body, self.fields, self.shown = self.original.body, self.original.fields, ORIGINAL
        self.original = None
        return self

    def _is_read_by(self, reader: Asker | None, own: str | None) -> bool:
        if reader is None:
            return own is not None and self.author is not None and self.author.id == own
        return reader.role == ADMIN or (self.body is None and reader.role == self.role)


_read_entries = msgspec.json.Decoder(list[Entry], strict=False).decode
_COLUMNS = (
    "case_id",
    "seq",
    "event",
    "from_state",
    "to_state",
    "role",
    "at",
    "kind",
    "lang",
    "prev_hash",
    "hash",
    "canonical",
)


def entries_of(
    connection: Connection,
    case_id: str,
    reader: Asker | None = None,
    *,
    after: int = 0,
    limit: int = 200,
    only_events: bool = False,
    as_of: int | None = None,
    own: str | None = None,
) -> list[Entry]:
    """The messages of a case in the order of its log, from the one after ``after`` on; those with an event, or all.

    Each is as ``reader`` may have it; for nobody in particular as everybody may.
    """
    values = {"id": case_id, "after": after, "most": limit}
    found = run(connection, _entries_sql(connection.dialect, only_events=only_events), values)[0][0]
    return [entry.shown_to(reader, as_of, own) for entry in _read_entries(found)]


def entries_at(connection: Connection, places: Sequence[tuple[str, int]], reader: Asker) -> list[Entry]:
    """The messages at these places (case and seq), of whatever cases, in no order, as ``reader`` may have them."""
    values = {"places": msgspec.json.encode(places).decode()}
    found = run(connection, _entries_at_sql(connection.dialect), values)[0][0]
    return [entry.shown_to(reader) for entry in _read_entries(found)]


@cache
def _entries_sql(dialect: str, *, only_events: bool) -> str:
    mark = {name: placeholder(dialect, name) for name in ("id", "after", "most")}
    which = " AND event <> ''" if only_events else ""
    chosen = (
        f"SELECT * FROM message WHERE case_id = {mark['id']} AND seq > {mark['after']}{which}"
        f" ORDER BY seq LIMIT {mark['most']}"
    )
    return _listed(dialect, chosen)


@cache
def _entries_at_sql(dialect: str) -> str:
    mark = placeholder(dialect, "places")
    if dialect == "sqlite":
        case, seq = (f"json_extract(e.value, '$[{number}]')" for number in (0, 1))
        place = f"json_each({mark}) e ON m.case_id = {case} AND m.seq = {seq}"
    else:
        place = f"json_array_elements({mark}::json) e ON m.case_id = (e ->> 0)::uuid AND m.seq = (e ->> 1)::int"
    return _listed(dialect, f"SELECT m.* FROM message m JOIN {place}")


def _listed(dialect: str, chosen: str) -> str:
    """The statement that reads chosen messages with their words and authors as one value."""
    columns = {name: f"m.{name}" for name in _COLUMNS}
    person = f"CASE WHEN p.id IS NULL THEN NULL ELSE {object_of(dialect, Person, 'p')} END"
    original = json_object(dialect, {"body": "o.body", "fields": "o.fields"})
    words = {
        "author": person,
        "body": "t.body",
        "fields": "t.fields",
        "original": f"CASE WHEN o.part IS NULL THEN NULL ELSE {original} END",
        "freed": "f.by_seq",
    }
    member = json_object(dialect, columns | words)
    source = (
        f"({chosen}) m LEFT JOIN person p ON p.id = m.author"
        f" LEFT JOIN content t ON t.case_id = m.case_id AND t.seq = m.seq AND t.part = '{DELIVERED}'"
        f" LEFT JOIN content o ON o.case_id = m.case_id AND o.seq = m.seq AND o.part = '{ORIGINAL}'"
        " LEFT JOIN released f ON f.case_id = m.case_id AND f.seq = m.seq"
    )
    listed = json_list(dialect, member, source, "1 = 1", "m.seq")
    return f"SELECT {listed}" + ("" if dialect == "sqlite" else "::text")

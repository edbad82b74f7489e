"""Reading a case for a party: the file, its ended deadlines, its words, its links, its messages."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cache

import msgspec

from cases.casefile.asker import Asker
from cases.casefile.casefile import CaseFile
from cases.casefile.queries import ended_deadlines, json_list, json_object, load, object_of, placeholder
from cases.casefile.tables import Person
from cases.casefile.view import View, case_view
from cases.casefile.written import Entry
from cases.db import Connection, run
from cases.errors import NotFound
from cases.ledger.leaf import DELIVERED

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


def case_for(connection: Connection, asker: Asker, case_id: str) -> CaseFile:
    """The case, if it is the asker's. Raises ``NotFound``."""
    file = load(connection, case_id)
    if file is None or not asker.sees(file):
        raise NotFound
    return file


def view_for(connection: Connection, file: CaseFile, asker: Asker, now: datetime) -> View:
    """The case as the asker sees it, as of the file: what ended or was linked later is left out."""
    case = file.case
    ended = [d for d in ended_deadlines(connection, case.id) if d.ended_seq <= case.version]
    running = {deadline.key for deadline in file.deadlines}
    return case_view(
        file,
        asker,
        now,
        ended=[deadline for deadline in ended if deadline.key not in running],
        words=_words(connection, case.id, sorted({question.seq for question in file.questions})),
        links=links_of(connection, file),
    )


def entries_of(connection: Connection, case_id: str, *, after: int = 0, limit: int = 200) -> list[Entry]:
    """The messages of a case in the order of its log, from the one after ``after`` on."""
    values = {"id": case_id, "after": after, "most": limit}
    return _read_entries(run(connection, _entries_sql(connection.dialect), values)[0][0])


def links_of(connection: Connection, file: CaseFile) -> list[View]:
    """The cases that belong to this one, as they were linked up to the file's last change."""
    mark = placeholder(connection.dialect, "id")
    sql = (
        "SELECT l.other_id, c.kind, l.relation FROM link l JOIN cases c ON c.id = l.other_id"
        f" WHERE l.case_id = {mark} ORDER BY l.at, l.other_id"
    )
    return [
        {"case": str(other), "kind": kind, "relation": relation}
        for other, kind, relation in run(connection, sql, {"id": file.case.id})
    ]


def _words(connection: Connection, case_id: str, seqs: Sequence[int]) -> dict[int, str | None]:
    if not seqs:
        return {}
    listed = ", ".join(str(seq) for seq in seqs)
    sql = (
        f"SELECT seq, body FROM content WHERE case_id = {placeholder(connection.dialect, 'id')}"
        f" AND part = '{DELIVERED}' AND seq IN ({listed})"
    )
    return dict.fromkeys(seqs) | dict(run(connection, sql, {"id": case_id}))


@cache
def _entries_sql(dialect: str) -> str:
    columns = {name: f"m.{name}" for name in _COLUMNS}
    person = f"CASE WHEN p.id IS NULL THEN NULL ELSE {object_of(dialect, Person, 'p')} END"
    words = {"author": person, "body": "t.body", "fields": "t.fields"}
    member = json_object(dialect, columns | words)
    mark = {name: placeholder(dialect, name) for name in ("id", "after", "most")}
    source = (
        f"(SELECT * FROM message WHERE case_id = {mark['id']} AND seq > {mark['after']}"
        f" ORDER BY seq LIMIT {mark['most']}) m LEFT JOIN person p ON p.id = m.author"
        f" LEFT JOIN content t ON t.case_id = m.case_id AND t.seq = m.seq AND t.part = '{DELIVERED}'"
    )
    listed = json_list(dialect, member, source, "1 = 1", "m.seq")
    return f"SELECT {listed}" + ("" if dialect == "sqlite" else "::text")

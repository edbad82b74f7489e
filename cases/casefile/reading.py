"""Reading cases for a party: what stands around each file (ended deadlines, links, asked words, who has it)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cache

import msgspec

from cases.casefile.asker import Asker
from cases.casefile.casefile import CaseFile
from cases.casefile.queries import json_list, json_object, load, rows_of
from cases.casefile.view import View, case_view
from cases.db import Connection, placeholder, run
from cases.errors import Forbidden, NotFound
from cases.ids import is_id
from cases.ledger.leaf import DELIVERED
from cases.timers.deadline import Ended
from cases.timers.tables import EndedDeadline


class _Link(msgspec.Struct):
    """Another case that belongs to this one, and since when."""

    case: str
    kind: str
    relation: str
    at: datetime


class _Words(msgspec.Struct):
    """The words of a message that asks something; None where they were redacted."""

    seq: int
    body: str | None


class _Assigned(msgspec.Struct):
    """Who of the asker's team has the case, since which message."""

    since: int
    who: str | None


class _Around(msgspec.Struct):
    """What stands around one case."""

    id: str
    ended: list[Ended]
    links: list[_Link]
    words: list[_Words]
    assigned: list[_Assigned]


_read = msgspec.json.Decoder(_Around, strict=False).decode


def case_for(connection: Connection, asker: Asker, case_id: str) -> CaseFile:
    """The case, if it is the asker's. Raises ``NotFound``."""
    file = load(connection, case_id) if is_id(case_id) else None
    if file is None or not asker.sees(file):
        raise NotFound
    return file


def case_named(connection: Connection, name: str) -> str:
    """The id of the case with this id or number. Raises ``NotFound``."""
    column = "id" if is_id(name) else "number"
    sql = f"SELECT CAST(id AS text) FROM cases WHERE {column} = {placeholder(connection.dialect, 'name')}"
    found = run(connection, sql, {"name": name})
    if not found:
        raise NotFound
    return str(found[0][0])


def case_of_team(connection: Connection, asker: Asker, case_id: str) -> CaseFile:
    """The case, if the asker's team may have something of its own on it. Raises ``NotFound``, then ``Forbidden``."""
    file = case_for(connection, asker, case_id)
    if not asker.team:
        raise Forbidden
    return file


def view_for(connection: Connection, file: CaseFile, asker: Asker, now: datetime, *, replayed: bool = False) -> View:
    """The case as the asker sees it, as of the file: what ended later is left out.

    Of a ``replayed`` answer also what was linked or assigned later is left out.
    """
    around = _around(connection, [file.case.id], asker)[file.case.id]
    if replayed:
        around.assigned = [one for one in around.assigned if one.since < file.case.version]
        around.links = [link for link in around.links if link.at <= file.case.updated_at]
    return _view(file, around, asker, now)


def views_for(connection: Connection, files: Sequence[CaseFile], asker: Asker, now: datetime) -> list[View]:
    """The cases as the asker sees them, in the order given."""
    found = _around(connection, [file.case.id for file in files], asker)
    return [_view(file, found[file.case.id], asker, now) for file in files]


def _view(file: CaseFile, around: _Around, asker: Asker, now: datetime) -> View:
    running = {deadline.key for deadline in file.deadlines}
    return case_view(
        file,
        asker,
        now,
        ended=[d for d in around.ended if d.ended_seq <= file.case.version and d.key not in running],
        words={words.seq: words.body for words in around.words},
        links=[{"case": link.case, "kind": link.kind, "relation": link.relation} for link in around.links],
        assignee=around.assigned[-1].who if around.assigned else None,
    )


def _around(connection: Connection, case_ids: Sequence[str], asker: Asker) -> dict[str, _Around]:
    if not case_ids:
        return {}
    ids = list(case_ids)
    values = {"ids": msgspec.json.encode(ids).decode() if connection.dialect == "sqlite" else ids, "team": asker.team}
    found = [_read(row[0]) for row in run(connection, _around_sql(connection.dialect), values)]
    return {around.id: around for around in found}


@cache
def _around_sql(dialect: str) -> str:
    link = json_object(dialect, {"case": "l.other_id", "kind": "o.kind", "relation": "l.relation", "at": "l.at"})
    # A held message asks nothing before it is set free; from then on its questions are in what was written.
    held = "SELECT 1 FROM held_event h WHERE h.case_id = c.id AND h.seq = t.seq"
    readable = f"(t.part = '{DELIVERED}' OR EXISTS ({held}))"
    asked = "t.seq IN (SELECT q.seq FROM question q WHERE q.case_id = c.id)"
    whole = json_object(
        dialect,
        {
            "id": "c.id",
            "ended": rows_of(dialect, EndedDeadline, "d", "d.case_id = c.id", "d.seq, d.number"),
            "links": json_list(
                dialect, link, "link l JOIN cases o ON o.id = l.other_id", "l.case_id = c.id", "l.at, l.other_id"
            ),
            "words": json_list(
                dialect,
                json_object(dialect, {"seq": "t.seq", "body": "t.body"}),
                "content t",
                f"t.case_id = c.id AND {readable} AND {asked}",
                "t.seq",
            ),
            "assigned": json_list(
                dialect,
                json_object(dialect, {"since": "a.since", "who": "p.external_id"}),
                "assignment a LEFT JOIN person p ON p.id = a.assignee",
                f"a.case_id = c.id AND a.team = {placeholder(dialect, 'team')}",
                "a.since",
            ),
        },
    )
    mark = placeholder(dialect, "ids")
    if dialect == "sqlite":
        return f"SELECT {whole} FROM cases c WHERE c.id IN (SELECT value FROM json_each({mark}))"
    return f"SELECT {whole}::text FROM cases c WHERE c.id = ANY({mark}::uuid[])"

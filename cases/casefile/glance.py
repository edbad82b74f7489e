"""What a list of cases shows beside each case: the last words said in it, who of the team has it, a draft in it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import NamedTuple

import msgspec

from cases.casefile.asker import Asker
from cases.db import Connection, placeholder, run
from cases.ledger.leaf import DELIVERED

LONGEST = 160


class Glance(NamedTuple):
    """The beginning of the last message of a person (None where it was removed), who wrote it, and who has the case.

    ``drafted`` is whether the asker has begun to write there and not sent it.
    """

    words: str | None
    role: str
    lang: str
    at: datetime
    assignee: str | None
    drafted: bool


def glances(connection: Connection, asker: Asker, case_ids: Sequence[str]) -> dict[str, Glance]:
    """One for each case, in one statement; none of a case in which nobody has said anything."""
    ids = msgspec.json.encode(case_ids).decode() if connection.dialect == "sqlite" else list(case_ids)
    rows = run(
        connection, _sql(connection.dialect), {"ids": ids, "team": asker.team, "realm": asker.role, "sub": asker.sub}
    )
    return {
        str(case): Glance(_one_line(words), role, lang, _moment(at), who, bool(drafted))
        for case, words, role, lang, at, who, drafted in rows
    }


def _one_line(words: str | None) -> str | None:
    return " ".join(words.split()) if words is not None else None


def _moment(at: datetime | str) -> datetime:
    return datetime.fromisoformat(at) if isinstance(at, str) else at


@cache
def _sql(dialect: str) -> str:
    mark = {name: placeholder(dialect, name) for name in ("ids", "team", "realm", "sub")}
    among = (
        f"IN (SELECT value FROM json_each({mark['ids']}))" if dialect == "sqlite" else f"= ANY({mark['ids']}::uuid[])"
    )
    last = "SELECT max(x.seq) FROM message x WHERE x.case_id = c.id AND x.kind = 'chat'"
    who = (
        "SELECT p.external_id FROM assignment a LEFT JOIN person p ON p.id = a.assignee"
        f" WHERE a.case_id = c.id AND a.team = {mark['team']} ORDER BY a.since DESC LIMIT 1"
    )
    drafted = (
        "SELECT 1 FROM unsent u JOIN person w ON w.id = u.person"
        f" WHERE u.case_id = c.id AND w.realm = {mark['realm']} AND w.external_id = {mark['sub']}"
    )
    return (
        f"SELECT c.id, substr(t.body, 1, {LONGEST}), m.role, m.lang, m.at, ({who}), EXISTS ({drafted}) FROM cases c"
        f" JOIN message m ON m.case_id = c.id AND m.seq = ({last})"
        f" LEFT JOIN content t ON t.case_id = m.case_id AND t.seq = m.seq AND t.part = '{DELIVERED}'"
        f" WHERE c.id {among}"
    )

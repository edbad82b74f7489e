"""Reading a case for a party: the file, its ended deadlines, its words, its links, its messages."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from cases.casefile.asker import Asker
from cases.casefile.casefile import CaseFile
from cases.casefile.queries import ended_deadlines, load, placeholder
from cases.casefile.view import View, case_view
from cases.db import Connection, run
from cases.errors import NotFound
from cases.ledger.leaf import DELIVERED


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

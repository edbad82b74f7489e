"""Destroy the words of a message: the chain still verifies, because it holds only their salted hash."""

from __future__ import annotations

from datetime import datetime

from cases.casefile.asker import ADMIN, Asker
from cases.casefile.draft import Draft
from cases.casefile.queries import find_person, load
from cases.casefile.redaction import parts_of, take_out, told
from cases.casefile.until_it_holds import until_it_holds
from cases.casefile.written import Written, written
from cases.db import Connection, Database, placeholder, run
from cases.errors import Forbidden, NotFound
from markets.translate import translate
from workflows.grammar import PLATFORM


def redact(database: Database, asker: Asker, case_id: str, seq: int, reason: str, now: datetime) -> Written:
    """Destroy the words and fields of message ``seq`` by a system message that says so and why.

    Raises ``Forbidden`` for anybody but an admin and ``NotFound``.
    """
    if asker.role != ADMIN:
        raise Forbidden

    def once(connection: Connection) -> Written:
        file = load(connection, case_id)
        if file is None or not 1 <= seq <= file.case.version or _is_gone(connection, case_id, seq):
            raise NotFound
        draft = Draft.of(file, now)
        author = draft.author(asker, find_person(connection, asker.role, asker.sub))
        text = translate("system.redacted", file.case.lang, reason=reason)
        take_out(connection, draft, parts_of(connection, case_id, seq), told(PLATFORM, text, file, author.id))
        return written(draft, author, draft.seq)

    return until_it_holds(database, case_id, once, whole=True)


def _is_gone(connection: Connection, case_id: str, seq: int) -> bool:
    mark = {name: placeholder(connection.dialect, name) for name in ("case", "seq")}
    sql = f"SELECT 1 FROM redaction WHERE case_id = {mark['case']} AND seq = {mark['seq']}"
    return bool(run(connection, sql, {"case": case_id, "seq": seq}))

"""Destroy the words of a message: the chain still verifies, because it holds only their salted hash."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import msgspec

from cases.casefile.advance import SYSTEM, Act, advance
from cases.casefile.asker import ADMIN, Asker
from cases.casefile.draft import Draft
from cases.casefile.queries import find_person, load
from cases.casefile.record import record
from cases.casefile.until_it_holds import until_it_holds
from cases.casefile.written import Written, written
from cases.db import Connection, Database, placeholder, run
from cases.errors import Forbidden, NotFound
from cases.ledger.leaf import DELIVERED
from markets.translate import translate
from workflows.grammar import PLATFORM

_SHORTEST = 6  # what is shorter says nothing of anybody, and half of all answers would hold it


def redact(database: Database, asker: Asker, case_id: str, seq: int, reason: str, now: datetime) -> Written:
    """Destroy the words and fields of message ``seq`` by a system message that says so and why.

    Answers kept under an Idempotency-Key stay, so that a repeated request still writes nothing; one that holds the
    words themselves, such as the answer to a whole batch, goes with them. Raises ``Forbidden`` for anybody but an
    admin and ``NotFound``.
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
        named = f"{seq}.{DELIVERED}"
        act = Act(PLATFORM, text, file.case.lang, SYSTEM, own_words=False, redacts=[named], person=author.id)
        advance(draft, act)
        record(connection, [draft])
        _destroy(connection, case_id, seq)
        return written(draft, author, draft.seq)

    return until_it_holds(database, case_id, once, whole=True)


def _destroy(connection: Connection, case_id: str, seq: int) -> None:
    mark = {name: placeholder(connection.dialect, name) for name in ("case", "seq", "part")}
    place = f"case_id = {mark['case']} AND seq = {mark['seq']} AND part = {mark['part']}"
    gone = f"DELETE FROM content WHERE {place} RETURNING body, fields"
    for body, fields in run(connection, gone, {"case": case_id, "seq": seq, "part": DELIVERED}):
        _forget_answers_with(connection, case_id, [body, *_texts(msgspec.json.decode(fields))])


def _forget_answers_with(connection: Connection, case_id: str, words: list[str]) -> None:
    mark = {name: placeholder(connection.dialect, name) for name in ("like", "scope")}
    written = [msgspec.json.encode(word).decode()[1:-1] for word in words if len(word) >= _SHORTEST]
    kept = run(
        connection, f"SELECT scope, answer FROM idempotency WHERE answer LIKE {mark['like']}", {"like": f"%{case_id}%"}
    )
    for scope, answer in kept:
        if any(word in answer for word in written):
            run(connection, f"DELETE FROM idempotency WHERE scope = {mark['scope']}", {"scope": scope})


def _texts(value: Any) -> Iterator[str]:
    """Every text in the fields of an event."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _texts(part)


def _is_gone(connection: Connection, case_id: str, seq: int) -> bool:
    mark = {name: placeholder(connection.dialect, name) for name in ("case", "seq")}
    sql = f"SELECT 1 FROM redaction WHERE case_id = {mark['case']} AND seq = {mark['seq']}"
    return bool(run(connection, sql, {"case": case_id, "seq": seq}))

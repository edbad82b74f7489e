"""Words taken out of a case: a system message tells of it, then they go, and every copy of them that was kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

import msgspec

from cases.casefile.advance import SYSTEM, Act, advance
from cases.casefile.casefile import CaseFile
from cases.casefile.draft import Draft
from cases.casefile.record import record
from cases.db import Connection, placeholder, run
from workflows.grammar import CLOCK, Role

Place = tuple[int, str]
"""A message by its place in the log, and which part of its content."""

_SHORTEST = 6  # what is shorter says nothing of anybody, and half of all answers would hold it


def take_out(connection: Connection, draft: Draft, places: Sequence[Place], act: Act, also: Sequence[Act] = ()) -> None:
    """Tell of it by ``act``, which is written into the draft, and destroy the words at these places of the case.

    What else is to be said of it, ``also``, follows in the same write.
    """
    act.redacts = [f"{seq}.{part}" for seq, part in places]
    for said in (act, *also):
        advance(draft, said)
    record(connection, [draft])
    destroy(connection, draft.file.case.id, places)


def take_out_over(
    connection: Connection,
    file: CaseFile,
    places: Sequence[Place],
    text: str,
    now: datetime,
    also: Sequence[str] = (),
) -> None:
    """The same in a case that is over, where nobody needs any more what was derived from the words."""
    draft = Draft.of(file, now)
    for parcel in file.case.progress.parcels:
        parcel.carrier = parcel.tracking = parcel.proof_of_posting = ""
    if file.case.about is not None:
        _forget_the_article(connection, file.case.id)
    take_out(connection, draft, places, told(CLOCK, text, file), [told(CLOCK, more, file) for more in also])


def told(role: Role, text: str, file: CaseFile, person: str | None = None) -> Act:
    """The system message of a redaction."""
    return Act(role, text, file.case.lang, SYSTEM, own_words=False, person=person)


def parts_of(connection: Connection, case_id: str, seq: int) -> list[Place]:
    """All there is of a message's words: as they were delivered, and as they were written where that differs."""
    mark = {name: placeholder(connection.dialect, name) for name in ("case", "seq")}
    sql = f"SELECT part FROM content WHERE case_id = {mark['case']} AND seq = {mark['seq']} ORDER BY part"
    return [(seq, part) for (part,) in run(connection, sql, {"case": case_id, "seq": seq})]


def destroy(connection: Connection, case_id: str, places: Sequence[Place]) -> None:
    """Delete the words; the database lets only words go whose redaction was told.

    Answers kept under an Idempotency-Key stay, so that a repeated request still writes nothing; one that holds the
    words themselves, such as the answer to a whole batch, goes with them.
    """
    mark = {name: placeholder(connection.dialect, name) for name in ("case", "seq", "part")}
    where = f"case_id = {mark['case']} AND seq = {mark['seq']} AND part = {mark['part']}"
    words = []
    for seq, part in places:
        gone = run(
            connection,
            f"DELETE FROM content WHERE {where} RETURNING body, fields",
            {"case": case_id, "seq": seq, "part": part},
        )
        words += [text for body, fields in gone for text in (body, *texts_in(msgspec.json.decode(fields)))]
    _forget_answers_with(connection, case_id, words)
    # The error of a firing that failed may quote what it stumbled over; parked again, it says so again.
    run(connection, f"UPDATE parked_firing SET error = '' WHERE case_id = {mark['case']}", {"case": case_id})


def texts_in(value: Any) -> Iterator[str]:
    """Every text in the fields of an event."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from texts_in(part)


def _forget_answers_with(connection: Connection, case_id: str, words: Sequence[str]) -> None:
    mark = {name: placeholder(connection.dialect, name) for name in ("like", "scope")}
    written = [msgspec.json.encode(word).decode()[1:-1] for word in words if len(word) >= _SHORTEST]
    kept = run(
        connection, f"SELECT scope, answer FROM idempotency WHERE answer LIKE {mark['like']}", {"like": f"%{case_id}%"}
    )
    for scope, answer in kept:
        if any(word in answer for word in written):
            run(connection, f"DELETE FROM idempotency WHERE scope = {mark['scope']}", {"scope": scope})


def _forget_the_article(connection: Connection, case_id: str) -> None:
    """What a question before the sale was about is in the buyer's own words."""
    mark = placeholder(connection.dialect, "case")
    run(connection, f"UPDATE cases SET about = '{_NO_ARTICLE}' WHERE id = {mark}", {"case": case_id})


_NO_ARTICLE = '{"sku":"","title":""}'

"""Which words in a case are its buyer's, and which of the others' messages hold a name or an address of theirs."""

from __future__ import annotations

from typing import NamedTuple

import orjson

from cases.casefile.casefile import CaseFile
from cases.casefile.redaction import Place
from cases.db import Connection, placeholder, run
from workflows.grammar import BUYER


class Beside(NamedTuple):
    """A message of somebody else whose fields name the buyer, and what its author said in words of their own."""

    place: Place
    role: str
    words: str


def words_of_buyer(connection: Connection, file: CaseFile) -> list[Place]:
    """Every part of every message that they wrote, and of the one that somebody else opened the case with for them."""
    mark = {name: placeholder(connection.dialect, name) for name in ("case", "person")}
    theirs = f"m.author = {mark['person']}"
    if _was_opened_for_them(connection, file):
        theirs = f"({theirs} OR m.seq = 1)"
    sql = (
        "SELECT t.seq, t.part FROM content t JOIN message m ON m.case_id = t.case_id AND m.seq = t.seq"
        f" WHERE t.case_id = {mark['case']} AND {theirs} ORDER BY t.seq, t.part"
    )
    values = {"case": file.case.id, "person": file.case.buyer_id}
    return [(seq, part) for seq, part in run(connection, sql, values)]


def fields_about_buyer(connection: Connection, file: CaseFile) -> list[Beside]:
    """The parts of others' messages whose event says a name or an address of the buyer's, reported ones too."""
    mark = {name: placeholder(connection.dialect, name) for name in ("case", "person")}
    sql = (
        "SELECT t.seq, t.part, m.role, m.kind, t.body, m.canonical FROM content t"
        " JOIN message m ON m.case_id = t.case_id AND m.seq = t.seq"
        f" WHERE t.case_id = {mark['case']} AND (m.author IS NULL OR m.author <> {mark['person']}) ORDER BY t.seq"
    )
    naming = {row.event for row in file.workflow.all_rows if row.saying.names_the_buyer}
    found = []
    for seq, part, role, kind, body, canonical in run(
        connection, sql, {"case": file.case.id, "person": file.case.buyer_id}
    ):
        said = orjson.loads(canonical)
        if {said["event"], said.get("reported")} & naming:
            found.append(Beside((seq, part), role, body if kind == "chat" else ""))
    return found


def _was_opened_for_them(connection: Connection, file: CaseFile) -> bool:
    """Whether the buyer's opening event was written down by another, who did not convert words of their own."""
    mark = placeholder(connection.dialect, "case")
    first = f"SELECT m.event, m.role, m.at FROM message m WHERE m.case_id = {mark} AND m.seq = 1"
    ((event, role, at),) = run(connection, first, {"case": file.case.id})
    rows = [row for row in file.workflow.openings if row.event == event and BUYER in row.who]
    if not rows or any(role in row.who for row in rows):
        return False
    converted = f"SELECT at FROM link WHERE case_id = {mark} AND relation = 'converted'"
    return all(moment != at for (moment,) in run(connection, converted, {"case": file.case.id}))

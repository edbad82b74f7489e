"""Where people are named beside the logs: refusals, a team's cases, a seller's deputy."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache

from cases.db import Connection, placeholder, run
from cases.privacy.people import Known
from workflows.registry import WORKFLOWS


def forget_refusals(connection: Connection, known: Known, stay: Collection[str]) -> int:
    """Take who it was out of the refusals, but for those in the cases that ``stay``; how many.

    What was asked for is a text of theirs too, unless it is an event or a kind that there is; and the words that a rule
    of conduct refused go.
    """
    mark = {key: placeholder(connection.dialect, key) for key in ("role", "sub", "id", "event")}
    sql = f"SELECT id, case_id, event FROM refusal WHERE role = {mark['role']} AND sub = {mark['sub']}"
    rows = run(connection, sql, {"role": known.realm, "sub": known.external_id})
    gone = [(str(name), event) for name, case, event in rows if case is None or str(case) not in stay]
    _forget_refused_words(connection, [name for name, _ in gone])
    _forget_objections(connection, known, stay)
    for name, event in gone:
        values = {"id": name, "event": event if event in _events() else ""}
        run(connection, f"UPDATE refusal SET sub = '', event = {mark['event']} WHERE id = {mark['id']}", values)
    return len(gone)


def forget_refusals_in(connection: Connection, case_id: str) -> None:
    """All that was refused in the case, with the words that waited for an objection; findings and breaches stay."""
    mark = placeholder(connection.dialect, "case")
    refused = f"SELECT id FROM refusal WHERE case_id = {mark}"
    names = [str(name) for (name,) in run(connection, refused, {"case": case_id})]
    _forget_refused_words(connection, names)
    reviewed = f"SELECT id FROM review WHERE case_id = {mark}"
    run(connection, f"DELETE FROM objection WHERE review IN ({reviewed})", {"case": case_id})
    for table in ("finding", "breach"):
        sql = f"UPDATE {table} SET refusal = NULL WHERE refusal IN ({refused})"
        run(connection, sql, {"case": case_id})
    run(connection, f"DELETE FROM refusal WHERE case_id = {mark}", {"case": case_id})


def _forget_objections(connection: Connection, known: Known, stay: Collection[str]) -> None:
    """What they said against verdicts about their messages, but for those in the cases that ``stay``."""
    mark = {name: placeholder(connection.dialect, name) for name in ("person", "review")}
    sql = "SELECT o.review, r.case_id FROM objection o JOIN review r ON r.id = o.review"
    sql += f" WHERE o.person = {mark['person']}"
    for review, case in run(connection, sql, {"person": known.id}):
        if case is None or str(case) not in stay:
            run(connection, f"DELETE FROM objection WHERE review = {mark['review']}", {"review": str(review)})


def _forget_refused_words(connection: Connection, refusals: Collection[str]) -> None:
    mark = placeholder(connection.dialect, "refusal")
    for refusal in refusals:
        run(connection, f"DELETE FROM objection WHERE refusal = {mark}", {"refusal": refusal})
        run(connection, f"DELETE FROM refused_message WHERE refusal = {mark}", {"refusal": refusal})


@cache
def _events() -> frozenset[str]:
    rows = {row.event for workflow in WORKFLOWS.values() for row in workflow.all_rows}
    return frozenset(rows | {f"open {workflow.kind}" for workflow in WORKFLOWS.values()})


def forget_duties(connection: Connection, person: str) -> None:
    """Nobody has the cases that they had, and no seller has them as a deputy."""
    mark = placeholder(connection.dialect, "person")
    run(connection, f"UPDATE assignment SET assignee = NULL WHERE assignee = {mark}", {"person": person})
    run(connection, f"UPDATE seller SET deputy = NULL, deputy_name = '' WHERE deputy = {mark}", {"person": person})


def holds_with(connection: Connection, person: str) -> list[str]:
    """The cases on hold in which they wrote."""
    mark = placeholder(connection.dialect, "person")
    wrote = f"EXISTS (SELECT 1 FROM message m WHERE m.case_id = h.case_id AND m.author = {mark})"
    sql = f"SELECT DISTINCT h.case_id FROM legal_hold h WHERE h.lifted_at IS NULL AND {wrote}"
    return sorted(str(case) for (case,) in run(connection, sql, {"person": person}))

"""Verdicts about words, as they stand on record: which can be objected to, and what counts against a seller."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from cases.casefile.conduct import object_until
from cases.casefile.reviews import HELD, OBJECTION
from cases.db import Connection, moment_text, placeholder, run
from cases.sellers.merits import earn

COUNTS = {"refusal": "conduct_refused", "message": "conduct_held_refused"}
OPEN, WON = "objection_open", "objection_won"


class Verdict(NamedTuple):
    """An automatic verdict, or the platform's about a held message: on a refused one, or on message ``seq``.

    ``person`` is whose words they are; ``objected`` whether somebody has objected before. With ``seller`` it is about
    what that seller did, and everybody of theirs may object; a ``breach`` of no words is named by its own id.
    ``counts_as`` is why it counts where it stands.
    """

    case_id: str | None
    refusal: str | None
    seq: int | None
    person: str
    at: datetime
    until: datetime
    objected: bool
    seller: str = ""
    breach: str | None = None
    counts_as: str = ""
    counts: bool = True


def on_refusal(connection: Connection, refusal: str) -> Verdict | None:
    """The verdict that refused something; None where there is none, or its words are gone."""
    sql = (
        "SELECT CAST(m.case_id AS text), CAST(m.person AS text), m.at, m.object_until,"
        " EXISTS (SELECT 1 FROM objection o WHERE o.refusal = m.refusal) FROM refused_message m"
        f" WHERE m.refusal = {placeholder(connection.dialect, 'refusal')}"
    )
    rows = run(connection, sql, {"refusal": refusal})
    if not rows:
        return None
    case_id, person, at, until, objected = rows[0]
    because = COUNTS["refusal"]
    return Verdict(case_id, refusal, None, person, _moment(at), _moment(until), bool(objected), counts_as=because)


def on_message(connection: Connection, case_id: str, seq: int) -> Verdict | None:
    """The verdict that covered something of a message, or that left it held; None where there is none that stands."""
    mark = {name: placeholder(connection.dialect, name) for name in ("case", "seq")}
    place = "r.case_id = m.case_id AND r.seq = m.seq AND r.kind ="
    sql = (
        "SELECT CAST(m.author AS text), m.at,"
        f" (SELECT r.decided_at FROM review r WHERE {place} '{HELD}' AND r.decision = 'refuse'),"
        f" EXISTS (SELECT 1 FROM review r WHERE {place} '{OBJECTION}') FROM message m"
        f" WHERE m.case_id = {mark['case']} AND m.seq = {mark['seq']} AND m.author IS NOT NULL"
        " AND NOT EXISTS (SELECT 1 FROM released f WHERE f.case_id = m.case_id AND f.seq = m.seq)"
        ' AND (m.canonical LIKE \'%%"delivery":"masked"%%\' OR EXISTS (SELECT 1 FROM review r'
        f" WHERE {place} '{HELD}' AND r.decision = 'refuse'))"
    ).replace("%%", "%" if connection.dialect == "sqlite" else "%%")
    rows = run(connection, sql, {"case": case_id, "seq": seq})
    if not rows:
        return None
    person, at, decided_at, objected = rows[0]
    judged_at = _moment(decided_at or at)
    until, because = object_until(judged_at), COUNTS["message"]
    return Verdict(case_id, None, seq, person, judged_at, until, bool(objected), counts_as=because)


def on_breach(connection: Connection, breach: str) -> Verdict | None:
    """The verdict that a breach counts; one of words is the verdict on them. None where there is no such breach."""
    sql = (
        "SELECT b.seller_id, CAST(b.case_id AS text), CAST(b.refusal AS text), b.kind, b.seq, b.at, b.counts,"
        " EXISTS (SELECT 1 FROM objection o WHERE o.breach = b.id) FROM breach b"
        f" WHERE b.id = {placeholder(connection.dialect, 'breach')}"
    )
    rows = run(connection, sql, {"breach": breach})
    if not rows:
        return None
    seller, case_id, refusal, kind, seq, at, counts, objected = rows[0]
    if refusal is not None:
        words = on_refusal(connection, refusal)
    else:
        words = on_message(connection, case_id, seq) if kind == "conduct" and case_id and seq else None
    if words is not None:
        return words._replace(seller=seller, counts=bool(counts))
    if case_id is None:
        return None  # words that are gone, and no case to say anything in
    own = {"seller": seller, "breach": breach, "counts_as": _because(kind), "counts": bool(counts)}
    return Verdict(case_id, None, seq, "", _moment(at), object_until(_moment(at)), bool(objected))._replace(**own)


def _because(kind: str) -> str:
    return {"claim": "claim_lost", "conduct": "report_upheld"}.get(kind, "deadline_missed")


def count(connection: Connection, verdict: Verdict, because: str, *, counts: bool) -> None:
    """Let what the verdict put on a seller's record count, or not."""
    names = ("counts", "because", "refusal", "case", "seq", "breach")
    mark = {name: placeholder(connection.dialect, name) for name in names}
    if verdict.breach is not None:
        where = f"id = {mark['breach']}"
    elif verdict.refusal is not None:
        where = f"refusal = {mark['refusal']}"
    else:
        where = f"kind = 'conduct' AND case_id = {mark['case']} AND seq = {mark['seq']}"
    sql = f"UPDATE breach SET counts = {mark['counts']}, because = {mark['because']} WHERE {where}"
    values = {"refusal": verdict.refusal, "case": verdict.case_id, "seq": verdict.seq, "breach": verdict.breach}
    run(connection, sql, values | {"counts": int(counts), "because": because})


def strike(connection: Connection, verdict: Verdict) -> None:
    """What was found stands no more."""
    if verdict.breach is not None:
        count(connection, verdict, WON, counts=False)
        return
    mark = {name: placeholder(connection.dialect, name) for name in ("refusal", "case", "seq")}
    where = (
        f"refusal = {mark['refusal']}"
        if verdict.refusal is not None
        else f"case_id = {mark['case']} AND seq = {mark['seq']}"
    )
    values = {"refusal": verdict.refusal, "case": verdict.case_id, "seq": verdict.seq}
    run(connection, f"UPDATE finding SET stands = 0 WHERE {where}", values)
    count(connection, verdict, WON, counts=False)


def excuse(connection: Connection, case_id: str, seqs: set[int], at: datetime) -> None:
    """Answers that were missed although they had been written in time, at ``at``: they were met, and count no more."""
    mark = {name: placeholder(connection.dialect, name) for name in ("case", "name", "at", "won")}
    late = (
        f"case_id = {mark['case']} AND kind = 'reply' AND name = {mark['name']} AND state = 'missed'"
        f" AND due_at >= {mark['at']}"
    )
    moment = at if connection.dialect != "sqlite" else moment_text(at)
    for seq in seqs:
        values = {"case": case_id, "name": str(seq), "at": moment}
        met = f"UPDATE deadline_history SET state = 'met', ended_at = {mark['at']} WHERE {late} RETURNING seq, number"
        for started, number in run(connection, met, values):
            earn(connection, case_id, started, number)
            run(
                connection,
                f"UPDATE breach SET counts = 0, because = {mark['won']} WHERE case_id = {mark['case']}"
                f" AND seq = {placeholder(connection.dialect, 'started')}"
                f" AND number = {placeholder(connection.dialect, 'number')}",
                {"won": WON, "case": case_id, "started": started, "number": number},
            )


def _moment(value: datetime | str) -> datetime:
    return datetime.fromisoformat(value) if isinstance(value, str) else value

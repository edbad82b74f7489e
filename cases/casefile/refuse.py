"""Refusals are recorded: who wanted what, and why it was not possible. Apart from the log; no words are kept.

But for those that a rule of conduct refused: they wait for an objection, in a row of their own.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec

from cases.casefile.asker import Asker
from cases.casefile.conduct import finding_row
from cases.casefile.queries import find_person
from cases.db import Connection, Database, insert_sql, moment_text, run
from cases.errors import ConductRefused, code_of
from cases.ids import new_id
from workflows.refusals import NotEligible

Row = dict[str, Any]

UNRECORDED = frozenset({"unauthenticated", "not_found", "busy"})


def record_refusal(
    database: Database,
    asker: Asker,
    case_id: str | None,
    event: str,
    error: Exception,
    now: datetime,
    asked: object = None,
) -> None:
    """Write down that the act was refused, in a transaction of its own after the rollback.

    Where a rule of conduct refused it, what was ``asked`` is kept too, with what was found.
    """
    code = code_of(error)
    if code in UNRECORDED:
        return
    guards = [{"name": answer.name, "holds": answer.holds} for answer in getattr(error, "guards", ())]
    row = {
        "id": error.refusal if isinstance(error, ConductRefused) else new_id(),
        "at": moment_text(now),
        "role": asker.role,
        "sub": asker.sub,
        "case_id": case_id,
        "event": event[:100],
        "code": code,
        "guards": msgspec.json.encode(guards if isinstance(error, NotEligible) else []).decode(),
    }
    with database.write() as connection:
        _insert(connection, "refusal", row)
        if isinstance(error, ConductRefused):
            _keep(connection, asker, case_id, error, now, asked)


def _keep(
    connection: Connection, asker: Asker, case_id: str | None, error: ConductRefused, now: datetime, asked: object
) -> None:
    """What was refused, so that a won objection can write it; what was found; and the breach, which is a seller's."""
    person = find_person(connection, asker.role, asker.sub)
    if person is None:
        person = asker.as_person("")
        _insert(connection, "person", msgspec.structs.asdict(person))
    kept = {
        "refusal": error.refusal,
        "case_id": case_id,
        "person": person.id,
        "at": now,
        "object_until": error.object_until,
        "request": msgspec.json.encode({type(asked).__name__.lower(): asked}).decode(),
    }
    _insert(connection, "refused_message", kept)
    of = {"case_id": case_id, "refusal": error.refusal}
    for broken in error.broken:
        _insert(connection, "finding", finding_row(broken, "refuse", asker.role, error.seller, now) | of)
    if asker.role == "seller":
        _insert(connection, "breach", conduct_breach(error.seller, error.market, now, "conduct_refused") | of)


def conduct_breach(seller: str, market: str, now: datetime, because: str) -> Row:
    """A breach of what may be said, as its table holds it; it has no deadline."""
    places = dict.fromkeys(("case_id", "seq", "number", "by_seq", "refusal"))
    row = {"id": new_id(), "seller_id": seller, "market": market, "kind": "conduct"}
    return row | {"at": now, "counts": 1, "because": because} | places


def _insert(connection: Connection, table: str, row: Row) -> None:
    values = {name: moment_text(value) if isinstance(value, datetime) else value for name, value in row.items()}
    run(connection, insert_sql(connection.dialect, table, values), values)

"""Refusals are recorded: who wanted what, and why it was not possible. Apart from the log; no words are kept."""

from __future__ import annotations

from datetime import datetime

import msgspec

from cases.casefile.asker import Asker
from cases.db import Database, insert_sql, moment_text, run
from cases.errors import code_of
from cases.ids import new_id
from workflows.refusals import NotEligible

UNRECORDED = frozenset({"unauthenticated", "not_found", "busy"})


def record_refusal(
    database: Database, asker: Asker, case_id: str | None, event: str, error: Exception, now: datetime
) -> None:
    """Write down that the act was refused, in a transaction of its own after the rollback."""
    code = code_of(error)
    if code in UNRECORDED:
        return
    guards = [{"name": answer.name, "holds": answer.holds} for answer in getattr(error, "guards", ())]
    row = {
        "id": new_id(),
        "at": moment_text(now),
        "role": asker.role,
        "sub": asker.sub,
        "case_id": case_id,
        "event": event[:100],
        "code": code,
        "guards": msgspec.json.encode(guards if isinstance(error, NotEligible) else []).decode(),
    }
    with database.write() as connection:
        run(connection, insert_sql(connection.dialect, "refusal", row), row)

"""Say whether a closed case was solved: once each time that it was closed, and never changed. It is not in the log."""

from __future__ import annotations

from datetime import datetime

from cases.casefile.asker import Asker
from cases.casefile.reading import case_for
from cases.casefile.until_it_holds import until_it_holds
from cases.db import Connection, Database, insert_sql, moment_text, run
from cases.errors import Forbidden


def say_solved(database: Database, asker: Asker, case_id: str, *, solved: bool, now: datetime) -> bool:
    """Keep the buyer's answer; False where there is one already.

    Raises ``NotFound``, and ``Forbidden`` for anybody but the buyer and while the case is open.
    """

    def once(connection: Connection) -> bool:
        case = case_for(connection, asker, case_id).case
        if asker.role != "buyer" or case.closed_at is None:
            raise Forbidden
        row = {
            "case_id": case.id,
            "closed_at": moment_text(case.closed_at),
            "solved": solved,
            "at": moment_text(now),
        }
        sql = f"{insert_sql(connection.dialect, 'solved', row)} ON CONFLICT DO NOTHING RETURNING case_id"
        return bool(run(connection, sql, row))

    return until_it_holds(database, None, once, whole=True)

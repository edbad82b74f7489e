"""Say who of a team has the case. No message tells it: nothing is done for the other party, and no clock hears it."""

from __future__ import annotations

from datetime import datetime

from cases.casefile.asker import Asker
from cases.casefile.casefile import CaseFile
from cases.casefile.people import person_named
from cases.casefile.reading import case_of_team
from cases.db import Connection, Database, insert_sql, moment_text, placeholder, run


def assign(database: Database, asker: Asker, case_id: str, assignee: str | None, now: datetime) -> CaseFile:
    """Give the case to one of the asker's team, by the market place's id, or to nobody (None).

    The market place alone knows who its people are, so any id is taken. Raises ``NotFound`` and ``Forbidden``.
    """
    with database.write() as connection:
        file = case_of_team(connection, asker, case_id)
        person = person_named(connection, asker.role, assignee, asker.lang) if assignee is not None else None
        if person != _has_it(connection, asker, case_id):
            row = {
                "case_id": case_id,
                "team": asker.team,
                "since": file.case.version,
                "assignee": person,
                "at": moment_text(now),
            }
            again = " ON CONFLICT (case_id, team, since) DO UPDATE SET assignee = excluded.assignee, at = excluded.at"
            run(connection, insert_sql(connection.dialect, "assignment", row) + again, row)
    return file


def _has_it(connection: Connection, asker: Asker, case_id: str) -> str | None:
    mark = {name: placeholder(connection.dialect, name) for name in ("case", "team")}
    sql = (
        f"SELECT assignee FROM assignment WHERE case_id = {mark['case']} AND team = {mark['team']}"
        " ORDER BY since DESC LIMIT 1"
    )
    found = run(connection, sql, {"case": case_id, "team": asker.team})
    return str(found[0][0]) if found and found[0][0] is not None else None

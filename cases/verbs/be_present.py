"""Somebody of a team has a case open, writes in it, or has gone; only their own team hears of it."""

from __future__ import annotations

from datetime import datetime

from cases.casefile.asker import Asker
from cases.casefile.people import person_named
from cases.casefile.reading import case_of_team
from cases.db import Database
from cases.team.presence import drop_presence, keep_presence


def be_present(
    database: Database, asker: Asker, case_id: str, real_now: datetime, *, writes: bool | None = None
) -> None:
    """Be there for a while. Raises ``NotFound`` and, for whoever has no team, ``Forbidden``."""
    with database.write() as connection:
        case_of_team(connection, asker, case_id)
        person = person_named(connection, asker.role, asker.sub, asker.lang)
        keep_presence(connection, case_id, asker.team, person, real_now, writes=writes)


def be_gone(database: Database, asker: Asker, case_id: str) -> None:
    """Be there no more. Raises as ``be_present`` does."""
    with database.write() as connection:
        case_of_team(connection, asker, case_id)
        drop_presence(connection, case_id, asker.team, person_named(connection, asker.role, asker.sub, asker.lang))

"""Somebody of the platform looks at a case: only with a reason, and every look is remembered."""

from __future__ import annotations

from datetime import datetime

from cases.casefile.asker import ADMIN, Asker
from cases.casefile.people import person_named
from cases.casefile.reading import case_for
from cases.casefile.until_it_holds import until_it_holds
from cases.db import Connection, Database
from cases.errors import Forbidden
from cases.privacy.views import keep_view, reason_given


def look(database: Database, asker: Asker, case_id: str, sitting: str, now: datetime, reason: str = "") -> bool:
    """Remember the look under the reason, or under the one that was given before in this sitting.

    False, and nothing is remembered, where there is neither. Raises ``NotFound``, and ``Forbidden`` for anybody else.
    """
    if asker.role != ADMIN:
        raise Forbidden

    def once(connection: Connection) -> bool:
        case_for(connection, asker, case_id)
        who = person_named(connection, asker.role, asker.sub, asker.lang)
        why = reason.strip() or reason_given(connection, case_id, who, sitting)
        if why:
            keep_view(connection, case_id, who, sitting, why, now)
        return bool(why)

    return until_it_holds(database, None, once, whole=True)

"""Somebody of the platform looks at a case, and every look is remembered; on a page only with a reason."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from cases.casefile.asker import ADMIN, Asker
from cases.casefile.people import person_named
from cases.casefile.reading import case_for
from cases.casefile.until_it_holds import until_it_holds
from cases.db import Connection, Database
from cases.errors import Forbidden
from cases.messages.attachments import cases_naming
from cases.privacy.views import keep_view, reason_given

BY_CALL = "call"
"""The sitting of a look by the API, where each call says its own reason, or none."""


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


def look_by_call(database: Database, asker: Asker, case_ids: Sequence[str], now: datetime, reason: str) -> None:
    """Remember that an admin was shown these cases by the API. For anybody else nothing is kept."""
    if asker.role != ADMIN or not case_ids:
        return

    def once(connection: Connection) -> None:
        who = person_named(connection, asker.role, asker.sub, asker.lang)
        for case_id in case_ids:
            keep_view(connection, case_id, who, BY_CALL, reason, now)

    until_it_holds(database, None, once, whole=True)


def look_at_file(
    database: Database, asker: Asker, attachment: str, sitting: str, now: datetime, reason: str = ""
) -> None:
    """Remember that an admin was shown a file, in each case that names it; a page has its sitting's reason."""
    if asker.role != ADMIN:
        return

    def once(connection: Connection) -> None:
        who = person_named(connection, asker.role, asker.sub, asker.lang)
        for case_id in cases_naming(connection, attachment):
            given = "" if sitting == BY_CALL else reason_given(connection, case_id, who, sitting)
            keep_view(connection, case_id, who, sitting, reason or given, now)

    until_it_holds(database, None, once, whole=True)

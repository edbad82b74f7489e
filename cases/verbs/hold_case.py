"""Put a case on hold, so that nothing of it is erased or removed; or lift its holds."""

from __future__ import annotations

from datetime import datetime

from cases.casefile.queries import lock
from cases.casefile.reading import case_named
from cases.db import Database
from cases.privacy.holds import Hold, holds_on, lift, place


def hold_case(database: Database, name: str, reason: str, now: datetime) -> list[Hold]:
    """Hold the case (its id or its number); every hold that there is or was on it. Raises ``NotFound``.

    No message tells it. Cases that are linked to it stay as well, since what is on hold may rest on them.
    """
    with database.write() as connection:
        case_id = case_named(connection, name)
        lock(connection, case_id)  # whoever erases it now is done first, or sees the hold
        place(connection, case_id, reason, now)
        return holds_on(connection, case_id)


def lift_holds(database: Database, name: str, now: datetime) -> list[Hold]:
    """Lift every hold on the case. Raises ``NotFound``."""
    with database.write() as connection:
        case_id = case_named(connection, name)
        lift(connection, case_id, now)
        return holds_on(connection, case_id)

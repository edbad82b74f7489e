"""Decide and write; where somebody else wrote first, decide again on what is true then."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from cases.casefile.queries import lock
from cases.db import Connection, Database
from cases.errors import Busy, Moved

T = TypeVar("T")

ATTEMPTS = 3


def until_it_holds(
    database: Database, case_id: str | None, once: Callable[[Connection], T], *, whole: bool = False
) -> T:
    """Take a decision and write it; on a conflict again, and at last with the case's row locked. Raises ``Busy``.

    On PostgreSQL one reading and one writing statement need no transaction around them, because the write checks
    what was read; ``whole`` asks for one all the same. On SQLite the writing transaction always comes first.
    """
    for _ in range(ATTEMPTS):
        try:
            with database.write() if whole or database.is_sqlite else database.read() as connection:
                return once(connection)
        except Moved:
            continue
    try:
        with database.write() as connection:
            if case_id is not None:
                lock(connection, case_id)
            return once(connection)
    except Moved as error:
        raise Busy from error

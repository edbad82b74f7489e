"""Decide and write; where somebody else wrote first, decide again on what is true then."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from cases.casefile.queries import lock, lock_order
from cases.db import Connection, Database
from cases.errors import Busy, Moved

T = TypeVar("T")

ATTEMPTS = 3


def until_it_holds(
    database: Database,
    case_id: str | None,
    once: Callable[[Connection], T],
    *,
    order_id: str | None = None,
    whole: bool = False,
) -> T:
    """Take a decision and write it; on a conflict again, and at last with everything held. Raises ``Busy``.

    What is held at last is the order with all its cases: that of the case, or the one on which a case is opened.

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
            if order_id is not None:
                lock_order(connection, order_id)
            return once(connection)
    except Moved as error:
        raise Busy from error

"""Writing without waiting for the disk, for what can be made again: a demo market place, a measurement's data."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event
from sqlalchemy.pool import PoolProxiedConnection

from cases.db import Database, open_database


@contextmanager
def unsynced(url: str) -> Iterator[Database]:
    """A handle of its own on the database; on SQLite it survives a crash of the program, not one of the machine."""
    database = open_database(url)
    if database.is_sqlite:
        event.listen(database.engine, "connect", _do_not_wait)
    try:
        yield database
    finally:
        database.close()


def _do_not_wait(connection: Any, _: PoolProxiedConnection) -> None:
    connection.execute("PRAGMA synchronous=OFF")

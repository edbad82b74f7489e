"""What a page asks the database, on either kind of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest
from sqlalchemy import event

from cases.casefile import queries
from cases.db import Connection, Database
from cases.db.prepared import TextRows, run_prepared

ASKS = ("SELECT", "WITH", "INSERT", "UPDATE", "DELETE")


@contextmanager
def statements(database: Database) -> Iterator[list[str]]:
    """Every statement that is sent meanwhile; what only begins or ends a transaction is none."""
    sent: list[str] = []

    def heard(sql: str) -> None:
        if sql.lstrip().upper().startswith(ASKS):
            sent.append(sql)

    with pytest.MonkeyPatch.context() as patch:
        if database.is_sqlite:
            with _sqlite_tells(database, heard):
                yield sent
        else:
            _postgresql_tells(patch, heard)
            yield sent


@contextmanager
def _sqlite_tells(database: Database, heard: Callable[[str], None]) -> Iterator[None]:
    def listen(connection: Any, *_: object) -> None:
        connection.set_trace_callback(heard)

    def stop(connection: Any, *_: object) -> None:
        connection.set_trace_callback(None)

    event.listen(database.engine, "checkout", listen)
    event.listen(database.engine, "checkin", stop)
    yield
    event.remove(database.engine, "checkout", listen)
    event.remove(database.engine, "checkin", stop)


def _postgresql_tells(patch: pytest.MonkeyPatch, heard: Callable[[str], None]) -> None:
    execute = psycopg.Connection.execute

    def listen(self: psycopg.Connection[Any], query: Any, *arguments: Any, **more: Any) -> Any:
        heard(str(query))
        return execute(self, query, *arguments, **more)

    def listen_to_prepared(connection: Connection, sql: str, values: Sequence[bytes | None]) -> TextRows:
        heard(sql)
        return run_prepared(connection, sql, values)

    patch.setattr(psycopg.Connection, "execute", listen)
    patch.setattr(queries, "run_prepared", listen_to_prepared)

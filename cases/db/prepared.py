"""Statements prepared once a connection and sent through libpq itself.

For the few that every act sends: on them the driver's own way, with a cursor, adapters and a named value for each
parameter, costs as much as the statement. Values are PostgreSQL's text form, in the order of ``$1``, ``$2`` and so on.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

import psycopg
from psycopg import errors
from psycopg.pq import DiagnosticField, ExecStatus, TransactionStatus
from psycopg.pq.abc import PGconn, PGresult

from cases.db import Connection, meaning

TextRows = list[tuple[bytes | None, ...]]

_DONE = (ExecStatus.TUPLES_OK, ExecStatus.COMMAND_OK)


def run_prepared(connection: Connection, sql: str, values: Sequence[bytes | None]) -> TextRows:
    """Run one statement on PostgreSQL and return its rows as text. Raises what ``run`` raises.

    A zero byte in a value would end it early on the wire, so that is refused as the driver refuses it.
    """
    if any(value is not None and 0 in value for value in values):
        raise psycopg.DataError("PostgreSQL text holds no zero byte")
    driver: PGconn = connection.driver.pgconn
    if driver.transaction_status == TransactionStatus.IDLE and not connection.driver.autocommit:
        _checked(driver.exec_(b"BEGIN"))
    known = cast("Sequence[bytes]", values)  # psycopg's own note forgets that a value may be NULL
    result = _checked(driver.exec_prepared(_name(connection, driver, sql), known))
    columns = range(result.nfields)
    return [tuple(result.get_value(row, column) for column in columns) for row in range(result.ntuples)]


def _name(connection: Connection, driver: PGconn, sql: str) -> bytes:
    """What this connection calls the statement, prepared now if it was not before."""
    known = connection.prepared
    if sql not in known:
        name = b"nazorg_%d" % len(known)
        _checked(driver.prepare(name, sql.encode()))
        known[sql] = name
    return known[sql]


def _checked(result: PGresult) -> PGresult:
    if result.status in _DONE:
        return result
    state = (result.error_field(DiagnosticField.SQLSTATE) or b"").decode()
    said = (result.error_field(DiagnosticField.MESSAGE_PRIMARY) or result.error_message).decode(errors="replace")
    error = _error(state)(said)
    raise meaning(error) from error


def _error(state: str) -> type[psycopg.Error]:
    """The driver's own error for the state; none is given where the server is gone."""
    try:
        return errors.lookup(state) if state else psycopg.OperationalError
    except KeyError:
        return psycopg.DatabaseError

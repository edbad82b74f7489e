"""Statements prepared once a connection and sent through libpq itself.

For the few that every act sends: on them the driver's own way, with a cursor, adapters and a named value for each
parameter, costs as much as the statement. Values are PostgreSQL's text form, in the order of ``$1``, ``$2`` and so on.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import cast

import psycopg
from psycopg import errors
from psycopg.pq import DiagnosticField, ExecStatus, TransactionStatus
from psycopg.pq.abc import PGconn, PGresult

from cases.db import Connection, meaning

TextRows = list[tuple[bytes | None, ...]]

_DONE = (ExecStatus.TUPLES_OK, ExecStatus.COMMAND_OK)
_KNOWN, _UNKNOWN = "42P05", "26000"  # duplicate_prepared_statement, invalid_sql_statement_name
_MOST = 100  # because each keeps its plan in the server's memory, for each connection


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
    result = driver.exec_prepared(_name(connection, driver, sql), known)
    if _state(result) == _UNKNOWN and driver.transaction_status == TransactionStatus.IDLE:
        del connection.prepared[sql]
        result = driver.exec_prepared(_name(connection, driver, sql), known)
    _checked(result)
    columns = range(result.nfields)
    return [tuple(result.get_value(row, column) for column in columns) for row in range(result.ntuples)]


def _name(connection: Connection, driver: PGconn, sql: str) -> bytes:
    """What this connection calls the statement, prepared now if it was not before.

    The name follows from the text, because behind a proxy that pools transactions the server may have been told the
    same statement by another of us, or have been changed for one that was not.
    """
    name = connection.prepared.get(sql)
    if name is None:
        if len(connection.prepared) >= _MOST:
            connection.driver.execute("DEALLOCATE ALL")
            connection.prepared.clear()
        name = b"nazorg_" + hashlib.sha256(sql.encode()).hexdigest()[:32].encode()
        prepared = driver.prepare(name, sql.encode())
        if _state(prepared) != _KNOWN:
            _checked(prepared)
        connection.prepared[sql] = name
    return name


def _checked(result: PGresult) -> None:
    if result.status in _DONE:
        return
    said = (result.error_field(DiagnosticField.MESSAGE_PRIMARY) or result.error_message).decode(errors="replace")
    error = _error(_state(result))(said)
    raise meaning(error) from error


def _state(result: PGresult) -> str:
    return (result.error_field(DiagnosticField.SQLSTATE) or b"").decode() if result.status not in _DONE else ""


def _error(state: str) -> type[psycopg.Error]:
    """The driver's own error for the state; none is given where the server is gone."""
    try:
        return errors.lookup(state) if state else psycopg.OperationalError
    except KeyError:
        return psycopg.DatabaseError

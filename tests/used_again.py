"""PostgreSQL databases that are used again, each as new as a fresh copy of the template.

A copy is some three hundred files. A file system like ext4 takes half a second to make them where as many have
just been removed, which is what a database for each test comes to. So a database goes back on the shelf when its
test left the definition and the first rows alone, and a test that changed either costs one new copy.
"""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import psycopg
from psycopg import sql

Connection = psycopg.Connection[tuple[Any, ...]]

FIRST_OWN_OBJECT = 16384  # PostgreSQL numbers what it brings along below this
DEFINED_IN: tuple[tuple[str, str], ...] = (
    ("pg_class", "oid"),
    ("pg_attribute", "attrelid"),
    ("pg_attrdef", "oid"),
    ("pg_constraint", "oid"),
    ("pg_extension", "oid"),
    ("pg_namespace", "oid"),
    ("pg_proc", "oid"),
    ("pg_rewrite", "oid"),
    ("pg_trigger", "oid"),
    ("pg_type", "oid"),
)
AS_IT_WAS = {"O": "ENABLE", "A": "ENABLE ALWAYS", "R": "ENABLE REPLICA", "D": "DISABLE"}


class Shelf:
    """The copies of one template that one worker has."""

    def __init__(self, server: str, template: str) -> None:
        self._server = server
        self._template = template
        self._free: list[str] = []
        self._definitions: dict[str, str] = {}
        with psycopg.connect(f"{server}/{template}") as connection:
            self._tables = _tables(connection)
            self._first_rows = {table: _rows(connection, table) for table in self._tables}

    def take(self) -> str:
        """The name of a database that is as the template is."""
        if self._free:
            return self._free.pop()
        name = copy_database(self._server, self._template)
        with psycopg.connect(f"{self._server}/{name}") as connection:
            self._definitions[name] = _definition(connection)
        return name

    def give_back(self, name: str) -> None:
        """Put a database back as it was, or leave it alone for good where that cannot be."""
        with psycopg.connect(f"{self._server}/{name}") as connection:
            _disconnect_others(connection)
            if _definition(connection) == self._definitions[name] and self._empty(connection):
                self._definitions[name] = _definition(connection)
                self._free.append(name)

    def _empty(self, connection: Connection) -> bool:
        """Take out what the test wrote; no where it changed rows that the template has."""
        connection.execute("SET LOCAL session_replication_role = replica")  # foreign keys do not matter meanwhile
        for table in self._tables:
            rows = _rows(connection, table)
            if rows == self._first_rows[table]:
                continue
            if self._first_rows[table]:
                return False
            _delete_all(connection, table)
        return True


def copy_database(server: str, template: str) -> str:
    """Make a database of a name of its own like `template`; it goes when the server goes."""
    name = f"test_{uuid4().hex}"
    # FILE_COPY because it is the faster one where nothing is synced to disk.
    statement = sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY")
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(statement.format(sql.Identifier(name), sql.Identifier(template)))
    return name


def _tables(connection: Connection) -> tuple[str, ...]:
    found = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename")
    return tuple(name for (name,) in found)


def _rows(connection: Connection, table: str) -> tuple[str, ...]:
    """The rows as text, sorted; two sets of rows are the same where these are."""
    statement = sql.SQL("SELECT t::text FROM {} AS t ORDER BY 1").format(sql.Identifier(table))
    return tuple(row for (row,) in connection.execute(statement))


def _definition(connection: Connection) -> str:
    """A word that changes with every change of the schema, also with one that was taken back."""
    lines = " UNION ALL ".join(
        f"SELECT concat_ws(' ', tableoid, {number}, xmin) AS line FROM {catalogue} WHERE {number} >= {FIRST_OWN_OBJECT}"
        for catalogue, number in DEFINED_IN
    )
    settings = "SELECT s.xmin::text FROM pg_db_role_setting s JOIN pg_database d ON d.oid = s.setdatabase"
    row = connection.execute(
        "SELECT md5(string_agg(line, ',' ORDER BY line))"
        f" FROM ({lines} UNION ALL {settings} WHERE datname = current_database()) AS lines"
    ).fetchone()
    assert row is not None
    return str(row[0])


def _disconnect_others(connection: Connection) -> None:
    connection.execute(
        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )


def _delete_all(connection: Connection, table: str) -> None:
    """Delete every row, past the triggers that keep anybody else from it."""
    name = sql.Identifier(table)
    triggers = connection.execute(
        "SELECT tgname, tgenabled::text FROM pg_trigger WHERE tgrelid = %s::regclass AND NOT tgisinternal", [table]
    ).fetchall()
    connection.execute(sql.SQL("ALTER TABLE {} DISABLE TRIGGER USER").format(name))
    connection.execute(sql.SQL("DELETE FROM {}").format(name))
    for trigger, state in triggers:
        again = sql.SQL("ALTER TABLE {} {} TRIGGER {}")
        connection.execute(again.format(name, sql.SQL(AS_IT_WAS[state]), sql.Identifier(trigger)))

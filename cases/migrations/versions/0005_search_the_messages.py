"""Search the messages: the words that can be searched, their index, and all that were written before."""

from __future__ import annotations

import sqlite3

from alembic import op

from cases.db.search import postgresql, sqlite
from cases.db.triggers import install

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

FORGETS_AT_ONCE = (3, 42)
"""The version of SQLite from which on its index can give up a word at once."""


def upgrade() -> None:
    """Make view, table and indexes, then the triggers, which take in every message that there is."""
    bind = op.get_bind()
    is_sqlite = bind.dialect.name == "sqlite"
    install(bind)  # because the view calls the functions that come with it
    for statement in sqlite.TABLES if is_sqlite else postgresql.TABLES:
        bind.exec_driver_sql(statement)
    if is_sqlite and sqlite3.sqlite_version_info >= FORGETS_AT_ONCE:
        bind.exec_driver_sql("INSERT INTO search_index (search_index, rank) VALUES ('secure-delete', 1)")
    install(bind)
    bind.exec_driver_sql(sqlite.FILL_ALL if is_sqlite else postgresql.FILL)

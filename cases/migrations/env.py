"""How Alembic reaches the database: the URL comes from ``cases.db.upgrade``, the tables from ``cases``."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import context
from sqlalchemy.engine import Connection

from cases.tables import METADATA, has_a_model

config = context.config


def run() -> None:
    """Migrate within one transaction; on SQLite with foreign keys off, checked afterwards."""
    engine = sa.create_engine(config.attributes["url"])
    with engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("PRAGMA journal_mode=WAL")
            connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
            connection.commit()
        context.configure(
            connection=connection, target_metadata=METADATA, transactional_ddl=True, include_name=has_a_model
        )
        with context.begin_transaction():
            context.run_migrations()
            _nothing_dangles(connection)
        connection.commit()
    engine.dispose()


def _nothing_dangles(connection: Connection) -> None:
    if connection.dialect.name == "sqlite" and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
        raise RuntimeError("the migration would leave a reference to nothing; nothing was changed")


run()

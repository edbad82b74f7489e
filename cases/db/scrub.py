"""After something was erased: no old page of it in the journal of an embedded database."""

from __future__ import annotations

from cases.db import Database, run


def scrub(database: Database) -> bool:
    """Bring SQLite's journal into its file and empty it; whether nobody who was reading stood in the way.

    ``secure_delete`` has overwritten in the file what was deleted, but the journal keeps pages as they were before.
    PostgreSQL's dead rows go by its own VACUUM; its journal and its backups are the operator's to let run out.
    """
    if not database.is_sqlite:
        return True
    with database.read() as connection:
        ((is_busy, _, _),) = run(connection, "PRAGMA wal_checkpoint(TRUNCATE)")
    return not is_busy

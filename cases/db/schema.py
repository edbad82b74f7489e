"""Whether the database has the schema that this code was written for."""

from __future__ import annotations

from enum import Enum, auto

import psycopg
import sqlalchemy as sa
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from cases.db import MIGRATIONS, Database

UNREACHABLE = (psycopg.OperationalError, sa.exc.OperationalError, sa.exc.ArgumentError)
"""What opening a database raises when there is none at the address, or none that lets us in."""


class Schema(Enum):
    """How the database's schema stands to that of the code."""

    CURRENT = auto()
    OLD = auto()
    NEWER = auto()


def schema_of(database: Database) -> Schema:
    """How the database's schema stands to the newest migration. Raises one of ``UNREACHABLE``."""
    scripts = ScriptDirectory(str(MIGRATIONS))
    with database.engine.connect() as connection:
        found = MigrationContext.configure(connection).get_current_heads()
    if set(found) == set(scripts.get_heads()):
        return Schema.CURRENT
    known = {script.revision for script in scripts.walk_revisions()}
    return Schema.OLD if set(found) <= known else Schema.NEWER

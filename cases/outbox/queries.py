"""What can be asked of the outbox."""

from __future__ import annotations

from cases.db import Connection, run


def undelivered(connection: Connection) -> int:
    """How many events nobody has taken yet."""
    return int(run(connection, "SELECT count(*) FROM outbox WHERE delivered_at IS NULL")[0][0])

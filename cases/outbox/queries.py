"""What can be asked of the outbox."""

from __future__ import annotations

from cases.db import Connection, run


def undelivered(connection: Connection) -> int:
    """How many events have no position in the feed yet."""
    length = "json_array_length" if connection.dialect == "sqlite" else "jsonb_array_length"
    return int(run(connection, f"SELECT coalesce(sum({length}(events)), 0) FROM outbox")[0][0])


def uncalled(connection: Connection) -> int:
    """How many events webhooks have not got yet."""
    return int(run(connection, "SELECT count(*) FROM webhook_delivery")[0][0])

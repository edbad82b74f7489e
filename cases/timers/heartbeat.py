"""Schedulers say that they are alive; one that has been silent for long is forgotten."""

from __future__ import annotations

from datetime import datetime, timedelta

from cases.db import Database, insert_sql, moment_text, placeholder, run

GONE = timedelta(days=1)


def beat(database: Database, worker: str, real_now: datetime) -> None:
    """This scheduler is alive."""
    into = insert_sql(database.dialect, "heartbeat", ("worker", "at"))
    sql = f"{into} ON CONFLICT (worker) DO UPDATE SET at = excluded.at"
    with database.write() as connection:
        run(connection, sql, {"worker": worker, "at": moment_text(real_now)})


def forget_the_gone(database: Database, real_now: datetime) -> int:
    """Drop every scheduler that has been silent for a day; return how many those were."""
    sql = f"DELETE FROM heartbeat WHERE at < {placeholder(database.dialect, 'before')} RETURNING 1"
    with database.write() as connection:
        return len(run(connection, sql, {"before": moment_text(real_now - GONE)}))

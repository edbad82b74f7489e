"""Answers kept under an Idempotency-Key for seven days: a repeated request gets the same one and writes nothing."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from cases.db import Connection, Database, insert_sql, moment_text, placeholder, run
from cases.errors import Busy, IdempotencyConflict

KEPT = timedelta(days=7)
IN_FLIGHT = 0
ABANDONED = timedelta(minutes=10)
LOOKS, BETWEEN_LOOKS = 400, 0.05


@dataclass(frozen=True, slots=True)
class Key:
    """A key in its scope (who, which call) and the fingerprint of the request that it came with."""

    scope: str
    request: str
    real_now: datetime

    @classmethod
    def of(cls, *, sub: str, role: str, method: str, path: str, key: str, body: bytes, real_now: datetime) -> Key:
        """The key of one request."""
        scope = hashlib.sha256(f"{sub}\x00{role}\x00{method}\x00{path}\x00{key}".encode()).hexdigest()
        return cls(scope, hashlib.sha256(body).hexdigest(), real_now)

    def of_part(self, number: int) -> Key:
        """The key of one part of a request that writes in several transactions, so that none is done twice.

        It holds where the request itself broke off before its answer was kept.
        """
        scope = hashlib.sha256(f"{self.scope}\x00{number}".encode()).hexdigest()
        return Key(scope, self.request, self.real_now)

    def row(self, status: int, answer: str) -> dict[str, Any]:
        """What is kept."""
        return {
            "scope": self.scope,
            "request": self.request,
            "status": status,
            "answer": answer,
            "at": self.real_now.replace(microsecond=0),
        }


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer given before."""

    status: int
    answer: str


class AnsweredBefore(Exception):
    """The request was answered before with something that no verb can render again: a refusal, above all."""

    def __init__(self, kept: Kept) -> None:
        super().__init__(str(kept.status))
        self.kept = kept


def find_answer(connection: Connection, key: Key | None) -> Kept | None:
    """The answer kept under the key; None for a new one. Raises ``IdempotencyConflict`` for another request's key."""
    if key is None:
        return None
    place = ":scope" if connection.dialect == "sqlite" else "%(scope)s"
    sql = f"SELECT request, status, answer FROM idempotency WHERE scope = {place}"  # a placeholder
    rows = run(connection, sql, {"scope": key.scope})
    return understood(key, rows[0] if rows else None)


def understood(key: Key | None, row: Sequence[Any] | None) -> Kept | None:
    """What the key's row means for this request. Raises ``IdempotencyConflict`` for another request's key."""
    if key is None or row is None:
        return None
    request, status, answer = row
    if request != key.request:
        raise IdempotencyConflict
    return Kept(status, answer)


def claim(database: Database, key: Key) -> Kept | None:
    """Take the key for an act that writes in several transactions; None: nobody had it, and it is ours now.

    Who took it keeps its answer or releases it. While another request is in flight with the key this waits; one that
    never came to an end is taken over after a while. Raises ``IdempotencyConflict`` and, after waiting, ``Busy``.
    """
    for _ in range(LOOKS):
        with database.write() as connection:
            if _took(connection, key):
                return None
            kept = find_answer(connection, key)
        if kept is not None and kept.status != IN_FLIGHT:
            return kept
        time.sleep(BETWEEN_LOOKS)
    raise Busy


def keep_answer(database: Database, key: Key, status: int, answer: str) -> None:
    """Keep an answer that no write carried along, such as a refusal; the first one under a key stays."""
    row = key.row(status, answer)
    sql = (
        f"{insert_sql(database.dialect, 'idempotency', row)} ON CONFLICT (scope) DO UPDATE"
        f" SET status = excluded.status, answer = excluded.answer WHERE idempotency.status = {IN_FLIGHT}"
    )
    with database.write() as connection:
        run(connection, sql, row | {"at": moment_text(row["at"])})


def release(database: Database, key: Key) -> None:
    """Give back a key that was taken, because its answer is not to be kept."""
    place = placeholder(database.dialect, "scope")
    with database.write() as connection:
        sql = f"DELETE FROM idempotency WHERE scope = {place} AND status = {IN_FLIGHT}"
        run(connection, sql, {"scope": key.scope})


def _took(connection: Connection, key: Key) -> bool:
    row = key.row(IN_FLIGHT, "")
    before = placeholder(connection.dialect, "before")
    sql = (
        f"{insert_sql(connection.dialect, 'idempotency', row)} ON CONFLICT (scope) DO UPDATE SET at = excluded.at"
        f" WHERE idempotency.status = {IN_FLIGHT} AND idempotency.at < {before}"
        " AND idempotency.request = excluded.request RETURNING 1"
    )
    values = row | {"at": moment_text(row["at"]), "before": moment_text(row["at"] - ABANDONED)}
    return bool(run(connection, sql, values))


def forget_answers(database: Database, real_now: datetime) -> int:
    """Drop what is older than seven days; return how many answers that were."""
    sql = f"DELETE FROM idempotency WHERE at < {placeholder(database.dialect, 'before')} RETURNING 1"
    with database.write() as connection:
        return len(run(connection, sql, {"before": moment_text(real_now - KEPT)}))

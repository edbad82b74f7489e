"""What one advance costs in counts, which do not depend on how fast or how busy the machine is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pytest

from benchmarks.market_place import build
from cases.casefile import one_statement, queries
from cases.db import Connection
from cases.db.prepared import TextRows, run_prepared
from cases.verbs.expire_deadline import expire_due

MOST_ROUND_TRIPS = 4


@pytest.fixture
def round_trips(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Everything that is sent to PostgreSQL and waited for."""
    sent: list[str] = []

    def listened(name: str, said: Callable[..., str]) -> None:
        original: Callable[..., Any] = getattr(psycopg.Connection, name)

        def listen(self: psycopg.Connection[Any], *arguments: Any, **more: Any) -> Any:
            idle = self.pgconn.transaction_status == psycopg.pq.TransactionStatus.IDLE
            if name == "execute" or not idle:
                sent.append(said(*arguments))
            if name == "execute" and idle and not self.autocommit:
                sent.append("BEGIN")
            return original(self, *arguments, **more)

        monkeypatch.setattr(psycopg.Connection, name, listen)

    def listen_to_prepared(connection: Connection, sql: str, values: Sequence[bytes | None]) -> TextRows:
        sent.append(sql[:20])
        return run_prepared(connection, sql, values)

    monkeypatch.setattr(queries, "run_prepared", listen_to_prepared)
    monkeypatch.setattr(one_statement, "run_prepared", listen_to_prepared)
    listened("execute", lambda sql, *_: str(sql)[:20])
    listened("commit", lambda: "COMMIT")
    listened("rollback", lambda: "ROLLBACK")
    return sent


def test_it_advances_a_case_in_one_reading_and_one_writing_statement(
    postgresql_url: str, round_trips: list[str]
) -> None:
    place = build(postgresql_url, 2, migrate=False)
    for _ in range(6):
        place.advance()
    round_trips.clear()
    place.advance()
    place.database.close()
    assert [sent[:4] for sent in round_trips] == ["SELE", "WITH"]
    assert len(round_trips) <= MOST_ROUND_TRIPS


def test_it_fires_many_deadlines_in_one_commit(postgresql_url: str, round_trips: list[str]) -> None:
    place = build(postgresql_url, 20, migrate=False)
    round_trips.clear()
    fired = expire_due(place.database, datetime(2026, 4, 2, 9, 0, 1, tzinfo=UTC) + timedelta(hours=1))
    place.database.close()
    assert fired.by_kind["reply"] == 20
    assert round_trips.count("COMMIT") == 1
    assert sum(sent.startswith("WITH") for sent in round_trips) == 1

"""Every deadline fires once, whoever sweeps, whoever writes meanwhile, and whoever dies on the way."""

from __future__ import annotations

import random
import signal
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest

from cases.db import Database, open_database, run
from cases.ledger.verify import verify
from cases.verbs.write_message import Message, write_message
from tests.scheduler.desk import A_SECOND, DUE, SELLER, ask_many, fired, stopped, wait_until, workers


def nothing_is_due(database: Database) -> bool:
    with database.read() as connection:
        rows = run(connection, "SELECT 1 FROM deadline WHERE next_at < %(now)s LIMIT 1", {"now": DUE + A_SECOND})
    return not rows


def each_fired_once(database: Database, expected: list[str]) -> None:
    assert Counter(fired(database)) == Counter(expected)
    with database.read() as connection:
        breaches = run(connection, "SELECT case_id FROM breach")
        told = run(
            connection,
            "SELECT case_id FROM outbox, jsonb_array_elements(events) e WHERE e->>'type' = 'deadline.missed'"
            " UNION ALL SELECT case_id FROM feed WHERE type = 'deadline.missed'",
        )
    assert Counter(str(row[0]) for row in breaches) == Counter(expected)
    assert Counter(str(row[0]) for row in told) == Counter(expected)
    assert verify(database).holds


@pytest.mark.parametrize("count", [600, pytest.param(10_000, marks=pytest.mark.stress)])
def test_it_fires_once_with_three_workers_and_people_who_write(postgresql_url: str, count: int) -> None:
    with closing(open_database(postgresql_url)) as database:
        cases = ask_many(database, count)
        answered = random.Random(7).sample(cases, count // 10)

        def answer(case: str) -> None:
            write_message(database, SELLER, case, Message("Ja, eine E27-Birne passt.", "de"), DUE + A_SECOND)

        with workers(postgresql_url, 3) as started:
            with ThreadPoolExecutor(8) as people:
                list(people.map(answer, answered))
            wait_until(lambda: nothing_is_due(database), seconds=60 + count / 50)
            assert [stopped(worker, signal.SIGTERM) for worker in started] == [0, 0, 0]
        with database.read() as connection:
            late = run(connection, "SELECT case_id FROM deadline_history WHERE kind = 'reply' AND state = 'met'")
        met = {str(row[0]) for row in late}
        assert met <= set(answered), "whoever answered before the sweep came by has met the deadline"
        each_fired_once(database, [case for case in cases if case not in met])


def test_it_fires_once_though_a_worker_is_killed_on_the_way(postgresql_url: str) -> None:
    with closing(open_database(postgresql_url)) as database:
        cases = ask_many(database, 600)
        with workers(postgresql_url, 1) as started:
            wait_until(lambda: bool(fired(database)))
            started[0].kill()
            started[0].wait()
        assert len(fired(database)) < len(cases), "it was not killed on the way"
        with workers(postgresql_url, 1) as started:
            wait_until(lambda: nothing_is_due(database))
            assert stopped(started[0], signal.SIGINT) == 0
        each_fired_once(database, cases)

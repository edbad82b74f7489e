"""The jobs and their timetable, on both databases."""

from __future__ import annotations

import logging
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from cases.casefile.idempotency import Key, find_answer, keep_answer
from cases.clock import real_now, set_sandbox_clock
from cases.db import Database, open_database, run
from cases.messages.files import Files
from cases.timers import heartbeat
from cases.timers.queries import heartbeat_age, open_deadlines, overdue_lag, parked
from cases.verbs.expire_deadline import PARKED_FOR, expire_due
from scheduler import jobs
from scheduler.run import start
from scheduler.timetable import TIMETABLE
from tests.scheduler.desk import A_SECOND, ASKED, DUE, ROOT, ask, ask_many, fired, open_shop, wait_until


def spoil(database: Database, case: str, progress: str) -> None:
    with database.write() as connection:
        run(connection, f"UPDATE cases SET progress = '{progress}' WHERE id = '{case}'")


def test_it_waits_while_the_sandbox_clock_stands(database: Database) -> None:
    open_shop(database)
    case = ask(database)
    set_sandbox_clock(database, DUE)
    jobs.sweep_deadlines(database)
    assert fired(database) == [], "at the due moment itself the answer is still in time"
    set_sandbox_clock(database, DUE + A_SECOND)
    jobs.sweep_deadlines(database)
    assert fired(database) == [case]


def test_it_catches_up_in_order_of_due_time(database: Database) -> None:
    open_shop(database)
    hours = (5, 2, 4, 1, 3, 0)
    cases = {hour: ask(database, ASKED + timedelta(hours=hour)) for hour in hours}
    for first, second in ((0, 1), (2, 3), (4, 5)):
        before = set(fired(database))
        expire_due(database, DUE + timedelta(days=1), limit=2)
        assert set(fired(database)) - before == {cases[first], cases[second]}


def test_it_parks_what_fails_and_fires_the_others(database: Database, caplog: pytest.LogCaptureFixture) -> None:
    cases = ask_many(database, 4)
    with database.read() as connection:
        column = "progress" if database.is_sqlite else "progress::text"
        good = str(run(connection, f"SELECT {column} FROM cases WHERE id = '{cases[1]}'")[0][0])
    spoil(database, cases[1], '{"owed": 5}')

    jobs.sweep_deadlines(database)
    assert set(fired(database)) == {cases[0], cases[2], cases[3]}
    with database.read() as connection:
        assert parked(connection) == 1
    with caplog.at_level(logging.ERROR):
        jobs.check_ourselves(database)
    assert "1 cases have a firing that failed and is parked" in caplog.text

    spoil(database, cases[1], good)
    jobs.sweep_deadlines(database)
    assert cases[1] not in fired(database), "it is left alone for a while"
    set_sandbox_clock(database, DUE + PARKED_FOR + 2 * A_SECOND)
    jobs.sweep_deadlines(database)
    jobs.check_ourselves(database)
    assert sorted(fired(database)) == sorted(cases)
    with database.read() as connection:
        assert parked(connection) == 0


def test_it_says_how_late_the_clock_is(database: Database, caplog: pytest.LogCaptureFixture) -> None:
    open_shop(database)
    ask(database)
    half = ASKED + timedelta(hours=12)
    with database.read() as connection:
        assert open_deadlines(connection) == 2
        assert overdue_lag(connection, half) == 0
        assert overdue_lag(connection, half + timedelta(seconds=90)) == 90
    set_sandbox_clock(database, half + timedelta(seconds=90))
    with caplog.at_level(logging.ERROR):
        jobs.check_ourselves(database)
    assert "the oldest deadline that has not fired is 90 seconds late" in caplog.text


def test_it_knows_whether_anybody_sweeps(database: Database) -> None:
    with database.read() as connection:
        assert heartbeat_age(connection, real_now()) is None
    long_ago = real_now().replace(microsecond=0) - timedelta(days=2)
    heartbeat.beat(database, "gone", long_ago)
    heartbeat.beat(database, "gone", long_ago)
    with database.read() as connection:
        assert heartbeat_age(connection, long_ago + timedelta(seconds=7)) == 7
    jobs.beat(database)
    jobs.prune(database)
    with database.read() as connection:
        assert run(connection, "SELECT count(*) FROM heartbeat") == [(1,)]
        age = heartbeat_age(connection, real_now())
    assert age is not None
    assert age < 60


def test_it_forgets_answers_after_seven_days(database: Database) -> None:
    def key(days: int) -> Key:
        moment = real_now() - timedelta(days=days)
        return Key.of(sub="jan", role="buyer", method="POST", path="/", key=f"{days}", body=b"", real_now=moment)

    for days in (6, 8):
        keep_answer(database, key(days), 422, "{}")
    jobs.prune(database)
    with database.read() as connection:
        assert find_answer(connection, key(6)) is not None
        assert find_answer(connection, key(8)) is None


def test_it_runs_each_job_of_the_timetable_once_at_a_time_and_catches_up(database: Database, tmp_path: Path) -> None:
    scheduler = start(database, Files(str(tmp_path)))
    try:
        running = {job.id: job for job in scheduler.get_jobs()}
    finally:
        scheduler.shutdown(wait=True)
    assert set(running) == {job.do.__name__ for job in TIMETABLE}
    for job in TIMETABLE:
        found = running[job.do.__name__]
        assert (found.coalesce, found.max_instances, found.misfire_grace_time) == (True, 1, None)
        assert found.trigger.interval == job.every


def test_it_tells_operators_of_each_job() -> None:
    said = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    names = {1: "second", 15: "15 seconds", 60: "minute", 3600: "hour", 21_600: "6 hours"}
    for job in TIMETABLE:
        assert f"| `{job.do.__name__}` | {names[int(job.every.total_seconds())]} | {job.because} |" in said


def test_it_goes_on_after_the_database_dropped_it(postgresql_url: str, tmp_path: Path) -> None:
    with closing(open_database(postgresql_url)) as database, closing(open_database(postgresql_url)) as other:
        cases = ask_many(other, 2)
        set_sandbox_clock(other, DUE + A_SECOND)
        scheduler = start(database, Files(str(tmp_path)))
        try:
            wait_until(lambda: sorted(fired(other)) == sorted(cases))
            later = ask(other, DUE + A_SECOND)
            with other.write() as connection:
                run(
                    connection,
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE datname = current_database() AND pid <> pg_backend_pid()",
                )
            set_sandbox_clock(other, DUE + timedelta(days=1) + 2 * A_SECOND)
            wait_until(lambda: later in fired(other))
        finally:
            scheduler.shutdown(wait=True)

"""Statements prepared once a connection, on PostgreSQL: also where the server forgot or knows them already."""

from __future__ import annotations

from contextlib import closing, suppress

import psycopg
import pytest

from cases.db import open_database, prepared, run
from cases.db.prepared import run_prepared
from cases.errors import Moved

SUM = "SELECT $1::int + $2::int, $3::text"


def test_it_gives_back_text_and_nothing(postgresql_url: str) -> None:
    with closing(open_database(postgresql_url)) as database, database.read() as connection:
        assert run_prepared(connection, SUM, [b"1", b"2", None]) == [(b"3", None)]
        assert run_prepared(connection, SUM, [b"2", b"2", "ä".encode()]) == [(b"4", "ä".encode())]


def test_it_prepares_again_what_the_server_forgot(postgresql_url: str) -> None:
    with closing(open_database(postgresql_url)) as database, database.read() as connection:
        run_prepared(connection, SUM, [b"1", b"2", None])
        connection.driver.pgconn.exec_(b"DEALLOCATE ALL")
        assert run_prepared(connection, SUM, [b"1", b"2", None]) == [(b"3", None)]


def test_it_takes_what_the_server_knows_already(postgresql_url: str) -> None:
    with closing(open_database(postgresql_url)) as database, database.read() as connection:
        run_prepared(connection, SUM, [b"1", b"2", None])
        connection.prepared.clear()
        assert run_prepared(connection, SUM, [b"1", b"2", None]) == [(b"3", None)]


def test_it_keeps_no_more_than_it_may(postgresql_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prepared, "_MOST", 3)
    with closing(open_database(postgresql_url)) as database, database.read() as connection:
        for number in range(7):
            assert run_prepared(connection, f"SELECT {number}", []) == [(str(number).encode(),)]
        assert run(connection, "SELECT count(*) FROM pg_prepared_statements")[0][0] <= 3


def test_it_refuses_a_zero_byte_that_would_end_the_text(postgresql_url: str) -> None:
    with closing(open_database(postgresql_url)) as database, database.read() as connection:
        with pytest.raises(psycopg.DataError):
            run_prepared(connection, SUM, [b"1", b"2", b"a\x00b"])
        assert run_prepared(connection, SUM, [b"1", b"2", None]) == [(b"3", None)]


def test_it_raises_what_the_driver_would(postgresql_url: str) -> None:
    with closing(open_database(postgresql_url)) as database, database.read() as connection:
        with pytest.raises(psycopg.errors.InvalidTextRepresentation):
            run_prepared(connection, SUM, [b"one", b"2", None])
        with pytest.raises(Moved):
            run_prepared(connection, "SELECT nazorg_agrees($1::boolean)", [b"f"])


def test_it_takes_part_in_a_transaction(postgresql_url: str) -> None:
    with closing(open_database(postgresql_url)) as database:
        with suppress(psycopg.errors.DivisionByZero), database.write() as connection:
            run_prepared(connection, "INSERT INTO heartbeat (worker, at) VALUES ($1, now())", [b"w"])
            run_prepared(connection, "SELECT 1 / $1::int", [b"0"])
        with database.read() as connection:
            assert run(connection, "SELECT count(*) FROM heartbeat") == [(0,)]


@pytest.mark.parametrize("times", [1, 3])
def test_it_works_in_the_transaction_after_one_that_failed(times: int, postgresql_url: str) -> None:
    with closing(open_database(postgresql_url)) as database:
        for _ in range(times):  # the driver prepares a statement of its own when it comes again
            with database.write() as connection:
                run(connection, "SELECT 1")
        with database.write() as connection:
            run_prepared(connection, SUM, [b"1", b"2", None])
        with suppress(ZeroDivisionError), database.write() as connection:
            run(connection, "SELECT 1")
            raise ZeroDivisionError
        with database.write() as connection:
            assert run_prepared(connection, SUM, [b"1", b"2", None]) == [(b"3", None)]


def test_it_raises_that_the_server_is_gone(postgresql_url: str) -> None:
    with closing(open_database(postgresql_url)) as database, closing(open_database(postgresql_url)) as other:
        with database.read() as connection, other.read() as killer:
            pid = connection.driver.info.backend_pid
            run(killer, "SELECT pg_terminate_backend(%(pid)s)", {"pid": pid})
            with pytest.raises(psycopg.OperationalError):
                run_prepared(connection, SUM, [b"1", b"2", None])
        with database.read() as connection:
            assert run_prepared(connection, SUM, [b"1", b"2", None]) == [(b"3", None)]

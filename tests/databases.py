"""How a test comes to its database.

A test that names `database_url` (or `database`, the open handle) runs twice: on SQLite and on PostgreSQL, each
time on a database of its own, migrated and empty. Migrations run once a session: SQLite's result is a file that
is copied, PostgreSQL's a template whose copies are used again (`used_again`). `sqlite_url` and `postgresql_url`
are for what holds on one of them only; `blank_database_url` is before any migration.

All of it lies in one folder of the session below `.cache`, which goes when the session goes.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import sqlite3
import tempfile
import time
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import pytest

from tests.postgresql_server import locked, server_url
from tests.used_again import Shelf, copy_database

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cases.db import Database

SESSIONS = Path(__file__).parents[1] / ".cache" / "sessions"
SESSION = "NAZORG_TEST_SESSION"  # tells the workers of a session where its folder is

_alive = pytest.StashKey[TextIO]()


def pytest_configure(config: pytest.Config) -> None:
    """Make the session's folder, in the process that the whole session hangs on; sweep what was killed."""
    if hasattr(config, "workerinput"):
        return
    SESSIONS.mkdir(parents=True, exist_ok=True)
    with locked(SESSIONS / "lock"):
        for left in SESSIONS.glob("*/alive"):
            _remove_unless_alive(left)
        session = Path(tempfile.mkdtemp(dir=SESSIONS))
        config.stash[_alive] = (session / "alive").open("w")
        fcntl.flock(config.stash[_alive], fcntl.LOCK_EX)
    os.environ[SESSION] = str(session)


def _remove_unless_alive(alive: Path) -> None:
    with alive.open() as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        shutil.rmtree(alive.parent)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Let the session's folder go, and see the server gone before the session says that it has ended."""
    if _alive not in config.stash:
        return
    session = Path(os.environ.pop(SESSION))
    has_server = (session / "postgresql.url").exists()
    config.stash[_alive].close()
    give_up = time.monotonic() + 10
    while has_server and session.exists() and time.monotonic() < give_up:
        time.sleep(0.01)
    shutil.rmtree(session, ignore_errors=True)


@pytest.fixture(scope="session")
def session_folder() -> Path:
    """The folder that all workers of this session share."""
    return Path(os.environ[SESSION])


@pytest.fixture(scope="session")
def postgresql_server(session_folder: Path) -> str:
    """The address of the session's PostgreSQL, without a database's name."""
    return server_url(session_folder)


@pytest.fixture(scope="session")
def migrated_postgresql(postgresql_server: str, session_folder: Path) -> str:
    """The name of the migrated database on the server that tests copy."""
    done = session_folder / "postgresql.migrated"
    with locked(session_folder / "postgresql.migrating"):
        if not done.exists():
            from cases.db import upgrade

            name = copy_database(postgresql_server, "template1")
            upgrade(f"{postgresql_server}/{name}")
            done.write_text(name)
    return done.read_text()


@pytest.fixture(scope="session")
def migrated_sqlite(session_folder: Path) -> Path:
    """The migrated SQLite file that tests copy."""
    file = session_folder / "migrated.sqlite"
    with locked(session_folder / "sqlite.migrating"):
        done = session_folder / "sqlite.migrated"
        if not done.exists():
            from cases.db import upgrade

            upgrade(f"sqlite:///{file}")
            with closing(sqlite3.connect(file)) as connection:
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # because only the one file is copied
            done.touch()
    return file


@pytest.fixture(scope="session")
def postgresql_shelf(postgresql_server: str, migrated_postgresql: str) -> Shelf:
    """This worker's databases on PostgreSQL."""
    return Shelf(postgresql_server, migrated_postgresql)


@pytest.fixture
def postgresql_url(postgresql_server: str, postgresql_shelf: Shelf) -> Iterator[str]:
    """A migrated, empty database on PostgreSQL."""
    name = postgresql_shelf.take()
    yield f"{postgresql_server}/{name}"
    postgresql_shelf.give_back(name)


@pytest.fixture
def blank_postgresql_url(postgresql_server: str) -> str:
    """A database on PostgreSQL without any table."""
    return f"{postgresql_server}/{copy_database(postgresql_server, 'template1')}"


@pytest.fixture
def sqlite_url(migrated_sqlite: Path, tmp_path: Path) -> str:
    """A migrated, empty database on SQLite."""
    file = tmp_path / "nazorg.sqlite"
    shutil.copyfile(migrated_sqlite, file)
    return f"sqlite:///{file}"


@pytest.fixture
def blank_sqlite_url(tmp_path: Path) -> str:
    """The address of a database on SQLite whose file does not exist yet."""
    return f"sqlite:///{tmp_path / 'nazorg.sqlite'}"


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """A migrated, empty database; the test runs once on each kind."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture(params=["sqlite", "postgresql"])
def blank_database_url(request: pytest.FixtureRequest) -> str:
    """A database before its first migration; the test runs once on each kind."""
    url: str = request.getfixturevalue(f"blank_{request.param}_url")
    return url


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """The handle of a migrated, empty database; the test runs once on each kind."""
    from cases.db import open_database

    with closing(open_database(database_url)) as handle:
        yield handle

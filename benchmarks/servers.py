"""Databases to measure on: a PostgreSQL that waits for the disk, and SQLite files, gone when the run ends."""

from __future__ import annotations

import fcntl
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import psycopg  # after the checkout is on the path, as in every script here

from tests.postgresql_server import DURABLE, server_url


@contextmanager
def session() -> Iterator[Path]:
    """A folder below the clone that lives as long as the run; its server ends with it."""
    cache = ROOT / ".cache" / "benchmarks"
    cache.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(dir=cache))
    (folder / DURABLE).touch()
    with (folder / "alive").open("w") as alive:
        fcntl.flock(alive, fcntl.LOCK_EX)
        yield folder
    shutil.rmtree(folder, ignore_errors=True)


def new_postgresql(folder: Path) -> str:
    """A new, empty database on the run's PostgreSQL."""
    server, name = server_url(folder), f"bench_{uuid4().hex[:12]}"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    return f"{server}/{name}"


def new_sqlite(folder: Path) -> str:
    """A new SQLite file."""
    return f"sqlite:///{folder / uuid4().hex[:12]}.db"

"""The database: one handle for SQLite and PostgreSQL, transactions, column types, migrations.

Every writing transaction on SQLite begins with BEGIN IMMEDIATE, because a deferred one reads first, and two that
have read lose one update. Connections set foreign_keys, recursive_triggers, synchronous=FULL,
busy_timeout and secure_delete, so that a redacted word does not stay in a free page.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from sqlalchemy import event
from sqlalchemy.dialects import postgresql
from sqlalchemy.engine import Dialect, Engine, make_url
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.pool import PoolProxiedConnection
from sqlalchemy.types import TypeDecorator, TypeEngine

from cases.errors import Busy, Moved

Rows = list[tuple[Any, ...]]

MIGRATIONS = Path(__file__).parents[1] / "migrations"


class Moment(TypeDecorator[datetime]):
    """An aware moment: timestamptz on PostgreSQL, fixed-width UTC text on SQLite so that it sorts as it counts."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """The column type on this database."""
        return dialect.type_descriptor(sa.String(32) if dialect.name == "sqlite" else sa.DateTime(timezone=True))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        """To the database."""
        return moment_text(value) if value is not None and dialect.name == "sqlite" else value

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """From the database."""
        return datetime.fromisoformat(value) if isinstance(value, str) else value


def moment_text(moment: datetime) -> str:
    """A moment as fixed-width UTC text, whole seconds."""
    return moment.astimezone(UTC).isoformat(timespec="seconds")


Identifier = sa.String(36).with_variant(postgresql.UUID(as_uuid=False), "postgresql")
Json = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
Sum = sa.String(20).with_variant(sa.Numeric(14, 2), "postgresql")  # SQLite has no exact decimal, so text there


class Connection:
    """A driver's connection, for the time of one transaction or of a few single statements."""

    __slots__ = ("dialect", "driver", "prepared")

    def __init__(self, driver: Any, dialect: str, prepared: dict[str, bytes]) -> None:
        self.driver = driver
        self.dialect = dialect
        self.prepared = prepared


class Database:
    """A handle on one database. Threads may share it; each transaction has a connection of its own.

    SQLAlchemy keeps the pool, the tables and the migrations; statements go to the driver in its own words, because
    an object for each result costs more than the statement.
    """

    def __init__(self, url: str, *, pool_size: int = 16) -> None:
        self.url = url
        self.engine = _engine(url, pool_size)
        self.dialect = self.engine.dialect.name

    @property
    def is_sqlite(self) -> bool:
        """Whether this is the embedded database: one writer at a time."""
        return self.dialect == "sqlite"

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection on which every statement is a transaction of its own."""
        with self._pooled() as connection:
            if not self.is_sqlite and not connection.driver.autocommit:
                connection.driver.autocommit = True
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A writing transaction, committed at the end and rolled back on any error."""
        with self._pooled() as connection:
            if self.is_sqlite:
                run(connection, "BEGIN IMMEDIATE")
            else:
                connection.driver.autocommit = False
            try:
                yield connection
                _finish(connection)
            except BaseException:
                connection.driver.rollback()
                _forget_statements(connection)
                raise

    @contextmanager
    def _pooled(self) -> Iterator[Connection]:
        try:
            pooled = self.engine.raw_connection()
        except PoolTimeout as error:
            raise Busy from error
        driver: Any = pooled.driver_connection
        try:
            yield Connection(driver, self.dialect, pooled.info.setdefault("prepared", {}))
        finally:
            if not self.is_sqlite and driver.closed:
                pooled.invalidate()  # the server let it go, and whoever comes next needs one that lives
            pooled.close()

    def close(self) -> None:
        """Give every connection back."""
        self.engine.dispose()


def open_database(url: str, *, pool_size: int = 16) -> Database:
    """Open the database behind a SQLAlchemy URL (``sqlite:///…`` or ``postgresql+psycopg://…``)."""
    return Database(url, pool_size=pool_size)


def run(connection: Connection, sql: str, values: Mapping[str, Any] | None = None) -> Rows:
    """Run one statement and return its rows.

    Raises ``Moved`` where somebody else wrote first and ``Busy`` where others hold what is needed for too long.
    """
    try:
        cursor = connection.driver.execute(sql, values or {})
        rows: Rows = cursor.fetchall() if cursor.description else []
    except (psycopg.Error, sqlite3.Error) as error:
        raise meaning(error) from error
    return rows


def run_all(connection: Connection, sql: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """Run one statement for each of the rows. Raises as ``run`` does."""
    try:
        connection.driver.cursor().executemany(sql, rows)
    except (psycopg.Error, sqlite3.Error) as error:
        raise meaning(error) from error


def placeholder(dialect: str, name: str) -> str:
    """How a statement names a value on this database."""
    return f":{name}" if dialect == "sqlite" else f"%({name})s"


def insert_sql(dialect: str, table: str, columns: Iterable[str]) -> str:
    """The statement that inserts one row, its values named as its columns."""
    named = list(columns)
    places = ", ".join(placeholder(dialect, name) for name in named)
    return f"INSERT INTO {table} ({', '.join(named)}) VALUES ({places})"


def _forget_statements(connection: Connection) -> None:
    """With a rollback psycopg forgets what it prepared, and where that was anything it deallocates ours too."""
    if connection.prepared:
        connection.driver.pgconn.exec_(b"DEALLOCATE ALL")
        connection.prepared.clear()


def _finish(connection: Connection) -> None:
    try:
        connection.driver.commit()
    except (psycopg.Error, sqlite3.Error) as error:
        raise meaning(error) from error


def meaning(error: Exception) -> Exception:
    """What a driver's error means here; one that means nothing to us stays what it is."""
    if isinstance(error, sqlite3.IntegrityError) and any(word in str(error) for word in _WROTE_FIRST):
        return Moved()
    if isinstance(error, sqlite3.OperationalError) and "locked" in str(error):
        return Busy()
    code = getattr(error, "sqlstate", None)
    if code in ("23505", "40001", "40P01"):
        return Moved()
    return Busy() if code in ("55P03", "53300") else error


_WROTE_FIRST = ("UNIQUE", "the case is elsewhere", "this message exists", "a case opens with its first message")


def upgrade(url: str, revision: str = "head") -> None:
    """Bring the database to the newest schema, its triggers included. Safe to run again."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["url"] = normal_url(url)
    path = make_url(normal_url(url)).database
    if url.startswith("sqlite") and path and path != ":memory:":
        Path(path).parent.mkdir(parents=True, exist_ok=True)
    command.upgrade(config, revision)


def normal_url(url: str) -> str:
    """The URL with the driver that we use, whatever spelling of PostgreSQL was given."""
    for spelling in ("postgresql://", "postgres://"):
        if url.startswith(spelling):
            return "postgresql+psycopg://" + url[len(spelling) :]
    return url


def _engine(url: str, pool_size: int) -> Engine:
    engine = sa.create_engine(normal_url(url), **_pooling(pool_size))
    if engine.dialect.name == "postgresql":
        event.listen(engine, "connect", _prepare_postgresql)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
    return engine


def _pooling(size: int) -> dict[str, Any]:
    """How connections are kept. They come back clean: ``read`` opens no transaction, ``write`` ends its own."""
    return {"pool_size": size, "max_overflow": 0, "pool_timeout": 20, "pool_reset_on_return": None}


def _prepare_postgresql(connection: Any, _: PoolProxiedConnection) -> None:
    """UTC, and each of our few statements planned once, because planning costs more than running them.

    They meet a handful of rows by a key each, for which a bitmap is a detour.
    """
    connection.autocommit = True
    connection.execute("SET TIME ZONE 'UTC'")
    connection.execute("SET plan_cache_mode = force_generic_plan")
    connection.prepare_threshold = 2
    connection.execute("SET jit = off")
    connection.execute("SET enable_bitmapscan = off")
    connection.autocommit = False


def _prepare_sqlite(connection: Any, _: PoolProxiedConnection) -> None:
    connection.isolation_level = None
    for setting in (
        "journal_mode=WAL",
        "foreign_keys=ON",
        "recursive_triggers=ON",
        "synchronous=FULL",
        "secure_delete=ON",
        "busy_timeout=20000",
    ):
        connection.execute(f"PRAGMA {setting}")

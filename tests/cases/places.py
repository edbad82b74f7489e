"""Everything that is kept: each row of each table, each byte of the database's files and of the stored ones."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tests.builders import Desk


def everything_kept(desk: Desk) -> Iterator[tuple[str, bytes]]:
    """Every place by name, with what lies there."""
    for table in _tables(desk):
        for row in desk.rows(_whole(desk, table)):
            yield table, repr(row).encode()
    for path in sorted(desk.folder.rglob("*")):
        if path.is_file():
            yield f"{path.name}", path.name.encode() + path.read_bytes()


def found(desk: Desk, words: tuple[str, ...]) -> set[tuple[str, str]]:
    """Which of the words lie where, whatever their case."""
    places = [(name, kept.lower()) for name, kept in everything_kept(desk)]
    return {(word, name) for word in words for name, kept in places if word.lower().encode() in kept}


def _tables(desk: Desk) -> list[str]:
    if desk.database.is_sqlite:
        # The inner tables of the index are listed as well, for there its words lie.
        listed = "SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'search_index'"
    else:
        listed = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
    return [name for (name,) in desk.rows(listed)]


def _whole(desk: Desk, table: str) -> str:
    return f"SELECT * FROM {table}" if desk.database.is_sqlite else f"SELECT t::text FROM {table} t"


def files_of(desk: Desk) -> list[Path]:
    """The stored files."""
    return [path for path in desk.folder.glob("files/**/*") if path.is_file()]

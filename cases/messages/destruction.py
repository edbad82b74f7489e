"""Files that go for good: their names at once, their bytes unless somebody else uploaded the same ones."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from cases.db import Database, moment_text, placeholder, run
from cases.messages.files import Files


def destroy_files(database: Database, files: Files, names: Iterable[str], now: datetime) -> int:
    """Destroy files by id; how many were there. One that was begun and broke off is ended by doing it again.

    The name goes first, so that nobody is shown a file whose bytes are gone.
    """
    mark = {name: placeholder(database.dialect, name) for name in ("id", "at", "sha256")}
    gone = 0
    for name in names:
        with database.write() as connection:
            gone += len(
                run(
                    connection,
                    f"UPDATE attachment SET name = '', text = '', destroyed_at = {mark['at']}"
                    f" WHERE id = {mark['id']} AND destroyed_at IS NULL RETURNING 1",
                    {"id": name, "at": moment_text(now)},
                )
            )
            same = "SELECT b.id FROM attachment b WHERE b.sha256 = a.sha256 AND b.destroyed_at IS NULL"
            sql = f"SELECT a.sha256 FROM attachment a WHERE a.id = {mark['id']} AND NOT EXISTS ({same})"
            needless = run(connection, sql, {"id": name})
        for (digest,) in needless:
            files.delete(digest)
    return gone

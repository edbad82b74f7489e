"""Save a view of the queue under a name, and forget it. Each of a team has views of their own."""

from __future__ import annotations

from typing import NamedTuple

from cases.casefile.asker import Asker
from cases.casefile.people import person_named
from cases.db import Connection, Database, insert_sql, placeholder, run
from cases.errors import Forbidden

MOST = 30


class View(NamedTuple):
    """A saved view: its name, and what it asks of the queue."""

    name: str
    asked: str


def views_of(connection: Connection, asker: Asker) -> list[View]:
    """The asker's views by name."""
    mark = {name: placeholder(connection.dialect, name) for name in ("realm", "sub")}
    sql = (
        "SELECT v.name, v.asked FROM saved_view v JOIN person p ON p.id = v.person"
        f" WHERE p.realm = {mark['realm']} AND p.external_id = {mark['sub']} ORDER BY v.name LIMIT {MOST:d}"
    )
    return [View(*row) for row in run(connection, sql, {"realm": asker.role, "sub": asker.sub})]


def save_view(database: Database, asker: Asker, name: str, asked: str) -> bool:
    """Save it, in place of one with the same name; False where there are too many. Raises ``Forbidden``."""
    if not asker.team:
        raise Forbidden
    with database.write() as connection:
        known = {view.name for view in views_of(connection, asker)}
        if name not in known and len(known) >= MOST:
            return False
        row = {"person": person_named(connection, asker.role, asker.sub, asker.lang), "name": name, "asked": asked}
        again = " ON CONFLICT (person, name) DO UPDATE SET asked = excluded.asked"
        run(connection, insert_sql(connection.dialect, "saved_view", row) + again, row)
    return True


def forget_view(database: Database, asker: Asker, name: str) -> None:
    """Forget the asker's view of that name."""
    mark = {key: placeholder(database.dialect, key) for key in ("realm", "sub", "name")}
    whose = f"SELECT id FROM person WHERE realm = {mark['realm']} AND external_id = {mark['sub']}"
    sql = f"DELETE FROM saved_view WHERE name = {mark['name']} AND person = ({whose})"
    with database.write() as connection:
        run(connection, sql, {"realm": asker.role, "sub": asker.sub, "name": name})

"""What a trigger is, and how each database writes one."""

from __future__ import annotations

from typing import NamedTuple


class Trigger(NamedTuple):
    """A trigger by name, its table, and the statement that makes it; ``needs`` is another table that it writes to."""

    name: str
    table: str
    sql: str
    needs: str = ""


def sqlite_trigger(name: str, moment: str, table: str, when: str, then: str, needs: str = "") -> Trigger:
    """A trigger on SQLite: its statements stand in it."""
    condition = f"WHEN {when} " if when else ""
    return Trigger(name, table, f"CREATE TRIGGER {name} {moment} ON {table} {condition}BEGIN {then}; END", needs)


def postgresql_trigger(name: str, moment: str, table: str, function: str, when: str = "", needs: str = "") -> Trigger:
    """A trigger on PostgreSQL: it calls a function."""
    each = "STATEMENT" if moment.endswith("TRUNCATE") else "ROW"
    condition = f"WHEN ({when}) " if when else ""
    sql = f"CREATE TRIGGER {name} {moment} ON {table} FOR EACH {each} {condition}EXECUTE FUNCTION {function}()"
    return Trigger(name, table, sql, needs)

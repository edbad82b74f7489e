"""A database that is used again is as new as a copy; what cannot be made so is not used again."""

from __future__ import annotations

import psycopg
import pytest

from tests.used_again import Shelf, copy_database

SCHEMA = """
CREATE TABLE setting (name text PRIMARY KEY);
INSERT INTO setting VALUES ('first');
CREATE TABLE parent (id int PRIMARY KEY);
CREATE TABLE child (id int PRIMARY KEY, parent int REFERENCES parent);
CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'kept for ever'; END $$;
CREATE TRIGGER kept BEFORE DELETE ON parent FOR EACH ROW EXECUTE FUNCTION refuse();
ALTER TABLE parent ENABLE ALWAYS TRIGGER kept;
"""


@pytest.fixture
def shelf(postgresql_server: str) -> Shelf:
    template = copy_database(postgresql_server, "template1")
    with psycopg.connect(f"{postgresql_server}/{template}") as connection:
        connection.execute(SCHEMA)
    return Shelf(postgresql_server, template)


def used(shelf: Shelf, server: str, *statements: str) -> str:
    name = shelf.take()
    with psycopg.connect(f"{server}/{name}") as connection:
        for statement in statements:
            connection.execute(statement)
    shelf.give_back(name)
    return name


def test_it_is_empty_again_though_its_triggers_refuse_deletion(shelf: Shelf, postgresql_server: str) -> None:
    name = used(shelf, postgresql_server, "INSERT INTO parent VALUES (1)", "INSERT INTO child VALUES (1, 1)")

    assert shelf.take() == name
    with psycopg.connect(f"{postgresql_server}/{name}") as connection:
        counts = "SELECT (SELECT count(*) FROM parent), (SELECT count(*) FROM child), (SELECT count(*) FROM setting)"
        assert connection.execute(counts).fetchone() == (0, 0, 1)


def test_it_keeps_its_triggers_as_strong_as_they_were(shelf: Shelf, postgresql_server: str) -> None:
    name = used(shelf, postgresql_server, "INSERT INTO parent VALUES (1)")

    with psycopg.connect(f"{postgresql_server}/{name}") as connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute("INSERT INTO parent VALUES (2)")
        with pytest.raises(psycopg.errors.RaiseException, match="kept for ever"):
            connection.execute("DELETE FROM parent")


def test_it_is_used_a_third_time(shelf: Shelf, postgresql_server: str) -> None:
    first = used(shelf, postgresql_server, "INSERT INTO parent VALUES (1)")
    second = used(shelf, postgresql_server, "INSERT INTO parent VALUES (1)")

    assert shelf.take() == first == second


def test_it_comes_back_though_somebody_is_still_connected(shelf: Shelf, postgresql_server: str) -> None:
    name = shelf.take()
    left_open = psycopg.connect(f"{postgresql_server}/{name}")
    left_open.execute("LOCK TABLE parent")
    shelf.give_back(name)

    assert shelf.take() == name
    left_open.close()


@pytest.mark.parametrize(
    "change",
    [
        "ALTER TABLE parent DISABLE TRIGGER kept",
        "DROP TRIGGER kept ON parent",
        "CREATE TABLE another (id int)",
        "ALTER TABLE child ADD COLUMN note text",
        "ALTER TABLE child ALTER COLUMN id SET DEFAULT 7",
        "ALTER TABLE child DROP CONSTRAINT child_parent_fkey",
        "CREATE INDEX another ON child (parent)",
        "CREATE VIEW another AS SELECT 1 AS one",
        "CREATE SCHEMA another",
        "CREATE OR REPLACE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN OLD; END $$",
        "DO $$ BEGIN EXECUTE 'ALTER DATABASE ' || current_database() || ' SET jit = off'; END $$",
        "INSERT INTO setting VALUES ('second')",
        "DELETE FROM setting",
    ],
)
def test_it_is_left_alone_after_a_change_that_cannot_be_undone(
    shelf: Shelf, postgresql_server: str, change: str
) -> None:
    assert used(shelf, postgresql_server, change) != shelf.take()

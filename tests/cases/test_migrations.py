"""Migrations: whatever the database was before, afterwards it has every table, trigger and view, and its log."""

from __future__ import annotations

import shutil
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from cases.casefile.search import search
from cases.casefile.search_indexes import Search
from cases.db import MIGRATIONS, normal_url, open_database, run, upgrade
from cases.db.search import postgresql, sqlite
from cases.db.triggers import POSTGRESQL, SQLITE, install
from cases.ledger.verify import verify
from cases.messages.search.query import sought_in
from cases.tables import METADATA, has_a_model
from tests.builders import Desk, Told, a_question, a_return
from tests.cast import JAN, NORD

FIRST = "0001"


def triggers(url: str) -> dict[str, str]:
    """Every trigger by name, as the database itself has it."""
    with closing(open_database(url)) as database, database.read() as connection:
        if database.is_sqlite:
            return dict(run(connection, "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"))
        # A: it fires always, in a replica's session too
        found = "SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal AND tgenabled = 'A'"
        return dict(run(connection, found))


def listed(url: str) -> set[str]:
    return {trigger.name for trigger in (SQLITE if url.startswith("sqlite") else POSTGRESQL)}


def test_it_has_installed_the_listed_triggers_and_no_other(database_url: str) -> None:
    assert set(triggers(database_url)) == listed(database_url)
    if database_url.startswith("sqlite"):
        assert triggers(database_url) == {trigger.name: trigger.sql for trigger in SQLITE}


def test_it_makes_the_tables_that_the_code_has(database_url: str) -> None:
    engine = sa.create_engine(normal_url(database_url))
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_name": has_a_model})
        assert compare_metadata(context, METADATA) == []
    engine.dispose()


def copy(source: str, target: str) -> None:
    """Every row of the newest schema, as far as an older one has a place for it.

    Because only the newest schema has code that writes. The triggers are off for this; the next migration ends with
    making them anew. What the world is to hear has another shape now, so that is not among it.
    """
    here, there = sa.create_engine(normal_url(source)), sa.create_engine(normal_url(target))
    with here.connect() as reading, there.begin() as writing:
        old = sa.MetaData()
        old.reflect(writing)
        if there.dialect.name == "sqlite":
            for trigger in SQLITE:
                writing.exec_driver_sql(f"DROP TRIGGER IF EXISTS {trigger.name}")
        else:
            for name in {trigger.table for trigger in POSTGRESQL} & set(old.tables):
                writing.exec_driver_sql(f"ALTER TABLE {name} DISABLE TRIGGER USER")
        for table in METADATA.sorted_tables:
            kept = (
                old.tables.get(table.name, sa.Table(table.name, old)).columns.keys() if table.name != "outbox" else []
            )
            columns = [column for column in table.columns if column.name in kept]
            rows = reading.execute(sa.select(*columns)).mappings().all() if columns else []
            if rows:
                writing.execute(table.insert(), [dict(row) for row in rows])
    here.dispose()
    there.dispose()


TOLD = (
    "INSERT INTO outbox (id, type, case_id, seq, market, body, at, delivered_at)"
    " SELECT '01890000-0000-7000-8000-00000000000{n}', '{type}', id, 2, market, '{body}', updated_at, {at} FROM cases"
)


def tell(url: str) -> None:
    """Of the first schema: one event that nobody was told yet, and one that was delivered."""
    body = '{"case": "c", "version": 2, "on": "seller"}'
    with closing(open_database(url)) as database, database.write() as connection:
        run(connection, TOLD.format(n=1, type="deadline.warned", body=body, at="NULL"))
        run(connection, TOLD.format(n=2, type="deadline.missed", body=body, at="updated_at"))


def test_it_goes_up_from_the_first_with_its_log(blank_database_url: str, migrated_sqlite: Path, tmp_path: Path) -> None:
    newest = f"sqlite:///{tmp_path / 'newest.sqlite'}"
    shutil.copyfile(migrated_sqlite, tmp_path / "newest.sqlite")
    with closing(open_database(newest)) as database:
        desk = Desk(database, tmp_path)
        desk.takes()
        case = desk.opens(a_question())
        case.says(NORD, "It fits.")
    upgrade(blank_database_url, FIRST)
    copy(newest, blank_database_url)
    tell(blank_database_url)
    upgrade(blank_database_url)
    upgrade(blank_database_url)
    assert set(triggers(blank_database_url)) == listed(blank_database_url)
    with closing(open_database(blank_database_url)) as database:
        assert verify(database).messages == 2
        desk = Desk(database, tmp_path)
        assert [event for (event,) in desk.rows("SELECT event FROM transition ORDER BY seq")] == ["ask", "answer"]
        with database.read() as connection:
            found, _ = search(connection, NORD, Search(sought_in("fit")))
        assert [hit.entry.body for hit in found] == ["It fits.", "Does the sieve fit?"]
        assert desk.told("deadline.warned") == [{"type": "deadline.warned", "on": "seller", "case": case.id}]
        assert desk.told("deadline.missed") == []
        Told(desk, case.id).says(JAN, "Thank you!")
        assert verify(database).messages == 3


def test_it_learns_from_the_log_where_files_were_named(
    blank_database_url: str, migrated_sqlite: Path, tmp_path: Path
) -> None:
    newest = f"sqlite:///{tmp_path / 'newest.sqlite'}"
    shutil.copyfile(migrated_sqlite, tmp_path / "newest.sqlite")
    used = "SELECT attachment, case_id, seq FROM attachment_use ORDER BY 1, 2, 3"
    with closing(open_database(newest)) as database:
        desk = Desk(database, tmp_path)
        desk.takes()
        one, two = desk.photos_of(JAN)
        desk.opens(a_question(attachments=[one]))
        fields = {"wished_remedy": "refund", "photos": [one, two]}
        desk.opens(a_return(reason="damaged", fields=fields, attachments=[one]))
        desk.photos_of(NORD)
        named = desk.rows(used)
    upgrade(blank_database_url, "0006")
    copy(newest, blank_database_url)
    upgrade(blank_database_url)
    with closing(open_database(blank_database_url)) as database:
        found = [(name, str(case), seq) for name, case, seq in Desk(database, tmp_path).rows(used)]
    assert len(named) == 3
    assert found == named


def test_it_takes_in_the_files_that_were_named_before(
    blank_database_url: str, migrated_sqlite: Path, tmp_path: Path
) -> None:
    newest = f"sqlite:///{tmp_path / 'newest.sqlite'}"
    shutil.copyfile(migrated_sqlite, tmp_path / "newest.sqlite")
    with closing(open_database(newest)) as database:
        desk = Desk(database, tmp_path)
        desk.takes()
        desk.opens(a_question(attachments=desk.photos_of(JAN)))
    upgrade(blank_database_url, "0010")
    copy(newest, blank_database_url)
    with closing(open_database(blank_database_url)) as database:
        with database.engine.begin() as transaction:  # as the migration did that made the index
            install(transaction)
            transaction.exec_driver_sql(sqlite.FILL_ALL if database.is_sqlite else postgresql.FILL)
        upgrade(blank_database_url)
        with database.read() as connection:
            ((hit,), _) = search(connection, NORD, Search(sought_in("photo.png sieve")))
    assert hit.entry.body == "Does the sieve fit?"


def test_it_shows_every_transition_and_no_plain_message(desk: Desk) -> None:
    desk.takes()
    case = desk.opens(a_question())
    case.says(NORD, "Which one do you mean?", answers=[])
    case.says(NORD, "It fits.")
    found = desk.rows("SELECT seq, event, from_state, to_state, role FROM transition ORDER BY seq")
    assert found == [
        (1, "ask", None, "awaiting_seller", "buyer"),
        (3, "answer", "awaiting_seller", "answered", "seller"),
    ]


@pytest.mark.parametrize(
    "attack",
    [
        "UPDATE transition SET to_state = 'closed'",
        "DELETE FROM transition",
        "INSERT INTO transition SELECT * FROM transition",
    ],
)
def test_it_takes_nothing_through_the_view(attack: str, desk: Desk) -> None:
    desk.takes()
    desk.opens(a_question())
    with pytest.raises(Exception), desk.database.write() as connection:  # noqa: B017, PT011  # each driver has its own
        run(connection, attack)
    assert verify(desk.database).holds


def test_it_has_one_line_of_revisions() -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    scripts = list(ScriptDirectory.from_config(config).walk_revisions())
    assert scripts[-1].revision == FIRST
    assert [script.down_revision for script in scripts[:-1]] == [script.revision for script in scripts[1:]]

"""Any SQL client on the project's own database: what the log holds, nobody can change (contract, section 4)."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from typing import Any

import psycopg
import pytest

from cases.casefile.asker import Asker
from cases.casefile.order_shape import OrderIn
from cases.db import open_database
from cases.db.triggers import POSTGRESQL, SQLITE
from cases.ledger.verify import verify
from cases.verbs.import_orders import import_order
from cases.verbs.open_case import open_case
from cases.verbs.openings import Opening
from cases.verbs.redact import redact
from cases.verbs.write_message import Message, write_message

NOW = datetime(2026, 4, 2, 13, 0, tzinfo=UTC)
COLUMNS = "case_id, seq, prev_seq, event, from_state, to_state, role, at, kind, lang, prev_hash, hash, canonical"
ZERO = "0" * 64

ATTACKS = {
    "set_a_state": "UPDATE cases SET state = 'closed'",
    "jump_ahead": "UPDATE cases SET version = 9, state = 'closed'",
    "set_back": "UPDATE cases SET version = 1, state = 'awaiting_seller'",
    "change_the_head": f"UPDATE cases SET head = '{ZERO}'",
    "give_it_to_another_seller": "UPDATE cases SET seller_id = 'other'",
    "delete_a_case": "DELETE FROM cases",
    "change_a_message": "UPDATE message SET to_state = 'closed'",
    "change_its_author": "UPDATE message SET role = 'buyer'",
    "delete_a_message": "DELETE FROM message",
    "leave_a_gap": f"INSERT INTO message ({COLUMNS}) SELECT case_id, 9, 8, 'close', to_state, 'closed', role, at, kind,"
    " lang, hash, hash, canonical FROM message WHERE seq = 2",
    "fork": f"INSERT INTO message ({COLUMNS}) SELECT case_id, 2, 1, 'close', from_state, 'closed', role, at, kind,"
    " lang, prev_hash, hash, canonical FROM message WHERE seq = 2",
    "come_from_a_state_it_was_not_in": f"INSERT INTO message ({COLUMNS}) SELECT case_id, 3, 2, 'close', 'refund_due',"
    " 'closed', role, at, kind, lang, hash, hash, canonical FROM message WHERE seq = 2",
    "forget_the_predecessor": f"INSERT INTO message ({COLUMNS}) SELECT case_id, 3, 2, 'close', to_state, 'closed',"
    f" role, at, kind, lang, '{ZERO}', hash, canonical FROM message WHERE seq = 2",
    "move_without_an_event": f"INSERT INTO message ({COLUMNS}) SELECT case_id, 3, 2, '', to_state, 'closed', role, at,"
    " kind, lang, hash, hash, canonical FROM message WHERE seq = 2",
    "change_words": "UPDATE content SET body = 'other words'",
    "delete_words": "DELETE FROM content",
    "add_words": "INSERT INTO content SELECT case_id, seq, 'original', salt, 'other words', fields FROM content",
    "redact_in_silence": "INSERT INTO redaction SELECT case_id, 1, 'delivered', 2 FROM message WHERE seq = 2",
}
HELD_ATTACKS = {
    "read_held_words": "INSERT INTO released SELECT case_id, seq, seq + 1 FROM message WHERE seq = 3",
    "read_them_by_another_message": "INSERT INTO released SELECT case_id, seq, 2 FROM message WHERE seq = 1",
    "give_a_held_message_another_event": "UPDATE held_event SET event = 'decline'",
    "forget_its_event": "DELETE FROM held_event",
    "hold_what_was_delivered": "INSERT INTO held_event SELECT case_id, 1, 'answer', 'seller', 0 FROM message"
    " WHERE seq = 1",
    "change_held_words": "UPDATE content SET body = 'other words' WHERE part = 'original'",
    "delete_held_words": "DELETE FROM content WHERE part = 'original'",
    "deliver_other_words": "INSERT INTO content SELECT case_id, seq, 'delivered', salt, 'other words', fields"
    " FROM content WHERE seq = 3",
}
REPLACING = {
    "replace_a_case": "INSERT OR REPLACE INTO cases SELECT * FROM cases",
    "replace_a_message": "INSERT OR REPLACE INTO message SELECT * FROM message",
    "replace_words": "INSERT OR REPLACE INTO content SELECT case_id, seq, part, salt, 'other', fields FROM content",
    "update_or_replace": "UPDATE OR REPLACE message SET seq = 9",
    "open_without_a_message": "INSERT INTO cases SELECT 'x', 'X-1', kind, workflow, market, lang, order_id,"
    " order_revision, seller_id, buyer_id, reason, about, units, opened_at, 1, 'closed', head, updated_at, closed_at,"
    " outcome, held_by, reply_due_at, overdue, progress FROM cases",
}


def fill(url: str) -> str:
    """A question that was answered: two messages. Returns its id."""
    database = open_database(url)
    order = {
        "id": "O1",
        "market": "DE",
        "seller": {"id": "nord", "name": "Werkstatt Nord"},
        "buyer": {"id": "jan", "name": "Jan Vos"},
        "currency": "EUR",
        "placed_at": "2026-03-20T10:00:00+01:00",
        "lines": [{"line": "1", "title": "Coffee machine", "quantity": 1, "unit_price": "129.00"}],
    }
    import_order(database, OrderIn.model_validate(order), NOW)
    opening = Opening("question", order="O1", reason="product", body="Does it fit?", lang="en")
    case_id = open_case(database, Asker("buyer", "jan"), opening, NOW).file.case.id
    write_message(database, Asker("seller", "anna", "nord"), case_id, Message(body="Yes, it fits."), NOW)
    database.close()
    return case_id


def hold(url: str) -> None:
    """A third message, which is held, and a fourth that says so."""
    database = open_database(url)
    with database.read() as connection:
        ((case_id,),) = connection.driver.execute("SELECT id FROM cases").fetchall()
    write_message(database, Asker("seller", "anna", "nord"), str(case_id), Message(body="You idiot."), NOW)
    database.close()


def attack(url: str, sql: str) -> None:
    """By a plain client, foreign keys off."""
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)) as connection:
            connection.execute(sql)
        return
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(sql)


def still_holds(url: str, version: int = 2) -> bool:
    """Whether the whole log verifies and the case stands where it stood."""
    database = open_database(url)
    with database.read() as connection:
        stands = connection.driver.execute("SELECT version, state FROM cases").fetchall()
    found = verify(database)
    database.close()
    return found.holds and [tuple(row) for row in stands] == [(version, "answered")]


@pytest.fixture(params=["OFF", "ON"])
def plain_client(request: pytest.FixtureRequest, sqlite_url: str) -> Iterator[tuple[str, sqlite3.Connection]]:
    """A plain sqlite3 client, foreign keys off as by default, and on."""
    fill(sqlite_url)
    connection = sqlite3.connect(sqlite_url.removeprefix("sqlite:///"), isolation_level=None)
    connection.execute(f"PRAGMA foreign_keys = {request.param}")
    connection.execute("PRAGMA ignore_check_constraints = ON")
    yield sqlite_url, connection
    connection.close()


@pytest.mark.parametrize("name", [*ATTACKS, *REPLACING])
def test_it_refuses_on_sqlite_to(name: str, plain_client: tuple[str, sqlite3.Connection]) -> None:
    url, connection = plain_client
    with pytest.raises(sqlite3.Error):
        connection.execute((ATTACKS | REPLACING)[name])
    assert still_holds(url)


@pytest.mark.parametrize("name", [*ATTACKS, "empty_the_log", "empty_the_cases"])
def test_it_refuses_on_postgresql_to(name: str, postgresql_url: str) -> None:
    fill(postgresql_url)
    more: dict[str, Any] = {"empty_the_log": "TRUNCATE message CASCADE", "empty_the_cases": "TRUNCATE cases CASCADE"}
    with psycopg.connect(postgresql_url, autocommit=True) as connection, pytest.raises(psycopg.Error):
        connection.execute((ATTACKS | more)[name])
    assert still_holds(postgresql_url)


@pytest.mark.usefixtures("every_rule_applied")
@pytest.mark.parametrize("name", HELD_ATTACKS)
def test_it_refuses_with_a_held_message_to(name: str, database_url: str) -> None:
    fill(database_url)
    hold(database_url)
    with pytest.raises((sqlite3.Error, psycopg.Error)):
        attack(database_url, HELD_ATTACKS[name])
    assert still_holds(database_url, 4)


def test_it_holds_against_a_replica_session_too(postgresql_url: str) -> None:
    fill(postgresql_url)
    with psycopg.connect(postgresql_url, autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica")
        with pytest.raises(psycopg.Error):
            connection.execute(ATTACKS["set_a_state"])
    assert still_holds(postgresql_url)


def test_it_refuses_a_first_message_that_opens_no_case(postgresql_url: str) -> None:
    fill(postgresql_url)
    stray = (
        f"INSERT INTO message ({COLUMNS}) SELECT gen_random_uuid(), 1, NULL, 'ask', NULL, 'closed', role, at, kind,"
        " lang, prev_hash, hash, canonical FROM message WHERE seq = 1"
    )
    with psycopg.connect(postgresql_url, autocommit=True) as connection, pytest.raises(psycopg.Error):
        connection.execute(stray)


def test_it_has_installed_exactly_the_listed_triggers(sqlite_url: str, postgresql_url: str) -> None:
    connection = sqlite3.connect(sqlite_url.removeprefix("sqlite:///"))
    found = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")}
    connection.close()
    assert found == {trigger.name for trigger in SQLITE}
    with psycopg.connect(postgresql_url) as other:
        rows = other.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled = 'A'").fetchall()
    enabled = {row[0] for row in rows}
    assert enabled == {trigger.name for trigger in POSTGRESQL}


def test_it_destroys_words_only_by_a_redaction_that_the_log_tells(database_url: str) -> None:
    case_id = fill(database_url)
    database = open_database(database_url)
    redact(database, Asker("admin", "root"), case_id, 1, "a phone number", NOW)
    with database.read() as connection:
        left = connection.driver.execute("SELECT seq FROM content ORDER BY seq").fetchall()
    assert [tuple(row) for row in left] == [(2,), (3,)]
    assert verify(database).holds
    database.close()

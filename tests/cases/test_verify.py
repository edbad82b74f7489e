"""Verification finds what somebody did who took the triggers away first, and names the entry that does not hold."""

from __future__ import annotations

import pytest

from cases.db import Database, run
from cases.ledger.verify import verify
from cases.verbs.redact import redact
from tests.builders import Desk, Told, a_question
from tests.cast import JAN, NORD, ROOT

ZERO = "0" * 64

TAMPERED = {
    "a_hash": ("UPDATE message SET hash = '{zero}' WHERE seq = 2", "{case}.2 is not what was hashed"),
    "what_was_hashed": (
        "UPDATE message SET canonical = replace(canonical, 'seller', 'buyer') WHERE seq = 2",
        "{case}.2 is not what was hashed",
    ),
    "what_was_hashed_into_nonsense": ("UPDATE message SET canonical = '{{' WHERE seq = 2", "{case}.2 is not what was"),
    "the_predecessor": ("UPDATE message SET prev_hash = '{zero}' WHERE seq = 2", "{case}.2 does not follow"),
    "an_event": ("UPDATE message SET event = 'object' WHERE seq = 3", "{case}.3 says something else"),
    "an_author": ("UPDATE message SET author = case_id WHERE seq = 2", "{case}.2 says something else"),
    "no_author": ("UPDATE message SET author = NULL WHERE seq = 2", "{case}.2 says something else"),
    "a_role": ("UPDATE message SET role = 'platform' WHERE seq = 2", "{case}.2 says something else"),
    "a_time": ("UPDATE message SET at = '2026-04-01T00:00:00+00:00' WHERE seq = 2", "{case}.2 says something else"),
    "a_language": ("UPDATE message SET lang = 'nl' WHERE seq = 2", "{case}.2 says something else"),
    "a_kind": ("UPDATE message SET kind = 'system' WHERE seq = 2", "{case}.2 says something else"),
    "a_message_that_is_gone": (
        "DELETE FROM message WHERE seq = 4; DELETE FROM content WHERE seq = 4",
        "{case} does not stand where its log ends",
    ),
    "a_state": ("UPDATE cases SET state = 'awaiting_platform'", "{case} does not stand where its log ends"),
    "a_version": ("UPDATE cases SET version = 3", "{case} does not stand where its log ends"),
    "a_head": ("UPDATE cases SET head = '{zero}'", "{case} does not stand where its log ends"),
    "words": ("UPDATE content SET body = 'No.' WHERE seq = 2", "{case}.2 has other words than were hashed"),
    "fields": ("UPDATE content SET fields = '{{\"a\":1}}' WHERE seq = 2", "{case}.2 has other words than were hashed"),
    "a_salt": ("UPDATE content SET salt = '00' WHERE seq = 2", "{case}.2 has other words than were hashed"),
    "words_that_are_gone": ("DELETE FROM content WHERE seq = 2", "{case}.2 has lost its words without a redaction"),
    "words_that_no_message_has": (
        "INSERT INTO content SELECT case_id, seq, 'original', salt, body, fields FROM content WHERE seq = 2",
        "{case} holds words that no message names",
    ),
    "redacted_in_silence": (
        "INSERT INTO redaction SELECT case_id, 2, part, 3 FROM content WHERE seq = 2; DELETE FROM content",
        "{case}.1 has lost its words without a redaction",
    ),
    "a_case_that_is_gone": ("DELETE FROM cases", "message {case} belongs to no case"),
}


def told(desk: Desk) -> Told:
    """A question, its answer, another question, its answer."""
    desk.takes()
    case = desk.opens(a_question())
    case.says(NORD, "It fits.")
    case.says(JAN, "Is it blue?")
    case.says(NORD, "It is.")
    return case


def tamper(database: Database, sql: str) -> None:
    """Take the triggers and foreign keys away and do it."""
    with database.read() as connection:
        if database.is_sqlite:
            run(connection, "PRAGMA foreign_keys = OFF")
            names = run(connection, "SELECT name FROM sqlite_master WHERE type = 'trigger'")
            before = [f"DROP TRIGGER {name}" for (name,) in names]
        else:
            tables = ("message", "cases", "content", "redaction", "deadline", "question", "link", "breach")
            before = [f"ALTER TABLE {table} DISABLE TRIGGER ALL" for table in tables]
        for statement in (*before, *sql.split(";")):
            connection.driver.execute(statement)


@pytest.mark.parametrize("name", TAMPERED)
def test_it_names(name: str, desk: Desk) -> None:
    case = told(desk)
    assert verify(desk.database).holds
    sql, fault = TAMPERED[name]
    tamper(desk.database, sql.format(zero=ZERO))
    found = verify(desk.database)
    assert fault.format(case=case.id) in found.fault
    if name != "a_case_that_is_gone":
        assert verify(desk.database, case.id).fault == found.fault


def test_it_counts_what_holds(desk: Desk) -> None:
    told(desk)
    desk.opens(a_question())
    found = verify(desk.database)
    assert (found.cases, found.messages, found.fault) == (2, 5, "")


def test_it_holds_after_a_redaction_and_names_what_is_missing_beside_it(desk: Desk) -> None:
    case = told(desk)
    redact(desk.database, ROOT, case.id, 2, "a phone number", desk.now)
    assert verify(desk.database).holds
    tamper(desk.database, "DELETE FROM redaction")
    assert verify(desk.database).fault == f"message {case.id}.2 has lost its words without a redaction"


def test_it_holds_the_other_cases_where_one_does_not(desk: Desk) -> None:
    case, other = told(desk), desk.opens(a_question())
    tamper(desk.database, f"UPDATE message SET lang = 'nl' WHERE case_id = '{case.id}' AND seq = 1")
    assert not verify(desk.database).holds
    assert verify(desk.database, other.id).holds

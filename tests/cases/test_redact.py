"""A redaction destroys words for good: the log says so, still verifies, and takes no other words in their place."""

from __future__ import annotations

from typing import Any

import pytest

from cases.casefile.idempotency import Key, keep_answer
from cases.db import run
from cases.errors import Forbidden, NotFound
from cases.ledger.verify import verify
from cases.tables import METADATA
from cases.verbs.redact import redact
from cases.verbs.write_message import Message, write_message
from tests.builders import THURSDAY, Desk, Told, a_question, a_return
from tests.cast import JAN, NORD, ROOT, SYSTEMS

SECRET = "Is it blue? I live at Lindenweg 4711."


def redacted(desk: Desk) -> Told:
    desk.takes()
    case = desk.opens(a_question(body=SECRET))
    redact(desk.database, ROOT, case.id, 1, "a phone number", desk.now)
    return case


def everywhere(desk: Desk) -> str:
    """Every row of every table."""
    return " ".join(str(desk.rows(f"SELECT * FROM {table}")) for table in METADATA.tables)


def test_it_leaves_no_word_anywhere(desk: Desk) -> None:
    desk.takes()
    case = desk.opens(a_question())
    key = Key.of(sub="jan", role="buyer", method="POST", path="/", key="k", body=b"1", real_now=THURSDAY)
    write_message(desk.database, JAN, case.id, Message(SECRET), desk.now, key)
    assert "Lindenweg 4711" in everywhere(desk)
    redact(desk.database, ROOT, case.id, 2, "a phone number", desk.now)
    assert "Lindenweg 4711" not in everywhere(desk)
    assert verify(desk.database).holds


def said_under_a_key(desk: Desk) -> tuple[Told, Key]:
    desk.takes()
    case = desk.opens(a_question())
    key = Key.of(sub="jan", role="buyer", method="POST", path="/", key="k", body=b"1", real_now=THURSDAY)
    write_message(desk.database, JAN, case.id, Message(SECRET), desk.now, key)
    return case, key


def test_it_still_answers_a_repeated_request_and_writes_nothing(desk: Desk) -> None:
    case, key = said_under_a_key(desk)
    redact(desk.database, ROOT, case.id, 2, "a phone number", desk.now)
    again = write_message(desk.database, JAN, case.id, Message(SECRET), desk.now, key)
    assert (again.replayed, again.entry.seq, again.entry.body) == (True, 2, None)
    assert (case.version, again.file.case.version) == (3, 2)
    assert "Lindenweg 4711" not in everywhere(desk)


def test_it_forgets_an_answer_that_holds_the_words(desk: Desk) -> None:
    case, _ = said_under_a_key(desk)
    for name, said in (("whole", SECRET), ("other", "It fits.")):
        key = Key.of(sub="jan", role="buyer", method="POST", path="/batch", key=name, body=b"1", real_now=THURSDAY)
        keep_answer(desk.database, key, 200, f'{{"case": "{case.id}", "body": "{said}"}}')
    assert len(desk.rows("SELECT scope FROM idempotency")) == 3
    redact(desk.database, ROOT, case.id, 2, "a phone number", desk.now)
    assert len(desk.rows("SELECT scope FROM idempotency")) == 2
    assert "Lindenweg 4711" not in everywhere(desk)


def test_it_shows_that_something_was_there(desk: Desk) -> None:
    case = redacted(desk)
    first, last = case.entries()
    assert (first.body, first.fields) == (None, None)
    assert (last.kind, last.role, last.body) == (
        "system",
        "platform",
        "A text was removed from this case. Reason: a phone number",
    )
    assert [question["text"] for question in case.view(NORD)["questions"]] == [""]
    case.says(NORD, "It does not fit.")
    assert case.state == "answered"


def test_it_destroys_the_fields_of_an_event_too(desk: Desk) -> None:
    desk.takes()
    case = desk.opens(a_return())
    case.does(NORD, "decline", why="Jan Vos of Lindenweg 4 is known to us.")
    redact(desk.database, ROOT, case.id, 2, "an address", desk.now)
    assert "Lindenweg" not in everywhere(desk)
    assert case.state == "declined"


@pytest.mark.parametrize("statement", ["INSERT", "INSERT OR REPLACE"])
def test_it_takes_no_other_words_in_their_place(statement: str, desk: Desk) -> None:
    case = redacted(desk)
    verb = statement if desk.database.is_sqlite else "INSERT"
    attack = f"{verb} INTO content VALUES ('{case.id}', 1, 'delivered', '00', 'Other words', '{{}}')"
    with pytest.raises(Exception), desk.database.write() as connection:  # noqa: B017, PT011  # each driver has its own
        run(connection, attack)
    assert [seq for (seq,) in desk.rows("SELECT seq FROM content")] == [2]


@pytest.mark.parametrize(
    "attack",
    [
        "UPDATE redaction SET part = 'original'",
        "DELETE FROM redaction",
        "DELETE FROM content",
        "INSERT INTO redaction SELECT case_id, 2, 'delivered', 3 FROM message WHERE seq = 1",
        "INSERT INTO redaction SELECT case_id, 3, 'delivered', 2 FROM message WHERE seq = 1",
    ],
)
def test_it_is_itself_never_changed(attack: str, desk: Desk) -> None:
    case = redacted(desk)
    case.says(NORD, "It fits.")
    with pytest.raises(Exception), desk.database.write() as connection:  # noqa: B017, PT011  # as above
        run(connection, attack)
    assert verify(desk.database).holds


def test_it_destroys_the_same_words_once(desk: Desk) -> None:
    case = redacted(desk)
    for seq in (0, 1, 3, 10**12):
        with pytest.raises(NotFound):
            redact(desk.database, ROOT, case.id, seq, "again", desk.now)
    assert case.version == 2


@pytest.mark.parametrize("who", [JAN, NORD, SYSTEMS])
def test_it_is_for_admins_alone(who: Any, desk: Desk) -> None:
    desk.takes()
    case = desk.opens(a_question())
    with pytest.raises(Forbidden):
        redact(desk.database, who, case.id, 1, "mine", desk.now)
    assert case.entries()[0].body is not None


def test_it_is_possible_in_a_closed_case(desk: Desk) -> None:
    desk.takes()
    case = desk.opens(a_question(body=SECRET))
    case.does(JAN, "cancel")
    redact(desk.database, ROOT, case.id, 1, "a phone number", desk.now)
    assert (case.state, verify(desk.database).holds) == ("closed", True)

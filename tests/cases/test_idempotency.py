"""One key, one act: the same request again has the same answer and writes nothing, however many are in flight."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest

from cases.casefile.asker import Asker
from cases.casefile.idempotency import Key, find_answer, forget_answers
from cases.casefile.written import Written
from cases.errors import IdempotencyConflict
from cases.verbs.open_case import open_case
from cases.verbs.write_message import Message, write_message
from tests.builders import THURSDAY, Desk, Told, a_question, a_return
from tests.cast import JAN, NORD

IN_FLIGHT = 8


def a_key(body: bytes = b"{}", *, name: str = "k-1", who: Asker = JAN, path: str = "/v1/cases") -> Key:
    return Key.of(sub=who.sub, role=who.role, method="POST", path=path, key=name, body=body, real_now=THURSDAY)


def counts(desk: Desk) -> list[int]:
    return [desk.rows(f"SELECT count(*) FROM {table}")[0][0] for table in ("cases", "message", "deadline", "outbox")]


def seen(desk: Desk, answer: Written) -> Any:
    """What the outside would read of it."""
    case = answer.file.case
    return case.id, case.version, case.state, answer.entry, answer.file.deadlines, answer.file.questions


def test_it_opens_once(desk: Desk) -> None:
    desk.takes()
    first = open_case(desk.database, JAN, a_return(), desk.now, a_key())
    before = counts(desk)
    again = open_case(desk.database, JAN, a_return(), desk.now + timedelta(days=1), a_key())
    assert (first.replayed, again.replayed) == (False, True)
    assert seen(desk, again) == seen(desk, first)
    assert counts(desk) == before


def test_it_answers_as_it_did_though_the_case_has_moved_on(desk: Desk) -> None:
    desk.takes()
    case = desk.opens(a_question())
    said = write_message(desk.database, NORD, case.id, Message("It fits."), desk.now, a_key(who=NORD))
    case.says(JAN, "And is it blue?")
    desk.waits(days=2)
    before = counts(desk)
    again = write_message(desk.database, NORD, case.id, Message("It fits."), desk.now, a_key(who=NORD))
    assert seen(desk, again) == seen(desk, said)
    assert counts(desk) == before


def test_it_refuses_another_request_under_the_key(desk: Desk) -> None:
    desk.takes()
    open_case(desk.database, JAN, a_return(), desk.now, a_key())
    before = counts(desk)
    with pytest.raises(IdempotencyConflict):
        open_case(desk.database, JAN, a_question(), desk.now, a_key(b"other"))
    assert counts(desk) == before


def test_it_keeps_the_key_of_each_sender_and_call_apart(desk: Desk) -> None:
    desk.takes()
    case = desk.opens(a_question())
    for who, path in ((JAN, "/a"), (JAN, "/b"), (NORD, "/a")):
        answer = write_message(desk.database, who, case.id, Message("It fits."), desk.now, a_key(who=who, path=path))
        assert not answer.replayed
    assert case.version == 4


def test_it_keeps_no_key_of_what_was_refused_by_the_verb(desk: Desk) -> None:
    desk.takes()
    case = desk.opens(a_question())
    with pytest.raises(Exception):  # noqa: B017, PT011  # which one is told elsewhere
        write_message(desk.database, NORD, case.id, Message(""), desk.now, a_key(who=NORD))
    assert not write_message(desk.database, NORD, case.id, Message("Yes."), desk.now, a_key(who=NORD)).replayed


def test_it_forgets_after_seven_days(desk: Desk) -> None:
    desk.takes()
    open_case(desk.database, JAN, a_return(), desk.now, a_key())
    assert forget_answers(desk.database, THURSDAY + timedelta(days=7)) == 0
    assert forget_answers(desk.database, THURSDAY + timedelta(days=7, seconds=1)) == 1
    with desk.database.read() as connection:
        assert find_answer(connection, a_key()) is None


def test_it_writes_once_however_many_are_in_flight(desk: Desk) -> None:
    desk.takes()
    case = desk.opens(a_question())

    def send(_: int) -> Written:
        return write_message(desk.database, JAN, case.id, Message("Is it blue?"), desk.now, a_key())

    with ThreadPoolExecutor(IN_FLIGHT) as threads:
        answers = list(threads.map(send, range(IN_FLIGHT)))
    assert sorted(answer.replayed for answer in answers) == [False] + [True] * (IN_FLIGHT - 1)
    assert {answer.entry.hash for answer in answers} == {case.entries()[-1].hash}
    assert case.version == 2


def test_it_opens_once_however_many_are_in_flight(desk: Desk) -> None:
    desk.takes()

    def send(_: int) -> Written:
        return open_case(desk.database, JAN, a_question(), desk.now, a_key())

    with ThreadPoolExecutor(IN_FLIGHT) as threads:
        answers = list(threads.map(send, range(IN_FLIGHT)))
    assert len({answer.file.case.id for answer in answers}) == 1
    assert Told(desk, answers[0].file.case.id).version == 1

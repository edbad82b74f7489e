"""Many at once: no message is lost, no version is skipped, no more money goes back than was paid, one wins a race."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest

import cases.db
import cases.db.prepared
from cases.casefile.asker import Asker
from cases.db import Database, run
from cases.errors import Busy, Moved, NazorgError, VersionConflict, code_of
from cases.ledger.verify import verify
from cases.verbs import write_message
from cases.verbs.expire_deadline import expire_all
from cases.verbs.import_orders import import_order
from tests.builders import Desk, Told, a_line, a_question, a_return, a_withdrawal, an_order, at
from tests.cast import JAN, NORD
from workflows.refusals import Refusal

MANY = 24


def at_once(*acts: Callable[[], object]) -> list[object]:
    """Do everything at the same moment; an error is its outcome."""
    barrier = Barrier(len(acts))

    def one(act: Callable[[], object]) -> object:
        barrier.wait()
        try:
            return act()
        except (Refusal, NazorgError) as error:
            return error

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(one, acts))


def again_while_busy(act: Callable[[], object]) -> Callable[[], object]:
    """As a client does that is told to come again."""

    def acted() -> object:
        for _ in range(50):
            try:
                return act()
            except Busy:
                continue
        raise AssertionError("it was always busy")

    return acted


def codes(outcomes: Sequence[object]) -> Counter[str]:
    return Counter(code_of(outcome) if isinstance(outcome, Exception) else "written" for outcome in outcomes)


def assert_whole(case: Told, words: set[str]) -> None:
    """Every word is there once, and every place is filled."""
    entries = case.entries()
    assert [entry.seq for entry in entries] == list(range(1, case.version + 1))
    said = Counter(entry.body for entry in entries)
    assert {body: said[body] for body in words} == dict.fromkeys(words, 1)


@pytest.fixture
def deadlocks(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every time that PostgreSQL had to end a statement because two waited for each other: a second each."""
    found: list[str] = []
    meaning = cases.db.meaning

    def watched(error: Exception) -> Exception:
        if getattr(error, "sqlstate", None) == "40P01":
            found.append(str(error))
        return meaning(error)

    for room in (cases.db, cases.db.prepared):
        monkeypatch.setattr(room, "meaning", watched)
    return found


def write_together(desk: Desk, cases: Sequence[Told], writers: int) -> None:
    words = [f"Message {number}." for number in range(writers)]
    acts = [partial(cases[number % len(cases)].says, NORD, body) for number, body in enumerate(words)]
    outcomes = at_once(*map(again_while_busy, acts))
    assert codes(outcomes) == {"written": writers}
    for place, case in enumerate(cases):
        assert_whole(case, set(words[place :: len(cases)]))
    assert verify(desk.database).holds


def test_it_loses_no_message_of_many_writers_on_one_case(desk: Desk, deadlocks: list[str]) -> None:
    desk.takes()
    write_together(desk, [desk.opens(a_question())], MANY)
    assert deadlocks == []


def test_it_loses_no_message_of_many_writers_on_many_cases(desk: Desk, deadlocks: list[str]) -> None:
    desk.takes()
    write_together(desk, [desk.opens(a_question()) for _ in range(6)], MANY)
    assert deadlocks == []


@pytest.mark.stress
def test_it_loses_no_message_of_two_hundred_writers(database_url: str, tmp_path: Path) -> None:
    desk = Desk(Database(database_url, pool_size=32), tmp_path)
    desk.takes()
    write_together(desk, [desk.opens(a_question())], 200)
    write_together(desk, [desk.opens(a_question()) for _ in range(20)], 200)
    desk.database.close()


def test_it_lets_one_of_many_win_a_version(desk: Desk) -> None:
    desk.takes()
    case = desk.opens(a_question())
    outcomes = at_once(*(partial(case.says, NORD, f"It fits {n}.", version=1) for n in range(8)))
    assert codes(outcomes) == {"written": 1, "version_conflict": 7}
    assert {outcome.version for outcome in outcomes if isinstance(outcome, VersionConflict)} == {2}


def test_it_takes_an_event_once_of_many_who_try(desk: Desk) -> None:
    desk.takes()
    case = desk.opens(a_return())
    outcomes = at_once(*(again_while_busy(lambda: case.does(NORD, "approve")) for _ in range(8)))
    assert codes(outcomes) == {"written": 1, "event_not_allowed": 7}
    assert case.events == ["request", "approve"]


def test_it_opens_one_case_on_the_same_units(desk: Desk) -> None:
    desk.takes()
    outcomes = at_once(*(again_while_busy(lambda: desk.opens(a_return())) for _ in range(8)))
    assert codes(outcomes) == {"written": 1, "not_eligible": 7}
    assert desk.rows("SELECT count(*) FROM cases") == [(1,)]


def test_it_opens_as_many_as_there_are_pieces(desk: Desk) -> None:
    desk.takes(lines=[a_line(quantity=3)])
    outcomes = at_once(*(again_while_busy(lambda: desk.opens(a_return())) for _ in range(8)))
    assert codes(outcomes) == {"written": 3, "not_eligible": 5}


def test_it_never_gives_back_more_than_was_paid(desk: Desk) -> None:
    desk.takes(shipping="0.00", shipping_standard="0.00")
    withdrawn, returned = desk.opens(a_withdrawal()), desk.opens(a_return())
    returned.does(NORD, "refund_without_return")
    withdrawn.does(NORD, "let_buyer_keep")
    whole = {"amount": "129.00", "currency": "EUR"}
    outcomes = at_once(
        *(again_while_busy(partial(case.does, NORD, "refund", goods=whole)) for case in (returned, withdrawn))
    )
    assert codes(outcomes) == {"written": 1, "fields_invalid": 1}
    assert [f"{float(given_back):.2f}" for (given_back,) in desk.rows("SELECT refunded FROM orders")] == ["129.00"]


def test_it_fires_once_beside_people_who_write(desk: Desk, deadlocks: list[str]) -> None:
    desk.takes()
    cases = [desk.opens(a_question()) for _ in range(6)]
    due = at("2026-04-07 15:00") + timedelta(seconds=1)
    desk.now = due
    outcomes = at_once(
        *(lambda: expire_all(desk.database, due) for _ in range(4)),
        *(again_while_busy(partial(case.says, JAN, "Hello?")) for case in cases),
    )
    assert [outcome for outcome in outcomes if isinstance(outcome, Exception)] == []
    expire_all(desk.database, due)
    for case in cases:
        assert [deadline.state for deadline in case.ended("reply")] == ["missed"]
        assert Counter(entry.role for entry in case.entries()) == {"buyer": 2, "clock": 1}
    assert verify(desk.database).holds
    assert desk.rows("SELECT case_id FROM parked_firing") == []
    assert deadlocks == []


def test_it_lets_nobody_wait_for_another_who_waits(desk: Desk, deadlocks: list[str]) -> None:
    """Everything that touches an order and its cases at once: imports, openings, closings, money, the clock, words."""
    desk.takes(lines=[a_line(quantity=20)])
    for day in range(7, 10):
        questions = [desk.opens(a_question()) for _ in range(3)]
        returns = [desk.opens(a_return()) for _ in range(3)]
        for case in returns:
            case.does(NORD, "refund_without_return")
        desk.now = at(f"2026-04-{day:02} 16:00")
        told = an_order(lines=[a_line(quantity=20)], delivered_at=f"2026-04-{day:02}T10:00:00+02:00")
        outcomes = at_once(
            *(again_while_busy(partial(import_order, desk.database, told, desk.now)) for _ in range(2)),
            *(again_while_busy(partial(desk.opens, a_question())) for _ in range(2)),
            *(again_while_busy(partial(case.does, JAN, "cancel")) for case in questions),
            *(again_while_busy(partial(case.does, NORD, "refund")) for case in returns),
            *(again_while_busy(partial(case.says, JAN, "Where is it?")) for case in (*questions, *returns)),
            *(partial(expire_all, desk.database, desk.now) for _ in range(2)),
        )
        assert {type(outcome).__name__ for outcome in outcomes} <= {"Imported", "Told", "Written", "Fired"}
    assert deadlocks == []
    assert verify(desk.database).holds


def test_it_imports_an_order_once_of_many_who_send_it(desk: Desk) -> None:
    outcomes = at_once(*(again_while_busy(lambda: import_order(desk.database, an_order(), desk.now)) for _ in range(8)))
    results = Counter(getattr(outcome, "result", outcome) for outcome in outcomes)
    assert results == {"created": 1, "unchanged": 7}


def test_it_knows_a_person_once_who_writes_in_many_cases_at_once(desk: Desk) -> None:
    desk.takes()
    cases = [desk.opens(a_question()) for _ in range(8)]
    eve = Asker("seller", "eve", "nord", "en")
    outcomes = at_once(*(again_while_busy(partial(case.says, eve, "It fits.")) for case in cases))
    assert codes(outcomes) == {"written": 8}
    strangers = "SELECT count(*) FROM message m LEFT JOIN person p ON p.id = m.author WHERE p.id IS NULL"
    assert desk.rows(strangers) == [(0,)]


def test_it_passes_by_a_case_that_somebody_holds(postgresql_url: str, tmp_path: Path) -> None:
    desk = Desk(Database(postgresql_url), tmp_path)
    desk.takes()
    held, free = desk.opens(a_question()), desk.opens(a_question())
    due = at("2026-04-07 15:00") + timedelta(seconds=1)
    with desk.database.write() as connection:
        run(connection, "SELECT 1 FROM cases WHERE id = %(id)s FOR UPDATE", {"id": held.id})
        expire_all(desk.database, due)
        assert (held.version, free.version) == (1, 2)
    expire_all(desk.database, due)
    assert held.version == 2
    desk.database.close()


def test_it_tries_four_times_and_then_says_that_it_is_busy(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.takes()
    case = desk.opens(a_question())
    tried = []

    def lost(*_: Any) -> None:
        tried.append(1)
        raise Moved

    with monkeypatch.context() as patch:
        patch.setattr(write_message, "record", lost)
        with pytest.raises(Busy):
            case.says(NORD, "It fits.")
    assert len(tried) == 4  # three times without a lock, once with
    assert desk.rows("SELECT code FROM refusal") == []
    case.says(NORD, "It fits.")
    assert case.version == 2

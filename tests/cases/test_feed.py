"""The feed: every event once, at a position that has every lower one before it for ever."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta

from cases.casefile.asker import Asker
from cases.casefile.audience import audience_of
from cases.db import Connection, Database, insert_sql, moment_text, open_database, run
from cases.ids import new_id
from cases.outbox.events import Event, tell_of_seller
from cases.outbox.feed import KEPT, Audience, Bounds, Happened, bounds, forget_old_events, happened_after
from cases.outbox.queries import undelivered
from cases.outbox.sequence import BATCH, put_in_sequence
from scheduler import jobs
from tests.builders import THURSDAY, Desk, a_question, a_withdrawal
from tests.cast import JAN, MIA, NORD, ROOT, SPAET, SYSTEMS

CASE = "01890000-0000-7000-8000-00000000000a"


def heard(database: Database, who: Asker | None = None, after: int = 0, *types: str) -> list[Happened]:
    with database.read() as connection:
        audience = Audience() if who is None else audience_of(connection, who)
        return happened_after(connection, audience, after, 10_000, types)


def types(found: list[Happened]) -> list[str]:
    return [event.type for event in found]


def happens(connection: Connection, seq: int, name: str | None = None, case: str = CASE) -> None:
    """A row of the outbox, as a draft writes it."""
    row = {
        "id": name or new_id(),
        "case_id": case,
        "seq": seq,
        "market": "DE",
        "seller_id": "nord",
        "events": '[{"type": "message.written"}]',
        "at": moment_text(THURSDAY),
    }
    run(connection, insert_sql(connection.dialect, "outbox", row), row)


def test_it_tells_what_happened_in_its_order(desk: Desk) -> None:
    desk.takes()
    case = desk.opens(a_question())
    case.says(NORD, "It fits.")
    assert put_in_sequence(desk.database) == 4
    told = heard(desk.database)
    assert types(told) == ["case.opened", "message.written", "case.moved", "message.written"]
    assert [(event.position, event.case, event.version) for event in told] == [
        (1, case.id, 1),
        (2, case.id, 1),
        (3, case.id, 2),
        (4, case.id, 2),
    ]
    with desk.database.read() as connection:
        assert undelivered(connection) == 0
        assert bounds(connection) == Bounds(1, 4)


def test_it_tells_ids_and_versions_and_no_word(desk: Desk) -> None:
    desk.takes()
    case = desk.opens(a_question(body="Passt das Sieb?"))
    desk.waits(days=20)
    jobs.deliver_the_outbox(desk.database)
    for event in heard(desk.database):
        told = event.as_told()
        assert set(told) <= {"position", "type", "timestamp", "case", "version", "market", "seller", "deadline", "on"}
        assert told["case"] == case.id
        assert "Sieb" not in str(told)


def test_it_has_nothing_to_say_before_anything_happened(desk: Desk) -> None:
    assert put_in_sequence(desk.database) == 0
    with desk.database.read() as connection:
        assert bounds(connection) == Bounds(1, 0)


def test_it_tells_each_of_their_own_cases(desk: Desk) -> None:
    desk.takes()
    desk.takes(number="7", seller="spaet", buyer="mia")
    one = desk.opens(a_question())
    two = desk.opens(a_question("DE-7"), MIA)
    put_in_sequence(desk.database)
    for who in (JAN, NORD):
        assert {event.case for event in heard(desk.database, who)} == {one.id}
    for who in (MIA, SPAET):
        assert {event.case for event in heard(desk.database, who)} == {two.id}
    for who in (ROOT, SYSTEMS):
        assert {event.case for event in heard(desk.database, who)} == {one.id, two.id}
    assert heard(desk.database, Asker("buyer", "nobody")) == []


def test_it_tells_a_seller_of_themselves_and_no_buyer(desk: Desk) -> None:
    desk.takes()
    desk.opens(a_question())
    put_in_sequence(desk.database)
    with desk.database.write() as connection:
        tell_of_seller(connection, Event.STANDING_CHANGED, "nord", desk.now, score=97)
    assert put_in_sequence(desk.database) == 1
    (told,) = heard(desk.database, NORD, 2)
    assert told.as_told() == {
        "position": 3,
        "type": "standing.changed",
        "timestamp": "2026-04-02T13:00:00+00:00",
        "case": None,
        "version": None,
        "market": None,
        "seller": "nord",
        "score": 97,
    }
    assert heard(desk.database, JAN, 2) == heard(desk.database, SPAET, 2) == []


def test_it_tells_only_of_the_types_that_are_asked_for(desk: Desk) -> None:
    desk.takes()
    desk.opens(a_withdrawal())
    put_in_sequence(desk.database)
    found = heard(desk.database, NORD, 0, "withdrawal.acknowledged", "case.opened")
    assert types(found) == ["case.opened", "withdrawal.acknowledged"]


def test_it_puts_nothing_behind_what_was_read(database: Database) -> None:
    if database.is_sqlite:  # one writer at a time there: what is not committed cannot be overtaken
        return
    with closing(open_database(database.url)) as other:
        with other.write() as slow:
            happens(slow, 1, "01890000-0000-7000-8000-000000000001")
            with database.write() as quick:
                happens(quick, 1, "01890000-0000-7000-8000-000000000002", new_id())
            assert put_in_sequence(database) == 1
            assert [event.position for event in heard(database)] == [1]
        assert put_in_sequence(database) == 1
    assert [(event.position, event.case) for event in heard(database)][1] == (2, CASE)


def test_it_keeps_a_cases_versions_in_order_whatever_the_clocks_say(database: Database) -> None:
    with database.write() as connection:
        happens(connection, 1, "01890000-0000-7000-8000-000000000009")
        happens(connection, 2, "01890000-0000-7000-8000-000000000003")
        happens(connection, 3, "01890000-0000-7000-8000-000000000006")
        happens(connection, 1, "01890000-0000-7000-8000-000000000005", new_id())
    put_in_sequence(database)
    assert [event.version for event in heard(database) if event.case == CASE] == [1, 2, 3]


def test_it_leaves_no_version_for_a_later_batch(database: Database) -> None:
    with database.write() as connection:
        happens(connection, 1, f"01890000-0000-7000-8000-{BATCH + 1:012x}")
        happens(connection, 2, f"01890000-0000-7000-8000-{0:012x}")
        for number in range(1, BATCH + 1):
            happens(connection, 1, f"01890000-0000-7000-8000-{number:012x}", new_id())
    assert put_in_sequence(database) == BATCH + 2
    assert [event.version for event in heard(database) if event.case == CASE] == [1, 2]
    assert [event.position for event in heard(database)] == list(range(1, BATCH + 3))


def write_slowly(database: Database, case: str, count: int) -> None:
    """Versions of a case, each in a transaction that takes its time."""
    dice = random.Random(case)
    for seq in range(1, count + 1):
        with database.write() as connection:
            happens(connection, seq, case=case)
            time.sleep(dice.random() / 200)


def until(done: threading.Event, do: Callable[[], object]) -> None:
    while not done.is_set():
        do()


def test_it_loses_and_doubles_nothing_while_many_write_and_number_and_read(database: Database) -> None:
    each, cases, done = 25, [new_id() for _ in range(4)], threading.Event()
    read: list[int] = []

    def follow() -> None:
        read.extend(event.position for event in heard(database, None, read[-1] if read else 0))

    writing = [threading.Thread(target=write_slowly, args=(database, case, each)) for case in cases]
    numbering = [threading.Thread(target=until, args=(done, lambda: put_in_sequence(database))) for _ in range(2)]
    reading = threading.Thread(target=until, args=(done, follow))
    for thread in (*writing, *numbering, reading):
        thread.start()
    for thread in writing:
        thread.join()
    done.set()
    for thread in (*numbering, reading):
        thread.join()
    put_in_sequence(database)
    follow()
    assert read == list(range(1, len(cases) * each + 1))
    for case in cases:
        assert [event.version for event in heard(database) if event.case == case] == list(range(1, each + 1))


def test_it_forgets_after_ninety_days_and_never_gives_a_position_again(desk: Desk) -> None:
    desk.takes()
    desk.opens(a_question())
    put_in_sequence(desk.database)
    assert forget_old_events(desk.database, desk.now + KEPT) == 0
    assert forget_old_events(desk.database, desk.now + KEPT + timedelta(seconds=1)) == 2
    with desk.database.read() as connection:
        assert bounds(connection) == Bounds(3, 2)
    desk.opens(a_withdrawal())
    put_in_sequence(desk.database)
    assert heard(desk.database)[0].position == 3

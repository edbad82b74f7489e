"""How fast a search is beside an unindexed LIKE in the same run, and what keeping the index costs an advance.

One seller has all the messages, 413 characters each: a word that is in each of them, one in a hundredth, one in five.
    python benchmarks/search.py [--messages 200000] [--rounds 9] [--seconds 0.6]
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterable
from datetime import timedelta
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks import servers, side_by_side  # after the path is set
from benchmarks.market_place import SELLER, START, MarketPlace, build
from cases.casefile.search import search
from cases.casefile.search_indexes import Search
from cases.db import Connection, Database, moment_text, placeholder, run
from cases.db.search import TABLE, postgresql, sqlite
from cases.db.trigger import Trigger
from cases.db.triggers import POSTGRESQL, SQLITE, install
from cases.messages.search.query import sought_in

CASES = 1000
SEEN_IN = {"machine": 1, "gasket": 100, "thermocouple": 40_000}
"""Each word that is sought, and in one of how many messages it is."""

_SYLLABLES = ("ka", "lo", "mi", "ten", "ra", "so", "vel", "do", "nir", "pau", "gre", "zi")


def main() -> None:
    """Measure and print ratios."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--messages", type=int, default=200_000)
    arguments.add_argument("--rounds", type=int, default=9)
    arguments.add_argument("--seconds", type=float, default=0.6)
    asked = arguments.parse_args()
    with servers.session() as folder:
        for name, new in (("sqlite", servers.new_sqlite), ("postgresql", servers.new_postgresql)):
            _advances(name, new(folder), new(folder), asked.rounds, asked.seconds)
            place = build(new(folder), CASES)
            _write_much(place, asked.messages)
            _searches(name, place.database, asked.messages, asked.rounds)


def _advances(name: str, url: str, other: str, rounds: int, seconds: float) -> None:
    """The same advance with the index and without."""
    indexed, bare = build(url, 400), build(other, 400)
    _drop(bare.database, sqlite.TRIGGERS if bare.database.is_sqlite else postgresql.TRIGGERS)
    contestants = {"an advance with the index": indexed.advance, "without": bare.advance}
    print(name)
    side_by_side.say(
        side_by_side.rates(contestants, rounds=rounds, seconds=seconds), "an advance with the index", "without", ""
    )


def _searches(name: str, database: Database, messages: int, rounds: int) -> None:
    print(f"{name}, {messages} messages: a search, and how often it fits into the LIKE of the same round")
    with database.read() as connection:
        for word, one_in in SEEN_IN.items():
            pairs = [
                (
                    _timed(partial(search, connection, SELLER, Search(sought_in(word)))),
                    _timed(partial(_like, connection, word)),
                )
                for _ in range(rounds)
            ]
            ratio = statistics.median(like / ours for ours, like in pairs)
            middle = statistics.median(ours for ours, _ in pairs) * 1000
            print(f"  {word:14} in one of {one_in:6}: {middle:7.1f} ms   {ratio:6.1f} x")


def _timed(act: Callable[[], object]) -> float:
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def _like(connection: Connection, word: str) -> object:
    mark = {name: placeholder(connection.dialect, name) for name in ("seller", "word")}
    sql = (
        "SELECT m.at, m.case_id, m.seq, t.body FROM content t JOIN message m ON m.case_id = t.case_id AND m.seq = t.seq"
        f" JOIN cases c ON c.id = m.case_id WHERE c.seller_id = {mark['seller']} AND lower(t.body) LIKE {mark['word']}"
        " ORDER BY m.at DESC LIMIT 51"
    )
    return run(connection, sql, {"seller": SELLER.seller, "word": f"%{word}%"})


def _write_much(place: MarketPlace, count: int) -> None:
    """Messages by the thousand, past the triggers, then the index over them as the migration makes it."""
    database, dice = place.database, random.Random(7)
    _drop(database, SQLITE if database.is_sqlite else POSTGRESQL)
    words = ["".join(dice.choices(_SYLLABLES, k=dice.randint(2, 4))) for _ in range(20_000)]
    mark = {name: placeholder(database.dialect, name) for name in ("case_id", "seq", "at", "body")}
    message = (
        "INSERT INTO message SELECT case_id, {seq}, {seq} - 1, '', to_state, to_state, role, author, {at}, kind, lang,"
        " prev_hash, hash, canonical FROM message WHERE case_id = {case_id} AND seq = 1"
    ).format(**mark)
    content = "INSERT INTO content VALUES ({case_id}, {seq}, 'delivered', '00', {body}, '{{}}')".format(**mark)
    with database.write() as connection:
        for number in range(count):
            seldom = [word for word, one_in in SEEN_IN.items() if number % one_in == 0]
            said = " ".join(seldom + dice.choices(words, k=60))[:413]
            at = START + timedelta(seconds=7 * number)
            key = {"case_id": place.cases[number % CASES][1], "seq": 2 + number // CASES}
            run(connection, message, key | {"at": moment_text(at) if database.is_sqlite else at})
            run(connection, content, key | {"body": said})
    with database.engine.begin() as transaction:
        install(transaction)
        transaction.exec_driver_sql(f"DELETE FROM {TABLE}")
        transaction.exec_driver_sql(sqlite.FILL_ALL if database.is_sqlite else postgresql.FILL)
    with database.read() as connection:
        run(connection, "ANALYZE")


def _drop(database: Database, triggers: Iterable[Trigger]) -> None:
    with database.engine.begin() as connection:
        for trigger in triggers:
            where = "" if database.is_sqlite else f" ON {trigger.table}"
            connection.exec_driver_sql(f"DROP TRIGGER {trigger.name}{where}")


if __name__ == "__main__":
    main()

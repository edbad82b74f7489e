"""The demo market place: the same each time, made without a refusal, and with something for everybody to do."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from string import Formatter
from typing import Any

import pytest

from cases.casefile.asker import Asker
from cases.casefile.queries import load
from cases.casefile.reading import view_for
from cases.db import Database, run
from cases.db.unsynced import unsynced
from cases.ledger.verify import verify
from cases.messages.files import Files
from cases.messages.questions import split
from cli.demo.market_place import DAYS, ORDERS, STAR_BUYER, STAR_SELLER, build
from cli.demo.orders import buyer_id_of
from cli.demo.plots import KNOWN, PLOTS
from cli.demo.scenery import load_scenery

A_TUESDAY = datetime(2026, 6, 16, 9, 30, tzinfo=UTC)
A_SUNDAY = datetime(2026, 11, 29, 20, 15, tzinfo=UTC)


@pytest.fixture(scope="module", params=[A_TUESDAY, A_SUNDAY], ids=["a Tuesday", "a Sunday"])
def made(
    request: pytest.FixtureRequest, migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Database, datetime]]:
    """The market place as it is at a moment; the tests only look at it."""
    folder = tmp_path_factory.mktemp("demo")
    shutil.copyfile(migrated_sqlite, folder / "nazorg.sqlite")
    with unsynced(f"sqlite:///{folder}/nazorg.sqlite") as database:
        build(database, Files(f"{folder}/files"), request.param)
        yield database, request.param


def rows(database: Database, sql: str) -> list[tuple[Any, ...]]:
    with database.read() as connection:
        return run(connection, sql)


def test_it_tells_a_hundred_cases_in_many_states(made: tuple[Database, datetime]) -> None:
    database, now = made
    assert rows(database, "SELECT count(*) FROM orders") == [(ORDERS,)]
    assert rows(database, "SELECT count(DISTINCT market) FROM orders") == [(12,)]
    assert rows(database, "SELECT count(*) FROM seller") == [(20,)]
    assert dict(rows(database, "SELECT kind, count(*) FROM cases GROUP BY kind")) == {
        "question": 42, "return": 36, "withdrawal": 22,
    }  # fmt: skip
    found = Counter(rows(database, "SELECT kind, state, outcome FROM cases"))
    assert len(found) >= 22, found
    assert sum(times for (_, state, _), times in found.items() if state != "closed") >= 40
    assert rows(database, "SELECT count(*) FROM refusal") == [(0,)]
    assert rows(database, "SELECT count(*) FROM parked_firing") == [(0,)]
    opened = [datetime.fromisoformat(at) for (at,) in rows(database, "SELECT opened_at FROM cases")]
    assert max(opened) < now
    assert 21 < (now - min(opened)).days < DAYS + 4
    assert verify(database).holds


def test_it_leaves_nothing_undone_that_is_due(made: tuple[Database, datetime]) -> None:
    database, now = made
    late = f"SELECT count(*) FROM deadline WHERE next_at < '{now.isoformat(timespec='seconds')}'"
    assert rows(database, late) == [(0,)]
    assert rows(database, f"SELECT count(*) FROM message WHERE at > '{now.isoformat(timespec='seconds')}'") == [(0,)]
    assert rows(database, "SELECT count(*) FROM message WHERE role = 'clock'")[0][0] > 20


def test_it_has_something_to_do_for_those_who_sign_in(made: tuple[Database, datetime]) -> None:
    database, now = made
    own = (
        f"SELECT c.id FROM cases c JOIN person p ON p.id = c.buyer_id WHERE p.external_id = '{buyer_id_of(STAR_BUYER)}'"
    )
    assert len(rows(database, own)) >= 8
    owed = rows(database, f"SELECT id FROM cases WHERE seller_id = '{STAR_SELLER}' AND reply_due_at IS NOT NULL")
    assert owed
    with database.read() as connection:
        file = load(connection, owed[0][0])
        assert file is not None
        view = view_for(connection, file, Asker("seller", "desk", STAR_SELLER), now)
    assert view["available_actions"]


def test_it_makes_the_same_again(made: tuple[Database, datetime], tmp_path: Path, migrated_sqlite: Path) -> None:
    database, now = made
    copy = tmp_path / "again.sqlite"
    shutil.copyfile(migrated_sqlite, copy)
    told = (
        "SELECT c.order_id, c.kind, c.state, c.opened_at, m.seq, m.at, m.event, x.body FROM cases c"
        " JOIN message m ON m.case_id = c.id JOIN content x ON x.case_id = m.case_id AND x.seq = m.seq"
        " WHERE m.role <> 'clock' AND c.order_id IS NOT NULL ORDER BY c.order_id, c.kind, c.opened_at, m.seq"
    )
    with unsynced(f"sqlite:///{copy}") as again:
        build(again, Files(f"{tmp_path}/other files"), now)
        assert rows(again, told) == rows(database, told)


def test_it_is_made_on_postgresql_too(postgresql_url: str, tmp_path: Path) -> None:
    with unsynced(postgresql_url) as database:
        assert build(database, Files(f"{tmp_path}/files"), A_TUESDAY) == 100
        assert rows(database, "SELECT count(*) FROM refusal") == [(0,)]
        assert verify(database).holds


def test_it_says_each_line_in_every_language() -> None:
    scenery = load_scenery()
    names = set(scenery.lines["en"])
    used = {plot.words for plot in PLOTS} | {step.words for plot in PLOTS for step in plot.steps}
    asked_for = {name.partition("/")[0] for name in used if name and not name.startswith("@")}
    beside = {"info_items", "info_answers", "alternative", "change_what", "redress"}
    assert names == asked_for | beside, "a line that nobody says, or one that is missing"
    for lang, lines in scenery.lines.items():
        assert set(lines) == names, lang
        for name, said in lines.items():
            variants = said if isinstance(said, list) else [said]
            assert len(variants) == (len(scenery.lines["en"][name]) if isinstance(said, list) else 1), (lang, name)
            for text in variants:
                assert {field for _, field, _, _ in Formatter().parse(text) if field} <= {"order"}, (lang, name)
                assert lang == "en" or text not in str(scenery.lines["en"][name]), (lang, name)


def test_it_asks_two_questions_where_a_plot_answers_one_of_two() -> None:
    scenery = load_scenery()
    for lang in KNOWN:
        assert len(split(scenery.lines[lang]["two"], lang)) == 2, lang


def test_it_gives_each_seller_an_article_for_each_question() -> None:
    for seller in load_scenery().sellers:
        assert {place for place, _, _ in seller.asks} <= set(range(len(seller.goods))), seller.id
        assert len(seller.asks) >= 2
        for place in seller.buyers.places:
            assert re.fullmatch(r".+ ?\S*, \S.* \S+", place), place

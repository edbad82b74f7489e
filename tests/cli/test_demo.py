"""The demo market place: the same each time, made without a refusal, and with something for everybody to do."""

from __future__ import annotations

import json
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
from cases.sellers.profile import profile_of
from cli.demo.market_place import ORDERS, build
from cli.demo.orders import buyer_id_of
from cli.demo.plots.steps import KNOWN
from cli.demo.plots.told import PLOTS
from cli.demo.scenery import load_scenery
from cli.demo.scenes import DAYS, STAR_BUYER, STAR_SELLER
from workflows.registry import CURRENT

A_TUESDAY = datetime(2026, 6, 16, 9, 30, tzinfo=UTC)
A_SUNDAY = datetime(2026, 11, 29, 20, 15, tzinfo=UTC)

SPREAD = {
    "question": 4, "return": 12, "withdrawal": 8, "complaint": 15,
    "warranty": 7, "delivery": 7, "claim": 10, "sanction": 7,
}  # fmt: skip
"""In how many different states or outcomes the cases of each kind stand at least."""
CLAIM_STAGES = {"submitted", "hearing", "awaiting_evidence", "deciding", "decided", "appealed", "carried_out", "closed"}
MEASURE_STAGES = {"proposed", "announced", "in_force", "appealed", "closed"}
OLDEST = 51


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


def test_it_tells_150_cases_of_all_eight_kinds(made: tuple[Database, datetime]) -> None:
    database, _ = made
    told = dict(rows(database, "SELECT kind, count(*) FROM cases GROUP BY kind"))
    assert told == {
        "question": 28, "return": 30, "withdrawal": 18, "complaint": 24,
        "warranty": 10, "delivery": 16, "claim": 17, "sanction": 7,
    }  # fmt: skip
    assert set(told) == set(CURRENT)
    assert sum(told.values()) == 150


def test_it_tells_them_in_many_states(made: tuple[Database, datetime]) -> None:
    database, _ = made
    found = Counter(rows(database, "SELECT kind, state, outcome FROM cases"))
    for kind, least in SPREAD.items():
        states = {(state, outcome) for (of, state, outcome) in found if of == kind}
        assert len(states) >= least, (kind, states)
    assert sum(times for (_, state, _), times in found.items() if state != "closed") >= 70
    assert {state for kind, state, _ in found if kind == "claim"} >= CLAIM_STAGES
    assert {outcome for kind, _, outcome in found if kind == "claim"} >= {"refused", "settled", "withdrawn"}
    assert {state for kind, state, _ in found if kind == "sanction"} == MEASURE_STAGES
    assert {outcome for kind, _, outcome in found if kind == "sanction"} == {"", "dismissed", "lifted", "expired"}


def test_it_decides_for_either_side_and_for_both(made: tuple[Database, datetime]) -> None:
    database, _ = made
    said = rows(database, "SELECT x.fields FROM message m JOIN content x USING (case_id, seq) WHERE m.event = 'decide'")
    sides = Counter(json.loads(fields)["in_favour_of"] for (fields,) in said)
    assert set(sides) == {"buyer", "seller", "shared"}, sides


def test_it_measures_sellers_by_breaches_that_are_theirs(made: tuple[Database, datetime]) -> None:
    database, _ = made
    proposed = rows(
        database,
        "SELECT c.seller_id, c.opened_at, x.fields FROM cases c JOIN content x ON x.case_id = c.id AND x.seq = 1"
        " WHERE c.kind = 'sanction'",
    )
    assert len({seller for seller, _, _ in proposed}) == len(proposed), "one measure a seller"
    for seller, opened, fields in proposed:
        named = json.loads(fields)["breaches"]
        marks = ", ".join(f"'{name}'" for name in named)
        on_record = rows(
            database,
            f"SELECT count(*) FROM breach WHERE id IN ({marks}) AND seller_id = '{seller}'"
            f" AND (counts = 1 OR because = 'measure_lifted') AND at <= '{opened}'",
        )
        assert on_record == [(len(named),)], seller
        assert named


def test_it_links_the_cases_that_go_on_in_others(made: tuple[Database, datetime]) -> None:
    database, _ = made
    linked = "SELECT l.relation, count(*) FROM link l JOIN cases c ON c.id = l.case_id GROUP BY l.relation"
    relations = dict(rows(database, linked))
    assert set(relations) >= {"claim", "source", "split", "converted"}
    assert relations["claim"] == relations["source"] == 17
    became = rows(
        database,
        "SELECT c.kind, o.kind FROM link l JOIN cases c ON c.id = l.case_id JOIN cases o ON o.id = l.other_id"
        " WHERE l.relation = 'converted' AND c.opened_at < o.opened_at",
    )
    assert set(became) == {("return", "withdrawal"), ("delivery", "complaint")}


def test_it_shows_what_is_done_inside(made: tuple[Database, datetime]) -> None:
    database, now = made
    assert rows(database, "SELECT count(*) FROM note")[0][0] >= 3
    assert rows(database, "SELECT count(*) FROM assignment")[0][0] >= 3
    assert rows(database, "SELECT count(*) FROM message WHERE event = 'take_over'") == [(1,)]
    decided = Counter(decision for (decision,) in rows(database, "SELECT decision FROM review"))
    assert decided == {"uphold": 1, "": 1}
    with database.read() as connection:
        profile = profile_of(connection, STAR_SELLER)
    assert profile is not None
    assert profile.absences[0].since > now.date()
    assert profile.deputy is not None


def test_it_begins_some_weeks_ago_and_every_chain_verifies(made: tuple[Database, datetime]) -> None:
    database, now = made
    assert rows(database, "SELECT count(*) FROM orders") == [(ORDERS,)]
    assert rows(database, "SELECT count(DISTINCT market) FROM orders") == [(12,)]
    assert rows(database, "SELECT count(*) FROM seller") == [(20,)]
    assert rows(database, "SELECT count(*) FROM refusal") == [(0,)]
    assert rows(database, "SELECT count(*) FROM parked_firing") == [(0,)]
    opened = [datetime.fromisoformat(at) for (at,) in rows(database, "SELECT opened_at FROM cases")]
    assert max(opened) < now
    assert DAYS < (now - min(opened)).days <= OLDEST
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
        assert build(database, Files(f"{tmp_path}/files"), A_TUESDAY) == 150
        assert rows(database, "SELECT count(*) FROM refusal") == [(0,)]
        assert verify(database).holds


def test_it_says_each_line_in_every_language() -> None:
    scenery = load_scenery()
    names = set(scenery.lines["en"])
    used = {plot.words for plot in PLOTS} | {step.words for plot in PLOTS for step in plot.steps}
    asked_for = {name.partition("/")[0] for name in used if name and not name.startswith("@")}
    beside = {
        "info_items", "info_answers", "alternative", "change_what", "redress", "marks", "expert", "next_step",
        "why_not_the_wish", "terms", "maker", "proof_of_purchase", "clause", "last_scan", "report_quote",
        "evidence_items", "rules", "decided_on", "redress_of_claims", "rule_of_answers", "statement",
    }  # fmt: skip
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


def test_it_gives_each_seller_an_article_for_each_question_and_each_fault() -> None:
    for seller in load_scenery().sellers:
        assert {place for place, _, _ in seller.asks} <= set(range(len(seller.goods))), seller.id
        assert len(seller.asks) >= 2
        assert {fault.place for fault in seller.faults} <= set(range(len(seller.goods))), seller.id
        assert seller.faults, seller.id
        for place in seller.buyers.places:
            assert re.fullmatch(r".+ ?\S*, \S.* \S+", place), place

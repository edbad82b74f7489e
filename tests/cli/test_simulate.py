"""``nazorg simulate``: the same figures for the same seed, every law held, and a broken one named."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from cases.db import Database, run
from cases.db.unsynced import unsynced
from cases.verbs.compare_policies import compare_policies
from cli.__main__ import main
from cli.demo.scenery import load_scenery
from cli.simulation.acts import Stage
from cli.simulation.days import play, run_of
from cli.simulation.invariants import first_violation, violations
from cli.simulation.market_place import MarketPlace
from cli.simulation.parts import Asked, Played, play_all
from cli.simulation.people import MIXED, SELLERS
from cli.simulation.report import as_json, as_text
from markets.policy import Policy, read_policy

DAYS = 24
ASKED = Asked(cases=70, days=DAYS, seed=11, markets=("NL", "DE"))
STRICTER = {
    "markets": {
        "NL": {"durations": {"return.refund_due": "WorkingDays(1)", "withdrawal.inspecting": "WorkingDays(1)"}}
    },
    "weights": {"on_time": {"points": 80}},
}
RUNS_ON = (
    "INSERT INTO deadline SELECT case_id, seq, number, kind, name, waits_on, within, started_at, '2030-01-01T00:00:00"
    "+00:00', 0, NULL, calendar, NULL, 0, '2030-01-01T00:00:00+00:00' FROM deadline_history"
    " WHERE kind = 'reply' LIMIT 1"
)
"""A deadline that is over runs again."""


def nobody_listens(_: int, __: int) -> None:
    """How far a run is interests nobody."""


@pytest.fixture(scope="module")
def played() -> Played:
    """A small run in this process."""
    return play_all(ASKED, 1, nobody_listens)


@pytest.fixture(scope="module")
def made(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, int]:
    """The database that a run leaves behind, and how many messages were written in it."""
    file = tmp_path_factory.mktemp("simulation") / "nazorg.sqlite"
    shutil.copyfile(migrated_sqlite, file)
    with unsynced(f"sqlite:///{file}") as database:
        stage = Stage(database, MarketPlace(40, 11, ("NL",), load_scenery()))
        play(stage, DAYS, nobody_listens)
    return file, stage.done.acts["opened"] + stage.done.acts["written"]


@pytest.fixture
def broken(made: tuple[Path, int], tmp_path: Path) -> Iterator[tuple[Database, int]]:
    """A copy of it to break."""
    shutil.copyfile(made[0], tmp_path / "broken.sqlite")
    with unsynced(f"sqlite:///{tmp_path}/broken.sqlite") as database:
        yield database, made[1]


def breaks(database: Database, *statements: str) -> None:
    """Somebody writes into the tables by hand."""
    with database.write() as connection:
        for sql in statements:
            run(connection, sql)


def said(broken: tuple[Database, int]) -> str:
    return first_violation(broken[0], run_of(DAYS).end, broken[1])


def shape_of(played: Played) -> dict[str, Any]:
    """The figures without their times."""
    found = as_json(ASKED, played, 1)
    found.pop("speed")
    return found


def test_it_holds(played: Played) -> None:
    assert played.violation == ""


def test_it_opens_every_case_and_moves_them_all(played: Played) -> None:
    figures = played.figures
    refused = sum(number for name, number in figures.items() if name.startswith("refused/open"))
    assert figures["cases"] - figures["cases/claim"] + refused == ASKED.cases
    assert figures["messages"] > 3 * figures["cases"]
    assert figures["closed"] > figures["open"]


def test_it_has_the_same_figures_for_the_same_seed_in_any_number_of_processes(played: Played) -> None:
    assert shape_of(play_all(ASKED, 2, nobody_listens)) == shape_of(played)


def test_it_has_other_figures_for_another_seed(played: Played) -> None:
    other = Asked(cases=70, days=DAYS, seed=12, markets=("NL", "DE"))
    assert play_all(other, 1, nobody_listens).figures != played.figures


def test_it_tells_how_far_it_is() -> None:
    told: list[tuple[int, int]] = []
    play_all(Asked(4, 3, 1, ("SE",)), 1, lambda day, cases: told.append((day, cases)))
    assert [day for day, _ in told] == [0, 1, 2, 3]
    assert [cases for _, cases in told] == sorted(cases for _, cases in told)


def test_it_knows_the_late_from_the_prompt(played: Played) -> None:
    by = shape_of(played)["on_time"]["by_temperament"]
    assert by["late"]["rate"] < by["prompt"]["rate"]


def test_it_says_it_all_in_lines(played: Played) -> None:
    lines = "\n".join(as_text(ASKED, played, 1))
    assert all(kind.name in lines for kind in SELLERS)
    assert all(word in lines for word in ("messages/s", "answered in time", "breaches", "proposed", "every invariant"))


def test_it_mixes_sellers_of_every_temperament() -> None:
    assert set(MIXED) == {kind.name for kind in SELLERS}


def test_it_holds_of_what_a_run_leaves_behind(broken: tuple[Database, int]) -> None:
    assert list(violations(broken[0], run_of(DAYS).end, broken[1])) == []


def test_it_compares_what_a_run_leaves_behind(broken: tuple[Database, int]) -> None:
    """Under one policy twice nobody differs, and two policies the other way round say the same the other way round."""
    here, end = read_policy(STRICTER), run_of(DAYS).end
    assert compare_policies(broken[0], here, here, DAYS, end).treated == []
    there = [compare_policies(broken[0], *pair, DAYS, end).treated for pair in ((Policy(), here), (here, Policy()))]
    assert there[0]
    assert any(one.deadlines for one in there[0])
    for one, other in zip(*there, strict=True):
        assert (one.seller, one.old, one.new) == (other.seller, other.new, other.old)
        assert (one.dropped, one.added) == (other.added, other.dropped)


@pytest.mark.parametrize(
    ("statements", "named"),
    [
        pytest.param(
            ("DROP TRIGGER content_never_changes", "UPDATE content SET body = 'Never said.' WHERE seq = 1"),
            "has other words than were hashed",
            id="other words",
        ),
        pytest.param(
            ("UPDATE orders SET refunded = '1.00' WHERE id = (SELECT order_id FROM cases WHERE kind = 'return')",),
            "but the order NL-",
            id="money",
        ),
        pytest.param(
            ("DELETE FROM deadline WHERE kind = 'state'",),
            "waits for nobody",
            id="a wait that is not there",
        ),
        pytest.param(
            (RUNS_ON,),
            "is over, and runs on",
            id="a deadline that runs on",
        ),
        pytest.param(
            ("UPDATE deadline_history SET state = 'waived' WHERE kind = 'state' AND waits_on = 'carrier'",),
            "by the log, but waived by the history",
            id="another end",
        ),
        pytest.param(
            ("DELETE FROM merit WHERE kind = 'reply'",),
            "The log has a merit that the record has not",
            id="a merit that is gone",
        ),
        pytest.param(
            ("UPDATE breach SET counts = 0 WHERE kind = 'reply'",),
            "is not the log's",
            id="a breach that does not count",
        ),
        pytest.param(
            ("UPDATE deadline SET next_at = '2026-03-03T00:00:00+00:00'",),
            "did not fire",
            id="a deadline that did not fire",
        ),
    ],
)  # fmt: skip
def test_it_names_a_law_that_does_not_hold(
    broken: tuple[Database, int], statements: tuple[str, ...], named: str
) -> None:
    breaks(broken[0], *statements)
    assert any(named in violation for violation in violations(broken[0], run_of(DAYS).end, broken[1]))


def test_it_counts_what_was_said(broken: tuple[Database, int]) -> None:
    assert "were written" in first_violation(broken[0], run_of(DAYS).end, broken[1] + 1)


def test_it_minds_what_would_have_been_due_later(broken: tuple[Database, int]) -> None:
    assert "did not fire" in first_violation(broken[0], run_of(DAYS).end + timedelta(days=60), broken[1])


def test_it_answers_as_a_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["simulate", "--cases", "6", "--days", "9", "--seed", "4", "--market", "NL, be", "--json"])
    found = json.loads(capsys.readouterr().out)
    assert (left.value.code, found["holds"], found["asked"]["markets"]) == (0, True, ["NL", "BE"])


def test_it_exits_with_one_and_the_violation(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], played: Played
) -> None:
    monkeypatch.setattr("cli.simulation.parts.play_all", lambda *_: played._replace(violation="Nothing holds."))
    with pytest.raises(SystemExit) as left:
        main(["simulate", "--cases", "6", "--days", "9", "--seed", "4"])
    out, err = capsys.readouterr()
    assert (left.value.code, err) == (1, "nazorg simulate: Nothing holds.\n")
    assert "every invariant holds" not in out


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        (("--market", "NL,XX"), "XX is no market."),
        (("--market", " , "), "Nothing is no market."),
        (("--cases", "0"), "Cases is a whole number from 1 to 10000000."),
        (("--days", "0"), "Days is a whole number from 1 to 3650."),
        (("--processes", "0"), "Processes is a whole number from 1 on."),
        (("--policy", "/nowhere.toml"), "The policy file /nowhere.toml cannot be read: No such file or directory."),
    ],
)
def test_it_refuses_in_one_sentence(more: tuple[str, ...], sentence: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["simulate", "--cases", "6", "--days", "9", "--seed", "4", *more])
    assert (left.value.code, capsys.readouterr().err) == (2, f"nazorg simulate: {sentence}\n")


def test_it_leaves_nothing_behind(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "cli", "simulate", "--cases", "3", "--days", "4", "--seed", "4", "--market", "PL"]
    done = subprocess.run(
        command,
        capture_output=True, text=True, check=False,
        env={"PYTHONPATH": str(Path(__file__).parents[2]), "TMPDIR": str(tmp_path)},
        cwd=tmp_path,
    )  # fmt: skip
    assert (done.returncode, done.stderr, list(tmp_path.iterdir())) == (0, "", [])

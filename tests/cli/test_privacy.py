"""``nazorg privacy``: what an operator reads, and what a script reads."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from cases.casefile.asker import Asker
from cases.db import open_database
from tests.builders import Desk, Told, a_question
from tests.cast import JAN
from tests.cli.terminal import nazorg


@pytest.fixture
def case(sqlite_url: str, tmp_path: Path) -> Iterator[Told]:
    """A question of Jan's that is open."""
    with closing(open_database(sqlite_url)) as database:
        desk = Desk(database, tmp_path)
        yield desk.opens(a_question(desk.takes()))


def test_it_exports_somebody_as_json(case: Told, sqlite_url: str) -> None:
    told = nazorg("privacy", "export", "--person", "jan", url=sqlite_url).json
    assert told["person"]["name"] == "Jan Vos"
    assert told["cases"][0]["messages"][0]["body"] == "Does the sieve fit?"


def test_it_says_what_was_erased_and_what_stays(case: Told, sqlite_url: str) -> None:
    waiting = nazorg("privacy", "erase", "--person", "jan", "--json", url=sqlite_url).json
    assert (waiting["done"], waiting["erased"]["messages"]) == (False, 0)
    assert waiting["stays"][1] == {
        "what": "words",
        "case": case.id,
        "until": None,
        "ground": "open_case",
        "because": "the case is open; it goes once the case is closed",
    }
    case.does(JAN, "cancel")
    answer = nazorg("privacy", "erase", "--person", "jan", url=sqlite_url)
    assert answer.out.splitlines() == [
        "erased: 2 messages in 1 case, 0 files, 0 refusals, and who they are",
        (
            f"stays: what others wrote in case {case.id}, until the end of 2032-12-31:"
            " it is the record of whoever wrote it"
        ),
        "stays: their orders, without a name: the books of the seller and the market place",
        "stays: the log: who in random ids, what and when, no words: the proof that nothing was changed",
    ]
    assert nazorg("audit", "verify", url=sqlite_url).code == 0


def test_it_leaves_no_word_in_any_file_of_the_database(case: Told, sqlite_url: str, tmp_path: Path) -> None:
    case.does(JAN, "cancel")
    case.desk.database.close()
    kept = [path for path in tmp_path.iterdir() if path.name.startswith("nazorg.sqlite")]
    assert any(b"sieve" in path.read_bytes() for path in kept)
    nazorg("privacy", "erase", "--person", "jan", url=sqlite_url)
    assert not any(b"sieve" in path.read_bytes() for path in kept if path.exists())


def test_it_holds_a_case_by_its_number_and_lifts_that_again(case: Told, sqlite_url: str) -> None:
    number = case.file.case.number
    held = nazorg("privacy", "hold", number, "--reason", "a lawsuit", "--json", url=sqlite_url).json
    assert (held["case"], held["on_hold"], held["holds"][0]["reason"]) == (case.id, True, "a lawsuit")
    assert "a lawsuit" in nazorg("privacy", "hold", case.id, "--reason", "another", url=sqlite_url).out
    assert nazorg("privacy", "hold", number, "--lift", url=sqlite_url).out == f"{number} is not on hold\n"


def test_it_asks_which_where_one_id_is_several_peoples(case: Told, sqlite_url: str) -> None:
    case.says(Asker("seller", "jan", "nord", "en"), "It fits.")
    answer = nazorg("privacy", "export", "--person", "jan", url=sqlite_url)
    assert (answer.code, answer.out) == (2, "")
    assert "--role, buyer and seller" in answer.errors
    told = nazorg("privacy", "export", "--person", "jan", "--role", "seller", url=sqlite_url).json
    assert told["person"]["realm"] == "seller"


@pytest.mark.parametrize(
    "words",
    [
        ("export", "--person", "nobody"),
        ("erase", "--person", "nobody"),
        ("hold", "Q-NOWHERE", "--reason", "a lawsuit"),
        ("hold", "Q-NOWHERE", "--reason", " "),
        ("hold", "Q-NOWHERE"),
    ],
)
def test_it_says_in_one_sentence_what_cannot_be(case: Told, sqlite_url: str, words: tuple[str, ...]) -> None:
    answer = nazorg("privacy", *words, url=sqlite_url)
    assert (answer.code, answer.out, len(answer.errors.splitlines())) == (2, "", 1)

"""``nazorg deadline``: one answer or a line each, every bad line one clear sentence in its place."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from cli.__main__ import main

RECEIVED = "2026-04-02T15:00"
ROOT = Path(__file__).parents[2]


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    """The exit code, what was printed and what was complained of."""
    with pytest.raises(SystemExit) as left:
        main(["deadline", *words])
    printed, complained = capsys.readouterr()
    return int(left.value.code or 0), printed, complained


def run_lines(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, *lines: object
) -> tuple[int, list[dict[str, Any]]]:
    """The exit code and the lines answered; a text goes in as it is, all else as JSON."""
    written = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(written.encode())))
    code, printed, complained = run(capsys, "--jsonl")
    assert complained == ""
    return code, [json.loads(line) for line in printed.splitlines()]


def test_it_counts_over_easter_with_the_markets_offset(capsys: pytest.CaptureFixture[str]) -> None:
    code, printed, _ = run(capsys, "--market", "DE", "--received", RECEIVED, "--json")

    assert code == 0
    assert json.loads(printed) == {
        "due": "2026-04-07T15:00:00+02:00",
        "due_utc": "2026-04-07T13:00:00Z",
        "counted": [
            {"from": "2026-04-02T15:00:00+02:00", "to": "2026-04-03T00:00:00+02:00", "seconds": 32400},
            {"from": "2026-04-07T00:00:00+02:00", "to": "2026-04-07T15:00:00+02:00", "seconds": 54000},
        ],
        "skipped": [
            {"date": "2026-04-03", "why": "Good Friday"},
            {"date": "2026-04-04", "why": "Saturday"},
            {"date": "2026-04-05", "why": "Sunday"},
            {"date": "2026-04-06", "why": "Easter Monday"},
        ],
    }


def test_it_counts_good_friday_where_it_is_worked(capsys: pytest.CaptureFixture[str]) -> None:
    _, printed, _ = run(capsys, "--market", "FR", "--received", RECEIVED, "--json")

    assert json.loads(printed)["due"] == "2026-04-03T15:00:00+02:00"


def test_it_reads_a_region_and_a_time_with_an_offset(capsys: pytest.CaptureFixture[str]) -> None:
    answers = []
    for region in ((), ("--subdiv", "BY")):
        _, printed, _ = run(capsys, "--market", "DE", "--received", "2026-06-03T13:00Z", *region, "--json")
        answers.append(json.loads(printed)["due"])

    assert answers == ["2026-06-04T15:00:00+02:00", "2026-06-05T15:00:00+02:00"]  # Corpus Christi is Bavaria's


def test_it_speaks_plainly_to_people(capsys: pytest.CaptureFixture[str]) -> None:
    _, printed, _ = run(capsys, "--market", "DE", "--received", RECEIVED)

    assert printed.startswith("due 2026-04-07T15:00:00+02:00\n")
    assert "skipped 2026-04-03 Good Friday\n" in printed


BAD = {
    "an unknown market": (["--market", "XX", "--received", RECEIVED], "There is no market 'XX'"),
    "half a letter": (["--market", "\udcff", "--received", RECEIVED], "There is no market"),
    "an unknown region": (["--market", "DE", "--subdiv", "ZZ", "--received", RECEIVED], "DE has no region 'ZZ'"),
    "a time that does not exist": (
        ["--market", "DE", "--received", "2026-03-29T02:30"],
        "does not exist in Europe/Berlin",
    ),
    "a date that does not exist": (["--market", "DE", "--received", "2026-02-30T10:00"], "is not a moment"),
    "no moment": (["--market", "DE", "--received", "soon"], "'soon' is not a moment"),
    "the end of time": (["--market", "DE", "--received", "9999-12-31T23:59"], "is outside the DE calendar"),
    "the beginning of time": (["--market", "DE", "--received", "0001-01-01T00:00+14:00"], "is not a moment"),
    "no market": (["--received", RECEIVED], "needs a market"),
    "no time": (["--market", "DE"], "needs a market and the time"),
    "no hours": (["--market", "DE", "--received", RECEIVED, "--hours", "0"], "whole number from 1 to 10000"),
    "hours without end": (
        ["--market", "DE", "--received", RECEIVED, "--hours", "9" * 30],
        "whole number from 1 to 10000",
    ),
    "half hours": (["--market", "DE", "--received", RECEIVED, "--hours", "1.5"], "invalid int value: '1.5'"),
    "an unknown word": (["--market", "DE", "--received", RECEIVED, "--soon"], "nrecognized arguments: --soon"),
}


@pytest.mark.parametrize(("words", "sentence"), BAD.values(), ids=BAD)
def test_it_says_in_one_sentence_what_is_wrong(
    capsys: pytest.CaptureFixture[str], words: list[str], sentence: str
) -> None:
    code, printed, complained = run(capsys, *words)

    assert (code, printed) == (2, "")
    assert sentence in complained
    assert complained.startswith("nazorg")
    assert complained.count("\n") == 1
    assert complained.endswith(".\n")


def test_it_answers_every_line_in_order_with_its_id(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = [{"id": n, "market": "NL", "received": f"2026-04-02T15:00:{n:02}"} for n in range(60)]

    code, answers = run_lines(capsys, monkeypatch, *lines)

    assert code == 0
    assert [answer["id"] for answer in answers] == list(range(60))
    assert [answer["due"][-8:-6] for answer in answers] == [f"{n:02}" for n in range(60)]


def test_it_answers_a_bad_line_in_its_place_and_goes_on(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    good = {"market": "DE", "received": RECEIVED}
    code, answers = run_lines(
        capsys,
        monkeypatch,
        {"id": "first", **good},
        "not JSON",
        "[]",
        {"id": {"a": [1]}, **good, "subdiv": ["BY"]},
        {"id": "\ud800", **good, "market": "\ud800"},
        {"id": 5, **good, "hours": True},
        {"id": 6, **good, "hours": 24.0},
        {"id": 7, **good, "hours": 10**30},
        {"id": 8, "market": 8, "received": RECEIVED},
        {"id": None, **good, "hours": 1, "subdiv": None},
        {**good, "hours": None},
    )

    assert code == 2
    assert [answer["id"] for answer in answers] == ["first", None, None, {"a": [1]}, "\ud800", 5, 6, 7, 8, None, None]
    assert ["error" in answer for answer in answers] == [False, *[True] * 8, False, False]
    assert all(set(answer) == {"id", "error"} for answer in answers if "error" in answer)


STARTED = """
import sys
from cli.__main__ import main
try:
    main(["deadline", "--market", "DE", "--received", "2026-04-02T15:00"])
except SystemExit:
    print(sorted({"fastapi", "sqlalchemy", "pydantic", "cases", "workflows"} & set(sys.modules)))
"""


def test_it_starts_without_the_web_and_the_database() -> None:
    out = subprocess.run([sys.executable, "-c", STARTED], capture_output=True, text=True, check=True, cwd=ROOT)

    assert out.stdout.splitlines()[-1] == "[]"

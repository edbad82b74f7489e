"""``nazorg policy``: what can be used, and who would have been treated otherwise."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from cases.casefile import rules
from cases.casefile.asker import Asker
from cases.casefile.policies import use_files
from cases.db import upgrade
from cases.db.unsynced import unsynced
from cases.verbs.expire_deadline import expire_all
from cases.verbs.import_orders import import_order
from cases.verbs.open_case import open_case
from cases.verbs.openings import Opening
from cli.__main__ import main
from markets import calendars
from markets.policy import Policy
from tests.builders import an_order

POLICY = """
[markets.DE.durations]
"return.requested" = "WorkingDays(1)"

[[thresholds.DE]]
metric = "missed"
days = 30
volume = 1
warning = 1
limit = 2
measure = "restriction"
lasts = 14
"""


@pytest.fixture(autouse=True)
def _as_it_was() -> Iterator[None]:
    yield
    use_files([])
    rules.use_policy(Policy())
    calendars.use_policy(Policy())


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A policy of the market place's own."""
    path = tmp_path / "policy.toml"
    path.write_text(POLICY, encoding="utf-8")
    return path


@pytest.fixture
def record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A seller who let one question pass, two weeks ago."""
    url = f"sqlite:///{tmp_path}/nazorg.sqlite"
    monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.delenv("NAZORG_POLICY", raising=False)
    upgrade(url)
    asked = (datetime.now(UTC) - timedelta(days=16)).replace(microsecond=0)
    with unsynced(url) as database:
        import_order(database, an_order(), asked)
        opening = Opening("question", order="DE-1042", reason="product", body="Does it fit?", lang="en")
        open_case(database, Asker("buyer", "jan", lang="en"), opening, asked)
        expire_all(database, asked + timedelta(days=6))


def asks(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[object, str, str]:
    with pytest.raises(SystemExit) as left:
        main(["policy", *words])
    out, err = capsys.readouterr()
    return left.value.code, out, err


def test_it_says_what_a_policy_decides(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = f"{file} can be used; it decides about market DE, thresholds\n"
    assert asks(capsys, "check", str(file)) == (0, said, "")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[markets.DE]\nreturns_days = -1", "returns_days is a whole number"),
        ("[markets.DE.holidays]\nremove = [2026-05-05]", "2026-05-05 is no holiday of this market"),
        ("[weights.charm]\npoints = 1", "weights.charm is no part of the score"),
        ("markets = ", "is not TOML"),
    ],
)
def test_it_refuses_a_policy_in_one_sentence(
    text: str, sentence: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "wrong.toml").write_text(text, encoding="utf-8")
    code, out, err = asks(capsys, "check", str(tmp_path / "wrong.toml"))
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert sentence in err


@pytest.mark.usefixtures("record")
def test_it_compares_for_machines(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = asks(capsys, "compare", "default", str(file), "--json")
    found = json.loads(out)
    (seller,) = found["otherwise"]
    assert (code, found["sellers"], seller["seller"]) == (0, 1, "nord")
    assert [(one["under"], one["metric"], one["measure"]) for one in seller["measures"]] == [
        ("new", "missed", "warning")
    ]


@pytest.mark.usefixtures("record")
def test_it_compares_for_people(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = asks(capsys, "compare", "current", str(file), "--days", "20")
    assert (code, out.partition("\n")[0]) == (
        0,
        "1 of 1 sellers would have been treated otherwise in the last 20 days",
    )
    assert "warning proposed on" in out


@pytest.mark.usefixtures("record")
def test_it_takes_the_current_policy_from_the_record(
    file: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    begins = datetime.now(UTC).date() + timedelta(days=1)
    asks(capsys, "activate", str(file), "--from", str(begins))
    monkeypatch.setattr("cases.clock.real_now", lambda: datetime.now(UTC) + timedelta(days=1))
    _, out, _ = asks(capsys, "compare", "current", "default", "--json")
    (seller,) = json.loads(out)["otherwise"]
    assert [one["under"] for one in seller["measures"]] == ["old"]


def test_it_says_which_version_a_policy_is(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_text('[policy]\nversion = "2027-01"\nfrom = 2027-01-01\n', encoding="utf-8")
    found = json.loads(asks(capsys, "check", str(file), "--json")[1])
    assert (found["holds"], found["version"], found["from"]) == (True, "2027-01", "2027-01-01")


@pytest.mark.usefixtures("record")
def test_it_says_where_nobody_differs(capsys: pytest.CaptureFixture[str]) -> None:
    said = "Nobody of 1 sellers would have been treated otherwise in the last 30 days.\n"
    assert asks(capsys, "compare", "current", "default") == (0, said, "")


@pytest.mark.usefixtures("record")
def test_it_refuses_to_look_back_too_far(capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = asks(capsys, "compare", "current", "default", "--days", "0")
    assert (code, err) == (2, "nazorg policy: Days is a whole number from 1 to 365.\n")


@pytest.mark.usefixtures("record")
def test_it_activates_a_policy_and_lists_what_there_is(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    begins = (datetime.now(UTC) + timedelta(days=9)).date()
    file.write_text(f'[policy]\nversion = "spring"\n{POLICY}', encoding="utf-8")
    said = f"the policy spring applies from {begins}\n"
    assert asks(capsys, "activate", str(file), "--from", str(begins), "--by", "ida") == (0, said, "")
    assert asks(capsys, "list") == (0, f"  spring         from {begins} ida\n", "")
    _, out, _ = asks(capsys, "list", "--json")
    kept = json.loads(out)
    assert (kept["version"], kept["from"], kept["by"], kept["in_force"]) == ("spring", str(begins), "ida", False)


@pytest.mark.usefixtures("record")
@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ((), "The file names no day, so --from says from which one it applies."),
        (("--from", "soon"), "--from 'soon' is no day, such as 2026-12-01."),
        (("--from", "2026-01-01"), "A policy is activated for a day to come, and 2026-01-01 is none."),
    ],
)
def test_it_activates_nothing_without_a_day_to_come(
    words: tuple[str, ...], sentence: str, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert asks(capsys, "activate", str(file), *words) == (2, "", f"nazorg policy: {sentence}\n")


@pytest.mark.usefixtures("record")
def test_it_refuses_to_start_with_other_words_under_an_old_name(
    file: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    begins = str((datetime.now(UTC) + timedelta(days=9)).date())
    file.write_text(f'[policy]\nversion = "spring"\n{POLICY}', encoding="utf-8")
    asks(capsys, "activate", str(file), "--from", begins)
    file.write_text(f'[policy]\nversion = "spring"\n{POLICY}# and more\n', encoding="utf-8")
    monkeypatch.setenv("NAZORG_POLICY", str(file))
    code, _, err = asks(capsys, "list")
    sentence = "The policy 'spring' was in force in other words; give what you changed a new version."
    assert (code, err) == (2, f"nazorg policy: NAZORG_POLICY: {sentence}\n")

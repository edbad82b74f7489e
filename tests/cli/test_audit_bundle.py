"""The evidence of a case at the operator's door: made with the database, verified without it."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from cases.db import open_database
from tests.builders import Desk, a_question
from tests.bundles import packed, parts_of
from tests.cast import NORD
from tests.cli.terminal import nazorg

NOWHERE = "sqlite:////nowhere/at/all.db"


@pytest.fixture
def case(database_url: str, tmp_path: Path) -> str:
    """A case with two messages."""
    with closing(open_database(database_url)) as database:
        desk = Desk(database, tmp_path)
        desk.takes()
        told = desk.opens(a_question())
        told.says(NORD, "It fits.")
        return told.id


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> dict[str, str]:
    return {"url": database_url, "NAZORG_LEDGER_KEY": str(tmp_path / "key"), "NAZORG_FILES": str(tmp_path / "files")}


def test_it_exports_and_verifies_without_a_database(case: str, settings: dict[str, str], tmp_path: Path) -> None:
    bundle, key = tmp_path / "case.zip", tmp_path / "public"
    key.write_text(nazorg("audit", "checkpoint", "--make-key", "--public-key", **settings).out)
    made = nazorg("audit", "export", case, "--out", str(bundle), **settings)
    assert made.out == f"{bundle}: 2 messages, 0 attachments, all of it in a checkpoint\n"
    found = nazorg("audit", "verify", "--bundle", str(bundle), "--key", str(key), url=NOWHERE)
    assert (found.code, found.out.splitlines()) == (
        0,
        [
            f"case {case}: 2 messages, 0 attachments: every entry holds",
            f"2 messages are in the checkpoint of 2, signed by {key.read_text().strip()}",
        ],
    )
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".case")] == []


def test_it_exports_by_number_and_says_so_for_a_script(case: str, settings: dict[str, str], tmp_path: Path) -> None:
    with closing(open_database(settings["url"])) as database:
        ((number,),) = Desk(database, tmp_path).rows("SELECT number FROM cases")
    bundle = tmp_path / "case.zip"
    made = nazorg("audit", "export", str(number), "--out", str(bundle), "--json", **settings).json
    assert made == {
        "case": case, "file": str(bundle), "bytes": bundle.stat().st_size, "messages": 2, "attachments": 0, "sealed": 0,
    }  # fmt: skip


def test_it_says_what_a_bundle_proves_by_its_own_key(case: str, settings: dict[str, str], tmp_path: Path) -> None:
    bundle = tmp_path / "case.zip"
    nazorg("audit", "checkpoint", "--make-key", **settings)
    nazorg("audit", "export", case, "--out", str(bundle), **settings)
    found = nazorg("audit", "verify", "--bundle", str(bundle), url=NOWHERE)
    assert (found.code, "it proves only that the bundle is whole" in found.out) == (0, True)
    said = nazorg("audit", "verify", "--bundle", str(bundle), "--json", url=NOWHERE).json
    assert (said["holds"], said["key_given"], said["checkpoint"], said["sealed"]) == (True, False, 2, 2)


def test_it_wants_a_checkpoint_only_with_a_key(case: str, settings: dict[str, str], tmp_path: Path) -> None:
    bundle, key = tmp_path / "case.zip", tmp_path / "public"
    made = nazorg("audit", "export", case, "--out", str(bundle), **settings)
    assert "without a checkpoint, so it proves only that the bundle is whole" in made.out
    key.write_text(nazorg("audit", "checkpoint", "--make-key", "--public-key", **settings).out)
    assert nazorg("audit", "verify", "--bundle", str(bundle), url=NOWHERE).code == 0
    found = nazorg("audit", "verify", "--bundle", str(bundle), "--key", str(key), url=NOWHERE)
    assert (found.code, found.out) == (1, "")
    assert found.errors == "nazorg audit: the bundle holds no checkpoint, so nobody signed for it\n"


def test_it_names_the_first_entry_that_does_not_hold(case: str, settings: dict[str, str], tmp_path: Path) -> None:
    bundle = tmp_path / "case.zip"
    nazorg("audit", "export", case, "--out", str(bundle), **settings)
    parts = parts_of(bundle.read_bytes())
    bundle.write_bytes(packed(parts | {"case.json": parts["case.json"].replace(b"It fits.", b"It fats.")}))
    found = nazorg("audit", "verify", "--bundle", str(bundle), url=NOWHERE)
    assert (found.code, found.errors) == (1, f"nazorg audit: message {case}.2 has other words than were hashed\n")
    assert nazorg("audit", "verify", "--bundle", str(bundle), "--json", url=NOWHERE).json["holds"] is False


def test_it_refuses_what_it_cannot_read(case: str, settings: dict[str, str], tmp_path: Path) -> None:
    bundle, bad = tmp_path / "case.zip", tmp_path / "bad"
    bad.write_text("no key")
    nazorg("audit", "checkpoint", "--make-key", **settings)
    nazorg("audit", "export", case, "--out", str(bundle), **settings)
    for words in (
        ("verify", "--bundle", str(tmp_path / "none.zip")),
        ("verify", "--bundle", str(bundle), "--key", str(tmp_path / "none")),
        ("verify", "--bundle", str(bundle), "--key", str(bad)),
        ("export", "R-NONE", "--out", str(bundle)),
        ("export", case, "--out", str(tmp_path / "none" / "case.zip")),
    ):
        answer = nazorg("audit", *words, **settings)
        assert (answer.code, answer.out, len(answer.errors.splitlines())) == (2, "", 1), words

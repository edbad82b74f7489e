"""A ninth kind, added to a copy of the desk by the guide in docs/how-to/add-a-kind.md, and thrown away with it."""

from __future__ import annotations

import filecmp
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from cases.messages.conduct.taught import kept
from markets.translate import languages
from tests.databases import SESSION
from workflows.registry import CURRENT

ROOT = Path(__file__).parents[2]
KIND = Path(__file__).with_name("ninth_kind")
ROOMS = ("markets", "workflows", "cases", "scheduler", "api", "cli", "tests", "docs")
REGISTERED = "from workflows.installations import INSTALLATION\n"


@dataclass(frozen=True)
class Copy:
    """A copy of the desk, and what its check said before the kind had its texts."""

    folder: Path
    said_of_texts: str = ""

    def runs(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """What a module of the copy answers, in a process of its own."""
        alone = {name: value for name, value in os.environ.items() if name not in (SESSION, "PYTHONPATH")}
        command = [sys.executable, "-m", *arguments]
        return subprocess.run(
            command, cwd=self.folder, env=alone, capture_output=True, text=True, timeout=300, check=False
        )

    def passes(self, *arguments: str) -> str:
        """The last line of the tests of the copy that name the kind, or run its life; all of them pass."""
        tests = self.runs("pytest", "-q", *arguments)
        assert tests.returncode == 0, tests.stdout[-4000:] + tests.stderr[-4000:]
        return tests.stdout.splitlines()[-1]


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Copy]:
    """The guide, step by step: the table, its line in the registry, its texts, its page."""
    desk = Copy(tmp_path_factory.mktemp("desk"))
    for room in ROOMS:
        shutil.copytree(ROOT / room, desk.folder / room, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", desk.folder)
    shutil.copytree(kept(), desk.folder / kept().relative_to(ROOT))  # else it would be taught anew
    shutil.copy(KIND / "installations.py", desk.folder / "workflows")
    _register(desk.folder / "workflows" / "registry.py")
    missed = desk.runs("cli", "workflow", "check")
    for language in languages():
        with (desk.folder / "markets" / "locale" / language / "LC_MESSAGES" / "nazorg.po").open("a") as texts:
            texts.write("\n" + (KIND / f"{language}.po").read_text(encoding="utf-8"))
    page = desk.runs("cli", "workflow", "show", "installation", "--as", "markdown")
    (desk.folder / "docs" / "workflows" / "installation.md").write_text(page.stdout, encoding="utf-8")
    yield Copy(desk.folder, missed.stdout + missed.stderr)
    shutil.rmtree(desk.folder)


def _register(registry: Path) -> None:
    written = registry.read_text(encoding="utf-8")
    known = written.replace("from workflows.questions", f"{REGISTERED}from workflows.questions")
    registry.write_text(known.replace("\nALL = (", "\nALL = (INSTALLATION, "), encoding="utf-8")


def test_it_is_told_which_texts_are_missing(copy: Copy) -> None:
    for language in languages():
        assert f"installation@1: there is no text kind.installation in {language}" in copy.said_of_texts
        assert f"installation@1: there is no text event.give_up.text.clock in {language}" in copy.said_of_texts


def test_it_takes_one_table_and_its_texts(copy: Copy) -> None:
    texts = {f"markets/locale/{language}/LC_MESSAGES/nazorg.po" for language in languages()}

    assert set(_differences(filecmp.dircmp(ROOT, copy.folder, ignore=["__pycache__"]))) == {
        "workflows/installations.py",
        "workflows/registry.py",
        "docs/workflows/installation.md",
        *texts,
    }


def _differences(compared: filecmp.dircmp[str], below: str = "") -> Iterator[str]:
    """Every file of the copied rooms that is new or not the same."""
    if below:
        yield from (f"{below}/{name}" for name in (*compared.diff_files, *compared.right_only, *compared.left_only))
    for name, inner in compared.subdirs.items():
        if below or name in ROOMS:
            yield from _differences(inner, f"{below}/{name}" if below else name)


def test_it_is_proven_sound(copy: Copy) -> None:
    check = copy.runs("cli", "workflow", "check")

    assert (check.returncode, check.stdout.strip()) == (0, f"{len(CURRENT) + 1} workflows are sound"), check.stderr


def test_it_is_shown_on_one_screen(copy: Copy) -> None:
    shown = copy.runs("cli", "workflow", "show", "installation").stdout.splitlines()

    assert shown[0].startswith("installation@1: who may do what")
    assert len(shown) <= 60
    assert any(line.startswith("to_be_planned        seller    WorkingDays(3)") for line in shown)


def test_it_prints_the_schema_of_what_must_be_said(copy: Copy) -> None:
    printed = json.loads(copy.runs("cli", "workflow", "show", "installation", "--as", "json").stdout)
    offer = next(row for row in printed["rows"] if row["event"] == "offer_appointment")

    assert (offer["from"], offer["by"], offer["to"]) == ("to_be_planned", ["seller"], "appointment_offered")
    assert (offer["if"], offer["fields"]["required"]) == (["three_times"], ["date", "window_from", "window_until"])


def test_it_is_walked_by_the_tests_that_are_there(copy: Copy) -> None:
    passed = copy.passes("tests/workflows", "-k", "installation")

    assert int(passed.split()[0]) > 100


def test_it_lives(copy: Copy) -> None:
    life = copy.folder / "tests" / "api" / "test_installation.py"
    shutil.copy(KIND / "life.py", life)
    try:
        assert "8 passed" in copy.passes(str(life), "-k", "sqlite")
    finally:
        life.unlink()


def test_it_is_thrown_away() -> None:
    assert "installation" not in CURRENT

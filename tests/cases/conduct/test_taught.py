"""What was learnt is kept, found again, and taught once however many ask."""

from __future__ import annotations

import os
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from cases.messages.conduct import taught
from cases.messages.questions import split


@pytest.fixture
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Path, Path]]:
    """Nothing is kept yet, neither in the checkout nor among the temporary files."""
    both = tmp_path / "checkout", tmp_path / "temporary"
    monkeypatch.setattr(taught, "FOLDERS", both)
    yield both
    for folder in both:
        if folder.exists():
            folder.chmod(0o700)


def teaches(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """From here on nothing is learnt, but noted."""
    made: list[Path] = []

    def teach(command: list[str], **_: object) -> None:
        time.sleep(0.05)
        (Path(command[-1]) / taught.LABELS).write_bytes(b"weights")
        made.append(Path(command[-1]))

    monkeypatch.setattr(subprocess, "run", teach)
    return made


def test_it_is_taught_once_however_many_ask(folders: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    made = teaches(monkeypatch)
    threads = [threading.Thread(target=taught.kept) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(made) == 1
    assert taught.kept() == folders[0] / taught.digest()
    assert [path.name for path in taught.kept().iterdir()] == [taught.LABELS]


def test_it_is_found_where_nothing_may_be_written(folders: tuple[Path, Path]) -> None:
    (folders[0] / taught.digest()).mkdir(parents=True)
    folders[0].chmod(0o500)

    assert taught.kept() == folders[0] / taught.digest()


def test_it_takes_nothing_from_a_folder_that_others_may_write(folders: tuple[Path, Path]) -> None:
    folders[0].parent.joinpath("checkout").write_text("no folder")
    planted = folders[1] / taught.digest()
    planted.mkdir(parents=True)
    folders[1].chmod(0o777)

    with pytest.raises(OSError, match="can be written"):
        taught.kept()
    folders[0].unlink()


def test_it_teaches_again_after_a_teaching_that_failed(
    folders: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(command: list[str], **_: object) -> None:
        raise subprocess.CalledProcessError(1, command)

    with monkeypatch.context() as patched:
        patched.setattr(subprocess, "run", fails)
        with pytest.raises(subprocess.CalledProcessError):
            taught.kept()
    assert [path.name for path in folders[0].iterdir()] == ["lock"]
    teaches(monkeypatch)
    assert taught.kept().is_dir()


def test_it_leaves_alone_for_a_day_what_others_may_have_begun_with(
    folders: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    teaches(monkeypatch)
    young, old = folders[0] / "young", folders[0] / "old"
    for folder in (young, old):
        folder.mkdir(parents=True)
    os.utime(old, (time.time() - 2 * taught.A_DAY,) * 2)
    taught.kept()

    assert young.exists()
    assert not old.exists()


def test_it_needs_no_folder_any_more_once_it_was_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    taught.taught()
    monkeypatch.setattr(taught, "kept", lambda: tmp_path / "gone")
    found: list[object] = []
    other = threading.Thread(target=lambda: found.extend(split("Is it blue?", "en")))
    other.start()
    other.join()

    assert len(found) == 1


def test_it_is_taught_again_when_its_corpus_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = taught.digest()
    monkeypatch.setattr(taught, "CORPUS", tmp_path)
    (tmp_path / "contact.en.jsonl").write_text("{}")

    assert taught.digest() != before
    assert taught.corpus() == [tmp_path / "contact.en.jsonl"]

"""What was learnt from this corpus by this code: found where it was kept, or taught once and kept."""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from array import array
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

import pycrfsuite

from cases.messages.conduct.model import Model
from cases.messages.conduct.reply_model import ReplyModel

ROOM = Path(__file__).parent
CHECKOUT = ROOM.parents[2]
CORPUS = CHECKOUT / "tests" / "conduct" / "corpus" / "development"

FOLDERS = (CHECKOUT / ".cache" / "conduct", Path(tempfile.gettempdir()) / f"nazorg-conduct-{os.getuid()}")
LIBRARIES = ("python-crfsuite", "scikit-learn")

NUMBERS, LABELS, QUESTIONS, REPLIES = "numbers.model", "labels.model", "questions.crf", "replies.model"
"""What is learnt: which numbers are dialled, which labels a sentence has, which words ask, and what a reply answers."""


A_DAY = 24 * 60 * 60
"""So long what other code or another corpus taught is left alone, because a server may have begun with it."""


class Taught(NamedTuple):
    """Everything that was learnt, opened at once, so that nothing is missed when its folder goes."""

    numbers: array[float]
    labels: Model
    questions: bytes
    replies: ReplyModel


def numbers() -> array[float]:
    """What weighs a number that could be dialled."""
    return taught().numbers


def model() -> Model:
    """What weighs the sentences of a message."""
    return taught().labels


def reply_model() -> ReplyModel:
    """What weighs a reply."""
    return taught().replies


def tagger() -> pycrfsuite.Tagger:
    """What tells the words that ask; one for each thread, because it remembers the message that it reads."""
    if not hasattr(_of_thread, "tagger"):
        _of_thread.tagger = pycrfsuite.Tagger()
        _of_thread.tagger.open_inmemory(taught().questions)
    found: pycrfsuite.Tagger = _of_thread.tagger
    return found


_of_thread = threading.local()


@cache
def taught() -> Taught:
    """What was learnt."""
    folder = kept()
    of_numbers = array("f", (folder / NUMBERS).read_bytes())
    return Taught(of_numbers, Model(folder / LABELS), (folder / QUESTIONS).read_bytes(), ReplyModel(folder / REPLIES))


def kept() -> Path:
    """The folder of what was learnt, taught now where nobody has done so since the corpus or the code changed."""
    name = digest()
    for around in filter(_is_ours, FOLDERS):
        if (around / name).is_dir():
            return around / name
    around = _writable()
    with (around / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (around / name).is_dir():
            _sweep(around)
            teach(around / name)
    return around / name


def teach(folder: Path) -> None:
    """Teach in a process of its own, because what teaches is large; then put the folder in its place at once."""
    unfinished = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f"{folder.name}."))
    try:
        command = [sys.executable, "-m", "cases.messages.conduct.teaching", str(unfinished)]
        subprocess.run(command, cwd=CHECKOUT, check=True)  # noqa: S603  # our own module
        unfinished.replace(folder)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


def _sweep(around: Path) -> None:
    """Remove what was learnt long ago, and what a killed process left unfinished."""
    for old in around.iterdir():
        if old.is_dir() and time.time() - old.stat().st_mtime > A_DAY:
            shutil.rmtree(old, ignore_errors=True)


def digest() -> str:
    """What changes when the code, the word files, the corpus or the libraries do."""
    found = hashlib.sha256()
    for library in LIBRARIES:
        found.update(f"{library} {version(library)}".encode())
    code = [*ROOM.rglob("*.py"), *ROOM.glob("words/*.txt"), *ROOM.glob("*/*.toml")]
    for path in sorted([*code, *corpus()]):
        found.update(path.name.encode())
        found.update(path.read_bytes())
    return found.hexdigest()[:16]


def corpus(task: str = "") -> list[Path]:
    """The development messages of one task (`contact`, `marketing`, `questions`, `replies`), or all of them."""
    return sorted(CORPUS.glob(f"*{task}.??.jsonl"))


def _writable() -> Path:
    """Inside the checkout; where that may not be written, among the temporary files."""
    for folder in FOLDERS:
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError:
            continue
        if _is_ours(folder) and os.access(folder, os.W_OK):
            return folder
    raise OSError(f"Neither {FOLDERS[0]} nor {FOLDERS[1]} can be written.")


def _is_ours(folder: Path) -> bool:
    """Whether nobody else can have put anything there: what is read from it is not looked at again."""
    if not folder.is_dir() or folder == FOLDERS[0]:
        return folder.is_dir()
    return folder.stat().st_uid == os.getuid() and not folder.stat().st_mode & 0o077


if __name__ == "__main__":
    kept()

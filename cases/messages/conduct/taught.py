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
from functools import cache
from pathlib import Path

import pycrfsuite

from cases.messages.conduct.model import Model
from cases.messages.conduct.reply_model import ReplyModel

ROOM = Path(__file__).parent
CHECKOUT = ROOM.parents[2]
CORPUS = CHECKOUT / "tests" / "conduct" / "corpus" / "development"

LABELS, QUESTIONS, REPLIES = "labels.model", "questions.crf", "replies.model"
"""The files of what is learnt: which labels a sentence has, which words ask, and what a reply answers."""


@cache
def model() -> Model:
    """What weighs the sentences of a message."""
    return Model(kept() / LABELS)


@cache
def reply_model() -> ReplyModel:
    """What weighs a reply."""
    return ReplyModel(kept() / REPLIES)


def tagger() -> pycrfsuite.Tagger:
    """What tells the words that ask; one for each thread, because it remembers the message that it reads."""
    if not hasattr(_of_thread, "tagger"):
        ask(kept() / QUESTIONS)
    found: pycrfsuite.Tagger = _of_thread.tagger
    return found


def ask(path: Path) -> None:
    """Let this file tell the words that ask in this thread."""
    _of_thread.tagger = pycrfsuite.Tagger()
    _of_thread.tagger.open(str(path))


_of_thread = threading.local()


@cache
def kept() -> Path:
    """The folder of what was learnt, taught now where nobody has done so since the corpus or the code changed."""
    around = _folder()
    folder = around / digest()
    if not folder.exists():
        with (around / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not folder.exists():
                teach(folder)
    return folder


def teach(folder: Path) -> None:
    """Teach in a process of its own, because what teaches is large; then put the folder in its place at once."""
    unfinished = folder.with_suffix(f".{os.getpid()}")
    unfinished.mkdir()
    command = [sys.executable, "-m", "cases.messages.conduct.teaching", str(unfinished)]
    subprocess.run(command, cwd=CHECKOUT, check=True)  # noqa: S603  # our own module
    for old in folder.parent.iterdir():
        if old.is_dir() and old != unfinished:
            shutil.rmtree(old, ignore_errors=True)
    unfinished.replace(folder)


def digest() -> str:
    """What changes when the code, the word files or the corpus do."""
    found = hashlib.sha256()
    code = [*ROOM.rglob("*.py"), *ROOM.glob("words/*"), *ROOM.glob("*/*.toml")]
    for path in sorted([*code, *corpus()]):
        found.update(path.name.encode())
        found.update(path.read_bytes())
    return found.hexdigest()[:16]


def corpus(task: str = "") -> list[Path]:
    """The development messages of one task (`contact`, `marketing`, `questions`, `replies`), or all of them."""
    return sorted(CORPUS.glob(f"*{task}.??.jsonl"))


def _folder() -> Path:
    """Inside the checkout; where that may not be written, among the temporary files."""
    for folder in (CHECKOUT / ".cache" / "conduct", Path(tempfile.gettempdir()) / f"nazorg-conduct-{os.getuid()}"):
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError:
            continue
        if os.access(folder, os.W_OK):
            return folder
    raise OSError(f"Neither {CHECKOUT} nor the folder for temporary files can be written.")


if __name__ == "__main__":
    kept()

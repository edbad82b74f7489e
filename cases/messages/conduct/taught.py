"""The model of this code and this corpus: found where it was kept, or taught once and kept."""

from __future__ import annotations

import fcntl
import hashlib
import os
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

from cases.messages.conduct.model import Model

ROOM = Path(__file__).parent
CHECKOUT = ROOM.parents[2]
CORPUS = CHECKOUT / "tests" / "conduct" / "corpus" / "development"


@cache
def model() -> Model:
    """The model, taught now where nobody has done so since the corpus or the code changed."""
    folder = _folder()
    path = folder / f"{digest()}.model"
    if not path.exists():
        with (folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not path.exists():
                teach(path)
    return Model(path)


def teach(path: Path) -> None:
    """Teach a model in a process of its own, because what teaches it is large; then put it in its place at once."""
    unfinished = path.with_suffix(f".{os.getpid()}")
    command = [sys.executable, "-m", "cases.messages.conduct.training", str(unfinished)]
    subprocess.run(command, cwd=CHECKOUT, check=True)  # noqa: S603  # our own module
    for old in path.parent.glob("*.model"):
        old.unlink(missing_ok=True)
    unfinished.replace(path)


def digest() -> str:
    """What changes when the code, the word files or the corpus do."""
    found = hashlib.sha256()
    for path in sorted([*ROOM.glob("*.py"), *ROOM.glob("words/*"), *corpus()]):
        found.update(path.name.encode())
        found.update(path.read_bytes())
    return found.hexdigest()[:16]


def corpus() -> list[Path]:
    """What the classifier is taught by: the development messages."""
    return sorted(CORPUS.glob("*.??.jsonl"))


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
    model()

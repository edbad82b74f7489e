"""The browser that tests drive: one that the machine has, or one that ``make test`` gets for it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome")
FETCHED = Path(__file__).parents[2] / ".cache" / "browsers"
LONGEST = 600


def find() -> str:
    """The path of a Chromium; empty where there is none."""
    found = next((path for name in NAMES if (path := shutil.which(name))), "")
    return found or next((str(path) for path in sorted(FETCHED.glob("chromium*/*/*")) if _is_browser(path)), "")


def _is_browser(path: Path) -> bool:
    return path.name in ("chrome", "headless_shell", "chrome-headless-shell") and os.access(path, os.X_OK)


def get() -> str:
    """Get one: from the system's packages where we are root, else into the clone. Empty where neither works."""
    if os.geteuid() == 0 and shutil.which("apt-get"):
        for words in (("update",), ("install", "--yes", "--no-install-recommends", "chromium")):
            _runs(["apt-get", "--quiet=2", *words], {"DEBIAN_FRONTEND": "noninteractive"})
    if not find():
        _runs([sys.executable, "-m", "playwright", "install", "chromium"], {"PLAYWRIGHT_BROWSERS_PATH": str(FETCHED)})
    return find()


def _runs(command: list[str], environment: dict[str, str]) -> bool:
    """Whether the command ends well in time; what it says is of interest only where no browser comes of it."""
    try:
        done = subprocess.run(command, env=os.environ | environment, capture_output=True, timeout=LONGEST, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


if __name__ == "__main__":
    if not find():
        sys.stdout.write("looking for a browser ...\n")
        sys.stdout.flush()
        if not get():
            sys.stdout.write("there is no browser and none can be got: the tests in one are skipped\n")

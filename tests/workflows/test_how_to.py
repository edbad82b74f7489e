"""What the guides name is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from workflows.registry import CURRENT

ROOT = Path(__file__).parents[2]
GUIDES = [
    ROOT / "docs" / "how-to" / "add-a-kind.md",
    ROOT / "docs" / "how-to" / "add-a-market.md",
    ROOT / "docs" / "how-a-row-becomes-an-api.md",
]
GUIDE = pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.stem)


@GUIDE
def test_it_names_files_that_are_there(guide: Path) -> None:
    named = re.findall(
        r"`((?:workflows|cases|markets|api|cli|tests|docs)/[\w/.-]*)`", guide.read_text(encoding="utf-8")
    )

    assert named
    assert [name for name in named if not (ROOT / name).exists()] == []


@GUIDE
def test_it_names_functions_where_they_stand(guide: Path) -> None:
    named = re.findall(r"`(\w+)` in `([\w/]+\.py)`", guide.read_text(encoding="utf-8"))

    assert [(name, file) for name, file in named if not re.search(rf"\bdef {name}\(", (ROOT / file).read_text())] == []


def test_it_shows_the_row_as_it_is_written() -> None:
    shown = re.search(r"```python\n(.*)\n```", GUIDES[2].read_text(encoding="utf-8"))
    written = (ROOT / "workflows" / "returns.py").read_text(encoding="utf-8")

    assert shown is not None
    assert _plain(shown[1]) in [_plain(line) for line in written.splitlines()]


def _plain(line: str) -> str:
    return re.sub(r"\s+", " ", line).strip(" ,")


def test_it_tells_of_a_wait_that_is_there() -> None:
    wait = CURRENT["return"].wait_of("requested")

    assert wait is not None
    assert wait.then == ("approve", "alert_platform")

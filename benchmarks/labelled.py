"""The labelled texts: `development`, which rules are written by; `test` and `fresh`, which they are measured on."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parents[1] / "tests" / "conduct" / "corpus"
PARTS = ("test", "fresh", "development")
Line = dict[str, Any]


def lines(part: str, task: str) -> Iterator[Line]:
    """The lines of one task in every language, in order of language."""
    for file in sorted((FOLDER / part).glob(f"*{task}.*.jsonl"), key=lambda file: (file.suffixes[-2], file.name)):
        yield from map(json.loads, file.read_text(encoding="utf-8").splitlines())

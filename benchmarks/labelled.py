"""The labelled texts, in two parts that never mix: `development`, which rules are written by, and `test`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parents[1] / "tests" / "conduct" / "corpus"
PARTS = ("test", "development")
Line = dict[str, Any]


def lines(part: str, task: str) -> Iterator[Line]:
    """The lines of one task in every language, in order of language."""
    files = [*(FOLDER / part).glob(f"{task}.*.jsonl"), *(FOLDER / part).glob(f"more_{task}.*.jsonl")]
    for file in sorted(files, key=lambda file: (file.suffixes[-2], file.name)):
        yield from map(json.loads, file.read_text(encoding="utf-8").splitlines())

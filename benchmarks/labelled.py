"""The labelled texts: `development`, which teaches and which rules are written by; `test` and `fresh` measure."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import Any

from cases.messages.conduct.teaching.numbers import hand

FOLDER = Path(__file__).parents[1] / "tests" / "conduct" / "corpus"
PARTS = ("test", "fresh", "development")
UNREAD = "only texts of the development part are shown; those of the test and the fresh part stay unread"
Line = dict[str, Any]


def lines(part: str, task: str) -> Iterator[Line]:
    """The lines of one task in every language, in order of language."""
    return _read(sorted(_files(part, task), key=lambda file: (file.suffixes[-2], file.name)))


def hands(task: str) -> list[str]:
    """Who wrote the development files of one task."""
    return sorted({hand(path) for path in _files("development", task)})


def apart(task: str, name: str) -> tuple[list[Line], list[Line]]:
    """The development lines of one task: what this hand wrote, and what all others did."""
    files = sorted(_files("development", task))
    own = _read(path for path in files if hand(path) == name)
    return list(own), list(_read(path for path in files if hand(path) != name))


def _files(part: str, task: str) -> Iterator[Path]:
    return (FOLDER / part).glob(f"*{task}.*.jsonl")


def _read(files: Iterable[Path]) -> Iterator[Line]:
    return map(json.loads, chain.from_iterable(file.read_text(encoding="utf-8").splitlines() for file in files))

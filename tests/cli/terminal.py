"""The command as an operator runs it: in this process, because starting costs a second, or in one of its own."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from cli.__main__ import main

ROOT = Path(__file__).parents[2]
SECRET = "s" * 40


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command answered."""

    code: int
    out: str
    errors: str

    @property
    def json(self) -> Any:
        """The answer as JSON."""
        return json.loads(self.out)

    @property
    def lines(self) -> list[Any]:
        """The answer as JSON lines."""
        return [json.loads(line) for line in self.out.splitlines()]


def environment(url: str, **more: str) -> dict[str, str]:
    """What the command is told by its environment, and nothing else of ours."""
    return {**os.environ, "DATABASE_URL": url, "NAZORG_SECRET": SECRET, **more}


def nazorg(*words: str, url: str, said: str = "", **more: str) -> Answer:
    """Run the command in this process."""
    out, errors = io.StringIO(), io.StringIO()
    said_in = io.TextIOWrapper(io.BytesIO(said.encode()))
    with (
        patch.dict(os.environ, environment(url, **more)),
        patch("sys.stdin", said_in),
        redirect_stdout(out),
        redirect_stderr(errors),
        pytest.raises(SystemExit) as ended,
    ):
        main(list(words))
    return Answer(int(ended.value.code or 0), out.getvalue(), errors.getvalue())


def started(*words: str, url: str) -> subprocess.Popen[str]:
    """The command in a process of its own; whoever started it ends it."""
    command = [sys.executable, "-m", "cli", *words]
    return subprocess.Popen(
        command, cwd=ROOT, env=environment(url), text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )

"""``nazorg questions --jsonl``: the questions in buyers' words, as spans of the text."""

from __future__ import annotations

import argparse
from typing import Any

from cli.errors import BadInput
from cli.jsonl import each_line


def add(subparsers: Any) -> None:
    """Register the command."""
    parser = subparsers.add_parser("questions", help="find the questions in a text")
    parser.add_argument("--jsonl", action="store_true", required=True, help="one JSON object a line, in and out")
    parser.set_defaults(run=run)


def run(_: argparse.Namespace) -> int:
    """Answer line by line."""
    return each_line(questions)


def questions(line: dict[str, Any]) -> dict[str, Any]:
    """The questions of one line ``{"id","lang","text"}``."""
    from cases.messages.questions import split

    text, language = line.get("text"), line.get("lang")
    if not isinstance(text, str) or not isinstance(language, str):
        raise BadInput("A line needs the texts `text` and `lang`.")
    spans = split(text, language)
    return {"questions": [{"text": text[s.start : s.stop], "start": s.start, "end": s.stop} for s in spans]}

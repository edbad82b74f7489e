"""``nazorg screen --jsonl``: what a message may not say, with what follows and where it stands."""

from __future__ import annotations

import argparse
from typing import Any

from cli.errors import BadInput
from cli.jsonl import each_line


def add(subparsers: Any) -> None:
    """Register the command."""
    parser = subparsers.add_parser("screen", help="judge what a message says")
    parser.add_argument("--jsonl", action="store_true", required=True, help="one JSON object a line, in and out")
    parser.set_defaults(run=run)


def run(_: argparse.Namespace) -> int:
    """Answer line by line."""
    return each_line(screened)


def screened(line: dict[str, Any]) -> dict[str, Any]:
    """The verdict on one line ``{"id","role","lang","text"}``. Raises ``BadInput`` with one sentence."""
    from cases.messages.conduct.screen import screen

    text, language, role = line.get("text"), line.get("lang"), line.get("role")
    if not isinstance(text, str) or not isinstance(language, str):
        raise BadInput("A line needs the texts `text` and `lang`.")
    if role not in {"buyer", "seller"}:
        raise BadInput("The role is `buyer` or `seller`.")
    found = screen(text, role, language)
    return {
        "verdict": found.verdict,
        "labels": sorted({finding.label for finding in found.findings}),
        "spans": [[finding.start, finding.end, finding.label] for finding in found.findings],
    }

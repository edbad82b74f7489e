"""``nazorg review-reply --jsonl``: whether a reply answers what a buyer asked, and what it leaves open."""

from __future__ import annotations

import argparse
from typing import Any

from cli.errors import BadInput
from cli.jsonl import each_line


def add(subparsers: Any) -> None:
    """Register the command."""
    parser = subparsers.add_parser("review-reply", help="judge whether a reply answers")
    parser.add_argument("--jsonl", action="store_true", required=True, help="one JSON object a line, in and out")
    parser.set_defaults(run=run)


def run(_: argparse.Namespace) -> int:
    """Answer line by line."""
    return each_line(review)


def review(line: dict[str, Any]) -> dict[str, Any]:
    """The verdict on one line ``{"id","lang","buyer_text","reply"}``."""
    from cases.messages.conduct.review_reply import review_reply
    from cases.messages.questions import split
    from markets.translate import translate

    asked, reply, language = (line.get(name) for name in ("buyer_text", "reply", "lang"))
    if not (isinstance(asked, str) and isinstance(reply, str) and isinstance(language, str)):
        raise BadInput("A line needs the texts `lang`, `buyer_text` and `reply`.")
    questions = [asked[span.start : span.stop] for span in split(asked, language)]
    found = review_reply(questions, reply, language)
    return {
        "verdict": found.verdict.value,
        "unanswered": [questions[at] for at in found.unanswered],
        "because": translate(found.because, "en"),
    }

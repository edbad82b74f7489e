"""Nothing that the demo market place says leads away from it, advertises, insults or misleads."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from cases.messages.conduct.screen import screen

REPORTED = "report_quote"
"""What somebody reports of the other side: the offence itself, which nobody judges in a report."""

WORDS = sorted((Path(__file__).parents[3] / "cli" / "demo" / "words").glob("??.toml"))
BUYER_ASKS, SELLER_ANSWERS = 1, 2
BY_BUYERS = frozenset(
    "where two change thanks more nudge object changed_mind does_not_fit damaged info_given info_answers accept_offer "
    "decline_offer shipped ask_back withdraw take_back agree_deduction dispute_deduction cancel came_broken "
    "not_as_described".split()
)


def sentences(said: object) -> Iterator[str]:
    if isinstance(said, str):
        yield said
    elif isinstance(said, dict | list):
        for part in said.values() if isinstance(said, dict) else said:
            yield from sentences(part)


@pytest.mark.parametrize("path", WORDS, ids=lambda path: path.stem)
def test_it_lets_every_sentence_of_the_demo_pass(path: Path) -> None:
    words = tomllib.loads(path.read_text(encoding="utf-8"))
    exchanges = [exchange for seller in words["sellers"] for exchange in (*seller["asks"], *seller["faults"])]
    said = [("buyer", exchange[BUYER_ASKS]) for exchange in exchanges]
    said += [("seller", answer) for exchange in exchanges for answer in exchange[SELLER_ANSWERS:]]
    said += [
        ("buyer" if name in BY_BUYERS else "seller", line)
        for name, lines in words["lines"].items()
        for line in sentences(lines)
        if name != REPORTED
    ]
    flagged = [
        (text, item.label)
        for role, text in said
        for item in screen(text, "buyer" if role == "buyer" else "seller", path.stem).findings
    ]

    assert len(said) > 50
    assert flagged == []


@pytest.mark.parametrize("path", WORDS, ids=lambda path: path.stem)
def test_it_would_stop_what_the_demo_reports(path: Path) -> None:
    quote = tomllib.loads(path.read_text(encoding="utf-8"))["lines"][REPORTED]

    assert [item.label for item in screen(quote, "seller", path.stem).findings] == ["payment_offplatform"]

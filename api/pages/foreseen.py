"""What a message would do, as the composer says it before it is sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from cases.casefile.view import View
from cases.messages.judged import BODY


class Piece(NamedTuple):
    """A stretch of somebody's words; ``found`` where a rule of conduct is about it."""

    text: str
    found: bool


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What would be. ``until`` is the end of the next wait; ``answered`` of the ``asked`` questions would be closed.

    ``findings`` is what the rules of conduct find, and ``words`` the message in pieces where one of them is about it.
    ``reply`` is what the review of a seller's words says, and ``unanswered`` the questions that it leaves open.
    """

    state: str
    until: str | None
    asked: int
    answered: int
    deadlines: Sequence[View]
    findings: Sequence[View]
    words: Sequence[Piece]
    reply: View | None
    unanswered: Sequence[str]


def foreseen(preview: View, open_before: Sequence[str], body: str) -> Foreseen:
    """The preview, told against the questions that are open now."""
    running = [one for one in preview["deadlines"] if one["due_at"] and one["state"] == "open"]
    next_step = next((one for one in running if one["kind"] == "state"), None)
    findings = preview["findings"]
    return Foreseen(
        preview["state"],
        next_step["due_at"] if next_step else None,
        len(open_before),
        sum(name not in preview["unanswered"] for name in open_before),
        [one for one in running if one is not next_step],
        findings,
        marked(body, findings),
        preview["reply"],
        preview["unanswered"],
    )


def marked(body: str, findings: Sequence[View]) -> list[Piece]:
    """The words in pieces, those marked that findings are about; nothing where none is about the words."""
    spans = sorted(tuple(one["span"]) for one in findings if one["pointer"] == BODY)
    pieces, done = list[Piece](), 0
    for start, end in spans:
        if end > done:
            pieces += [Piece(body[done:start], found=False), Piece(body[max(start, done) : end], found=True)]
            done = end
    return [piece for piece in (*pieces, Piece(body[done:], found=False)) if piece.text] if pieces else []

"""Cases that a party brings before the platform, for the tests that tell what becomes of them."""

from __future__ import annotations

from typing import Any

from tests.builders import Desk, Told, a_return, decided
from tests.cast import JAN, ROOT

ASKING: dict[str, Any] = {"body": "How do I pack it?", "reply_expected": True}


def unanswered(desk: Desk, order: str, **more: Any) -> Told:
    """A return in which the buyer asked something and the seller has just missed the answer."""
    case = desk.opens(a_return(order, **(ASKING | more)))
    while not case.file.case.overdue:
        desk.waits_for_the_next_mark()
    return case


def escalated(case: Told, **fields: Any) -> Told:
    """The claim that the buyer brings about the case."""
    case.does(JAN, "escalate", **fields)
    return case.linked("claim")[-1]


def decides(claim: Told, how: str, **more: Any) -> None:
    """The platform decides the claim, through whatever lies before that."""
    if claim.state == "submitted":
        claim.does(ROOT, "accept_for_review")
        claim.does(ROOT, "deliberate")
    claim.says(ROOT, "We decided.", event="decide", fields=decided(how, **more))

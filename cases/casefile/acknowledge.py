"""What a buyer is told at once: that a withdrawal was received, which rights a complaint and a guarantee have."""

from __future__ import annotations

from cases.casefile.advance import SYSTEM, Act, advance
from cases.casefile.draft import Draft
from cases.outbox.events import Event
from markets.translate import say_moment, translate
from workflows.grammar import CLOCK

WITH_RIGHTS = ("complaint", "warranty")
"""The choice between repair and replacement is the buyer's, and a guarantee leaves the law's rights open."""


def acknowledge(draft: Draft) -> None:
    """Acknowledge the opening, where its kind owes the buyer a word."""
    if draft.file.case.kind == "withdrawal":
        _receipt(draft)
    elif draft.file.case.kind in WITH_RIGHTS:
        _tell(draft, translate(f"system.acknowledged.{draft.file.case.kind}", draft.file.case.lang))


def _receipt(draft: Draft) -> None:
    """The declaration is acknowledged with content, date and time (Directive 2011/83/EU, art. 11a(4))."""
    file, case = draft.file, draft.file.case
    assert file.order is not None
    lines = {line.line: line.title for line in file.order.terms.lines}
    text = translate(
        "system.acknowledged",
        case.lang,
        number=case.number,
        moment=say_moment(draft.now, file.calendar.zone, case.lang),
        units=", ".join(f"{unit.quantity} {lines[unit.line]}" for unit in case.units),
    )
    _tell(draft, text)
    draft.tell(Event.WITHDRAWAL_ACKNOWLEDGED)


def _tell(draft: Draft, text: str) -> None:
    advance(draft, Act(CLOCK, text, draft.file.case.lang, SYSTEM, own_words=False))

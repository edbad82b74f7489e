"""The acknowledgement of a withdrawal, on a durable medium and at once."""

from __future__ import annotations

from cases.casefile.advance import SYSTEM, Act, advance
from cases.casefile.draft import Draft
from cases.outbox.events import Event
from markets.translate import say_moment, translate
from workflows.grammar import CLOCK


def acknowledge(draft: Draft) -> None:
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
    advance(draft, Act(CLOCK, text, case.lang, SYSTEM, own_words=False))
    draft.tell(Event.WITHDRAWAL_ACKNOWLEDGED)

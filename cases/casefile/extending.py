"""A running deadline that is due later than was promised: what follows, and the line in the log that says so."""

from __future__ import annotations

import logging
from datetime import datetime

from cases.casefile import waits
from cases.casefile.advance import SYSTEM, Act, advance
from cases.casefile.draft import Draft
from cases.timers.deadline import Deadline, extend
from markets.translate import say_deadline, translate
from workflows.grammar import CLOCK

log = logging.getLogger(__name__)


def extend_and_tell(draft: Draft, deadline: Deadline, after: datetime, key: str, **values: str) -> None:
    """Let the deadline run to ``after`` and say in the case why, by the text of ``key``."""
    case, calendar = draft.file.case, draft.file.calendar
    before = deadline.due_at
    assert before is not None
    wait = draft.file.workflow.wait_of(deadline.name) if deadline.kind == waits.STATE else None
    extend(deadline, after, draft.now, calendar, wait.remind_days_before if wait else 0)
    for owed in case.progress.owed:
        if deadline.kind == "reply" and owed.seq == int(deadline.name):
            owed.due_at = after
    said = {
        "before": say_deadline(before, calendar.zone, case.lang),
        "due": say_deadline(after, calendar.zone, case.lang),
    }
    text = translate(key, case.lang, **said, **values)
    advance(draft, Act(CLOCK, text, case.lang, SYSTEM, own_words=False))
    draft.change(deadline)
    log.info("case %s: a %s deadline is extended from %s to %s", case.id, deadline.kind, before, after)

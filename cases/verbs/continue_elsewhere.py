"""Words to a case that has been closed for more than fourteen days go on in a linked question."""

from __future__ import annotations

from datetime import datetime

from cases.casefile.advance import CHAT, Act, advance
from cases.casefile.asker import Asker
from cases.casefile.casefile import CaseFile
from cases.casefile.draft import Draft
from cases.casefile.facts import AFTER_CLOSING, facts_of
from cases.casefile.opening import goes_on, link
from workflows.engine import decide
from workflows.grammar import BUYER, CLOSED, SELLER, UNOPENED
from workflows.registry import CURRENT

TOPIC = "other"


def is_long_closed(file: CaseFile, now: datetime) -> bool:
    """Whether both parties' time for last words in the case is over."""
    case = file.case
    return case.state == CLOSED and case.closed_at is not None and now > case.closed_at + AFTER_CLOSING


def continue_elsewhere(
    draft: Draft, seq: int, asker: Asker, body: str, now: datetime, *, reply_expected: bool
) -> Draft | None:
    """A linked question opened with the same words, for a buyer or a seller; None for anybody else.

    Before the sale only a buyer can open one.
    """
    old = draft.file
    if old.buyer is None:
        return None
    if asker.role != "buyer" and (asker.role != "seller" or old.order is None):
        return None
    workflow = CURRENT["question"]
    role, event = (BUYER, "ask") if asker.role == "buyer" else (SELLER, "inform")
    new = goes_on(draft, workflow, reason=TOPIC)
    said = next(row for row in draft.messages if row["seq"] == seq)
    decision = decide(workflow, UNOPENED, role, event, facts_of(new.file, now))
    advance(
        new,
        Act(role, body, said["lang"], CHAT, decision, person=said["author"], reply_expected=reply_expected),
    )
    link(draft, new, relation="later", back="earlier")
    return new

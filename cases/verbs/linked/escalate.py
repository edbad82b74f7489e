"""A party asks the platform to decide, or reports what is against the rules: a claim linked to the case."""

from __future__ import annotations

from dataclasses import replace

from cases.casefile import waits
from cases.casefile.advance import Act, advance
from cases.casefile.casefile import ClaimState, Progress
from cases.casefile.draft import Draft
from cases.casefile.facts import facts_of
from cases.casefile.opening import goes_on, link
from cases.db import Connection
from workflows.engine import decide
from workflows.grammar import UNOPENED
from workflows.registry import CURRENT


def escalate(_: Connection, draft: Draft, act: Act) -> list[Draft]:
    """The claim holds the case: what its state waits for stops until it is decided."""
    claim = report(_, draft, act)[0]
    draft.file.case.held_by = claim.file.case.id
    waits.hold(draft)
    return [claim]


def report(_: Connection, draft: Draft, act: Act) -> list[Draft]:
    """The claim goes beside the case and holds nothing."""
    asks_for = act.fields.get("asks_for", "")
    state = ClaimState(source=draft.file.case.id, opened_by=str(act.role), asks_for=asks_for)
    progress = Progress(claim=state)
    claim = goes_on(draft, CURRENT["claim"], reason=act.fields["reason"], progress=progress)
    progress.price = draft.file.case.progress.price
    decision = decide(CURRENT["claim"], UNOPENED, act.role, act.event, facts_of(claim.file, draft.now, draft.actor))
    advance(claim, replace(act, decision=decision, reply_expected=False, answers=None, waives=(), corrects=None))
    link(draft, claim, relation="claim", back="source")
    return [claim]

"""A message that a person of the platform must read first: what it would end stands still until that is decided."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace

from cases.casefile import waits
from cases.casefile.advance import Act, advance
from cases.casefile.casefile import HeldMessage, Stopped
from cases.casefile.draft import Draft
from cases.timers.deadline import Deadline, pause, run_until

STAND_STILL = ("reply", "promise", waits.STATE, waits.STATUTORY)


def hold(draft: Draft, act: Act, event: str) -> int:
    """Write the message so that nobody else reads it and nothing follows from it; return its place in the log.

    ``event`` is what it asked for. A case that opens with it is open all the same, because that is a right; only its
    words wait.
    """
    opens = draft.opens
    ends = [] if opens else _would_end(draft, act)
    act.held = True
    if not opens:
        act.decision = None
    seq = advance(draft, act)
    draft.held_events.append(
        {
            "case_id": draft.file.case.id,
            "seq": seq,
            "event": "" if opens else event,
            "role": act.role,
            "reply_expected": int(act.reply_expected),
        }
    )
    draft.file.case.progress.held.append(HeldMessage(seq, [_stop(draft, deadline) for deadline in ends]))
    return seq


def _would_end(draft: Draft, act: Act) -> list[Deadline]:
    """The deadlines on the writer that the message would end: it is tried on a copy."""
    trial = deepcopy(draft)
    advance(trial, replace(act))
    ended = {deadline.key for deadline in trial.ended} - {deadline.key for deadline in draft.ended}
    own = [d for d in draft.file.deadlines if d.kind in STAND_STILL and d.waits_on == act.role and d.key in ended]
    return [d for d in own if d.due_at is not None or _first_due(draft, d) is not None]


def _stop(draft: Draft, deadline: Deadline) -> Stopped:
    known = _first_due(draft, deadline)
    due_at = deadline.due_at or (known.due_at if known is not None else None)
    assert due_at is not None
    if deadline.due_at is not None:
        pause(deadline, draft.now)
        draft.change(deadline)
    return Stopped(deadline.seq, deadline.number, due_at)


def _first_due(draft: Draft, deadline: Deadline) -> Stopped | None:
    stopped = [one for held in draft.file.case.progress.held for one in held.stopped]
    return next((one for one in stopped if (one.seq, one.number) == deadline.key), None)


def let_run(draft: Draft, seq: int) -> None:
    """It is decided about message ``seq``: what stood still for it runs again, and was due when it was due first.

    What stands still for another held message too goes on doing so.
    """
    progress = draft.file.case.progress
    held = [held for held in progress.held if held.seq == seq]
    progress.held = [held for held in progress.held if held.seq != seq]
    for stopped in [stopped for one in held for stopped in one.stopped]:
        for deadline in draft.file.deadlines:
            if deadline.key == (stopped.seq, stopped.number) and _first_due(draft, deadline) is None:
                _run(draft, deadline, stopped)


def _run(draft: Draft, deadline: Deadline, stopped: Stopped) -> None:
    is_wait = deadline.kind == waits.STATE
    if deadline.paused_at is None or (is_wait and draft.file.case.held_by is not None):
        return
    wait = draft.file.workflow.wait_of(deadline.name) if is_wait else None
    run_until(deadline, stopped.due_at, draft.file.calendar, wait.remind_days_before if wait else 0)
    draft.change(deadline)

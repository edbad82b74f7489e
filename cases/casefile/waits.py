"""The deadlines that follow from states and from the law: armed on entering, spent once, paused, capped, ended."""

from __future__ import annotations

from datetime import datetime

from cases.casefile.draft import Draft
from cases.casefile.facts import facts_of, policy
from cases.timers.deadline import Deadline, pause, run_until
from markets.business_time import days_left, due
from markets.durations import CalendarDays, Duration, WorkingDays, parse_duration
from workflows.grammar import CLOCK, CLOSED, Role, Statutory, Wait

STATE, STATUTORY = "state", "statutory"


def leave(draft: Draft, state: str, by: Role) -> None:
    """The case leaves the state: its wait ends, and what is left of it is kept for coming back."""
    wait = draft.file.workflow.wait_of(state)
    for deadline in draft.running(STATE, state):
        if wait is not None and wait.within is not None:
            draft.file.case.progress.left[state] = str(_left(draft, deadline, length_of(draft, wait)))
        ending = (
            "missed"
            if by is CLOCK and _passed(deadline, draft.now)
            else "met"
            if _waited_for(wait, by)
            else "cancelled"
        )
        draft.end(deadline, ending)


def enter(draft: Draft, state: str) -> None:
    """The case is in the state now: whoever must act has until then. A wait that was spent goes on with its rest."""
    wait = draft.file.workflow.wait_of(state)
    if wait is None:
        return
    if wait.within is None:
        draft.start(STATE, state, wait.on, "", None, alert_every=wait.alert_every)
        return
    left = draft.file.case.progress.left.get(state)
    length = parse_duration(left) if left else length_of(draft, wait)
    due_at = due(draft.file.calendar, draft.now, length)
    draft.start(STATE, state, wait.on, length, due_at, remind_days=wait.remind_days_before)


def restart(draft: Draft, state: str) -> None:
    """The wait of the state begins anew, as if it had not been spent."""
    for deadline in draft.running(STATE, state):
        draft.end(deadline, "cancelled")
    draft.file.case.progress.left.pop(state, None)
    enter(draft, state)


def suspend(draft: Draft, deadline: Deadline) -> None:
    """The clock may not close over an open reply: the wait stops and begins again when that ends."""
    pause(deadline, draft.now)
    draft.change(deadline)


def resume_suspended(draft: Draft) -> None:
    """Once no reply is owed in time any more, a suspended wait of the state starts again, in full."""
    if draft.running("reply"):
        return
    for deadline in [d for d in draft.running(STATE, draft.file.case.state) if d.paused_at is not None]:
        wait = draft.file.workflow.wait_of(deadline.name)
        assert wait is not None
        length = length_of(draft, wait)
        deadline.started_at, deadline.within = draft.now, str(length)
        run_until(deadline, due(draft.file.calendar, draft.now, length), draft.file.calendar, wait.remind_days_before)
        draft.change(deadline)


def keep_the_law(draft: Draft, event: str, by: Role) -> None:
    """Start, pause, free and meet the statutory deadlines of the kind after a message."""
    case = draft.file.case
    for law in draft.file.workflow.statutory:
        running = draft.running(STATUTORY, law.name)
        met = event in law.met_by
        if case.state == CLOSED or met:
            for deadline in running:
                fired = by is CLOCK and _passed(deadline, draft.now)
                draft.end(deadline, "missed" if met and fired else "met" if met else "cancelled")
        elif running:
            _hold_or_free(draft, law, running[0])
        elif not _was_met(draft, law):
            _begin(draft, law)
    _fire_on_coming_back(draft)


def fires_in(draft: Draft, law: Statutory, state: str) -> bool:
    """Whether the clock has a row for the deadline of the law in the state."""
    return any(draft.file.workflow.rows_for(state, CLOCK, event) for event in law.then)


def law_named(draft: Draft, name: str) -> Statutory:
    """The statutory deadline of that name in the case's workflow."""
    return next(law for law in draft.file.workflow.statutory if law.name == name)


def due_by_law(draft: Draft, deadline: Deadline) -> datetime:
    """When a running deadline of the law is due by the calendar as it is now."""
    return _due_once_freed(draft, law_named(draft, deadline.name), _freed_at(draft))


def no_later_than_the_law(draft: Draft, due_at: datetime) -> datetime:
    """A wait of the case's state ends no later than a deadline of the law that fires in that state."""
    caps = [
        deadline.due_at
        for deadline in draft.running(STATUTORY)
        if deadline.due_at is not None and fires_in(draft, law_named(draft, deadline.name), draft.file.case.state)
    ]
    return min([due_at, *caps])


def length_of(draft: Draft, wait: Wait) -> Duration:
    """How long the market lets this state wait."""
    assert wait.within is not None
    case = draft.file.case
    return policy().of(case.market).durations.get(f"{case.kind}.{wait.state}", wait.within)


def _first_due(draft: Draft, law: Statutory) -> datetime:
    length = policy().of(draft.file.case.market).durations.get(f"{draft.file.case.kind}.{law.name}", law.within)
    return due(draft.file.calendar, draft.file.case.opened_at, length)


def _begin(draft: Draft, law: Statutory) -> None:
    due_at = _due_once_freed(draft, law, _freed_at(draft))
    deadline = draft.start(STATUTORY, law.name, law.on, law.within, due_at, started_at=draft.file.case.opened_at)
    _hold_or_free(draft, law, deadline)


def _hold_or_free(draft: Draft, law: Statutory, deadline: Deadline) -> None:
    assert law.held_while.holds is not None
    held = law.held_while.holds(facts_of(draft.file, draft.now))
    if held and deadline.paused_at is None:
        pause(deadline, draft.now)
        draft.change(deadline)
    elif not held and deadline.paused_at is not None:
        run_until(deadline, _due_once_freed(draft, law, _freed_at(draft) or draft.now), draft.file.calendar)
        draft.change(deadline)


def _freed_at(draft: Draft) -> datetime | None:
    """When goods that had to come back were back or proven sent, whichever was first."""
    case, progress = draft.file.case, draft.file.case.progress
    if progress.seller_collects or progress.may_be_kept:
        return None
    moments = [at for at in (progress.goods_back_at, progress.sending_proven_at) if at is not None]
    return max(min(moments), case.opened_at) if moments else None


def _due_once_freed(draft: Draft, law: Statutory, freed_at: datetime | None) -> datetime:
    """The first date, and never less than the law leaves after the goods."""
    first = _first_due(draft, law)
    return max(first, due(draft.file.calendar, freed_at, law.after_release)) if freed_at is not None else first


def _fire_on_coming_back(draft: Draft) -> None:
    """A deadline of the law that passed where no row could take it fires where one can; waits end no later than it."""
    state = draft.file.case.state
    for deadline in draft.running(STATUTORY):
        if deadline.due_at is None or not fires_in(draft, law_named(draft, deadline.name), state):
            continue
        if deadline.next_at is None:
            deadline.next_at = deadline.due_at
            draft.change(deadline)
        for wait in draft.running(STATE, state):
            if wait.due_at is not None and deadline.due_at < wait.due_at:
                run_until(wait, deadline.due_at, draft.file.calendar)
                draft.change(wait)


def _was_met(draft: Draft, law: Statutory) -> bool:
    tallies = draft.file.case.progress.tallies
    return any(tally.partition(".")[0] in law.met_by for tally in tallies)


def _waited_for(wait: Wait | None, by: Role) -> bool:
    return wait is not None and by is wait.on


def _passed(deadline: Deadline, now: datetime) -> bool:
    return deadline.due_at is not None and deadline.due_at < now


def _left(draft: Draft, deadline: Deadline, whole: Duration) -> Duration:
    if deadline.due_at is None or not isinstance(whole, WorkingDays | CalendarDays):
        return whole
    return days_left(draft.file.calendar, draft.now, deadline.due_at, whole)

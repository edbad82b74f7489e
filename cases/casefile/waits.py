"""The deadlines that follow from states and from the law: armed on entering, spent once, paused, capped, ended."""

from __future__ import annotations

from datetime import datetime

from cases.casefile.draft import Draft
from cases.casefile.facts import facts_of
from cases.casefile.rules import first_due, length_by_law, length_of
from cases.timers.deadline import UNTIL, Deadline, alert_from, pause, run_until
from markets.business_time import days_left, due
from markets.durations import CalendarDays, Duration, WorkingDays, parse_duration
from workflows.grammar import CLOCK, CLOSED, SELLER, Role, Statutory, Wait

STATE, STATUTORY, NEWS = "state", "statutory", "status_update"
NEXT_WORKING_DAY = WorkingDays(1)


def leave(draft: Draft, state: str, by: Role) -> None:
    """The case leaves the state: its wait ends, and what is left of it is kept for coming back."""
    wait = draft.file.workflow.wait_of(state)
    for deadline in draft.running(STATE, state):
        _keep_the_rest(draft, wait, deadline)
        ending = (
            "missed"
            if by is CLOCK and _passed(deadline, draft.now)
            else "met"
            if deadline.waits_on == by
            else "cancelled"
        )
        draft.end(deadline, ending)


def enter(draft: Draft, state: str) -> None:
    """The case is in the state now: whoever must act has until then. A wait that was spent goes on with its rest.

    Where several are waited for each has a deadline of their own. While a claim holds the case none of them runs.
    """
    wait = draft.file.workflow.wait_of(state)
    if wait is None:
        return
    length, due_at = _ends(draft, wait)
    alert = wait.target or wait.alert_every if due_at is None else None
    for role in _whom(draft, wait):
        deadline = draft.start(STATE, state, role, length, due_at, remind_days=wait.remind_days_before)
        if alert is not None:
            alert_from(deadline, draft.now, alert, draft.file.calendar)
        if draft.file.case.held_by is not None:
            pause(deadline, draft.now)


def what_is_left(draft: Draft, state: str) -> str | None:
    """What is left of the running wait of the state, as it is written; None where none runs."""
    wait = draft.file.workflow.wait_of(state)
    running = draft.running(STATE, state)
    if wait is None or not running:
        return None
    if running[0].due_at is None:
        return draft.file.case.progress.left.get(state)
    _keep_the_rest(draft, wait, running[0])
    return draft.file.case.progress.left.pop(state, None)


def restart(draft: Draft, state: str) -> None:
    """The wait of the state begins anew, as if it had not been spent."""
    for deadline in draft.running(STATE, state):
        draft.end(deadline, "cancelled")
    forget(draft, state)
    enter(draft, state)


def forget(draft: Draft, state: str) -> None:
    """The wait of the state is as if it had not been spent."""
    draft.file.case.progress.left.pop(state, None)


def hold(draft: Draft) -> None:
    """A claim holds the case: what its state waits for, and news that is owed, stop with what is left of them."""
    for deadline in draft.running(STATE):
        _keep_the_rest(draft, draft.file.workflow.wait_of(deadline.name), deadline)
        pause(deadline, draft.now)
        draft.change(deadline)
    for deadline in draft.running(NEWS):
        draft.end(deadline, "cancelled")


def let_go(draft: Draft) -> None:
    """The claim holds the case no more: its waits go on with what was left.

    That comes before the message that says so, because a wait that still stands when a message is written counts as
    one that an open reply had stopped, and begins again in full.
    """
    if draft.file.case.held_by is None:  # it was let go before, and now an appeal is decided
        return
    draft.file.case.held_by = None
    for deadline in draft.running(STATE, draft.file.case.state):
        wait = draft.file.workflow.wait_of(deadline.name)
        assert wait is not None
        length, due_at = _ends(draft, wait)
        deadline.started_at, deadline.within = draft.now, length
        if due_at is not None:
            ends = no_later_than_the_law(draft, due_at)
            run_until(deadline, ends, draft.file.calendar, wait.remind_days_before)
        else:
            deadline.paused_at = None
            if wait.alert_every is not None:
                alert_from(deadline, draft.now, wait.alert_every, draft.file.calendar)
        draft.change(deadline)


def keep_telling(draft: Draft, by: Role | None, event: str) -> None:
    """While the seller has the goods, or waits for others, the buyer hears how it stands every so often."""
    case, owed = draft.file.case, draft.file.workflow.updates
    if owed is None:
        return
    here = case.state in owed.states and case.held_by is None
    for deadline in draft.running(NEWS):
        if not here:
            draft.end(deadline, "cancelled")
        elif by is SELLER and event:
            draft.end(deadline, "met")
    if here and not draft.running(NEWS):
        draft.start(NEWS, case.state, SELLER, owed.every, due(draft.file.calendar, draft.now, owed.every))


def suspend(draft: Draft, deadline: Deadline) -> None:
    """The clock may not close over an open reply: the wait stops and begins again when that ends."""
    pause(deadline, draft.now)
    draft.change(deadline)


def resume_suspended(draft: Draft) -> None:
    """Once no reply is owed in time any more, a suspended wait of the state starts again, in full."""
    if draft.running("reply") or draft.file.case.held_by is not None:
        return
    held_up = _held_up(draft)
    for deadline in [d for d in draft.running(STATE, draft.file.case.state) if d.paused_at is not None]:
        if deadline.key in held_up:
            continue
        wait = draft.file.workflow.wait_of(deadline.name)
        assert wait is not None
        forget(draft, deadline.name)
        length, due_at = _ends(draft, wait)
        assert due_at is not None
        deadline.started_at, deadline.within = draft.now, length
        run_until(deadline, due_at, draft.file.calendar, wait.remind_days_before)
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
                end_law(draft, deadline, "missed" if met and fired else "met" if met else "cancelled")
        elif running:
            _hold_or_free(draft, law, running[0])
        elif law.name not in case.progress.laws_over:
            _begin(draft, law)
    _fire_on_coming_back(draft)


def end_law(draft: Draft, deadline: Deadline, state: str) -> None:
    """A deadline of the law is over; once it was met or missed it does not begin again."""
    if state != "cancelled":
        draft.file.case.progress.laws_over.append(deadline.name)
    draft.end(deadline, state)


def fires_in(draft: Draft, law: Statutory, state: str) -> bool:
    """Whether the clock has a row for the deadline of the law in the state."""
    return any(draft.file.workflow.rows_for(state, CLOCK, event) for event in law.then)


def law_named(draft: Draft, name: str) -> Statutory:
    """The statutory deadline of that name in the case's workflow."""
    return next(law for law in draft.file.workflow.statutory if law.name == name)


def _held_up(draft: Draft) -> set[tuple[int, int]]:
    """The deadlines that stand still until a person has read a message."""
    return {(d.seq, d.number) for held in draft.file.case.progress.held for d in held.stopped}


def _ends(draft: Draft, wait: Wait) -> tuple[str, datetime | None]:
    """How long the wait is, as it is written, and when it ends now; never, where only a person can end it."""
    named = wait.until.moment(facts_of(draft.file, draft.now)) if wait.until is not None else None
    if named is not None:
        came_back = wait.state in draft.file.case.progress.left
        soonest = due(draft.file.calendar, draft.now, NEXT_WORKING_DAY) if came_back else draft.now
        return UNTIL, max(named, soonest)
    if wait.within is None:
        return "", None
    left = draft.file.case.progress.left.get(wait.state)
    length = parse_duration(left) if left and left != UNTIL else length_of(draft.file, wait)
    return str(length), due(draft.file.calendar, draft.now, length)


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


def _whom(draft: Draft, wait: Wait) -> tuple[str, ...]:
    named = wait.whom(facts_of(draft.file, draft.now)) if wait.whom is not None else ()
    return named or wait.on


def _keep_the_rest(draft: Draft, wait: Wait | None, deadline: Deadline) -> None:
    """What is left of a wait is kept for coming back; of one until a named moment only that it was there."""
    left = draft.file.case.progress.left
    if wait is None or deadline.due_at is None:
        return
    left[wait.state] = str(_left(draft, deadline, length_of(draft.file, wait))) if deadline.within != UNTIL else UNTIL


def _begin(draft: Draft, law: Statutory) -> None:
    due_at = _due_once_freed(draft, law, _freed_at(draft))
    length, start = length_by_law(draft.file, law), draft.file.counts_from
    if start < draft.file.case.opened_at:  # it goes on from an earlier case, whose period may be over
        due_at = max(due_at, due(draft.file.calendar, draft.now, NEXT_WORKING_DAY))
    deadline = draft.start(STATUTORY, law.name, law.on, length, due_at, started_at=start)
    _hold_or_free(draft, law, deadline)


def _hold_or_free(draft: Draft, law: Statutory, deadline: Deadline) -> None:
    if law.held_while is None or deadline.key in _held_up(draft):
        return
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
    progress = draft.file.case.progress
    if progress.seller_collects or progress.may_be_kept:
        return None
    moments = [at for at in (progress.goods_back_at, progress.sending_proven_at) if at is not None]
    return max(min(moments), draft.file.counts_from) if moments else None


def _due_once_freed(draft: Draft, law: Statutory, freed_at: datetime | None) -> datetime:
    """The first date, and never less than the law leaves after the goods."""
    first = first_due(draft.file, law)
    if freed_at is None or law.after_release is None:
        return first
    return max(first, due(draft.file.calendar, freed_at, law.after_release))


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


def _passed(deadline: Deadline, now: datetime) -> bool:
    return deadline.due_at is not None and deadline.due_at < now


def _left(draft: Draft, deadline: Deadline, whole: Duration) -> Duration:
    if deadline.due_at is None or not isinstance(whole, WorkingDays | CalendarDays):
        return whole
    return days_left(draft.file.calendar, draft.now, deadline.due_at, whole)

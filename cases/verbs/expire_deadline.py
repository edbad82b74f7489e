"""The clock acts: what is due is fired through the same ``advance`` as every other act, each firing once.

A firing claims the case's row, then reads its deadlines in a second statement; claiming the deadline first would
deadlock with people who write. The only memory of "already fired" is the row itself.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from cases.casefile import reviews, waits
from cases.casefile.absence import absence_at
from cases.casefile.advance import SYSTEM, Act, advance
from cases.casefile.casefile import CaseFile
from cases.casefile.draft import Draft
from cases.casefile.facts import facts_of
from cases.casefile.queries import load_all
from cases.casefile.record import record
from cases.casefile.until_it_holds import until_it_holds
from cases.db import Connection, Database, moment_text, placeholder, run
from cases.ids import new_id
from cases.outbox.events import Event
from cases.timers.deadline import Deadline, alert_from, step
from cases.verbs.free_message import held_at, let_go, set_free
from markets.durations import Duration
from markets.translate import say_deadline, translate
from workflows.engine import Decision, decide, hear
from workflows.grammar import CLOCK, CLOSED, PLATFORM, SELLER
from workflows.refusals import EventNotAllowed, NotEligible

log = logging.getLogger(__name__)

BATCH = 50
MOST_AT_ONCE = 50
PARKED_FOR = timedelta(minutes=5)


@dataclass(slots=True)
class Fired:
    """What a sweep did: deadlines that passed by kind, warnings, messages written, firings parked."""

    by_kind: Counter[str] = field(default_factory=Counter)
    warnings: int = 0
    messages: int = 0
    parked: int = 0
    cases: int = 0

    def add(self, other: Fired) -> None:
        """Count the other in."""
        self.by_kind.update(other.by_kind)
        self.warnings += other.warnings
        self.messages += other.messages
        self.parked += other.parked
        self.cases += other.cases


def expire_due(database: Database, now: datetime, *, limit: int = BATCH) -> Fired:
    """Fire what is due at ``now`` in up to ``limit`` cases, in order of due time, in one transaction.

    Cases that somebody else holds are passed by; they come again with the next sweep. Where the batch fails every
    case is tried alone, and one that fails alone is parked for a while and alerted; the others go on.
    """
    claimed: list[str] = []
    try:
        with database.write() as connection:
            claimed = _claim(connection, now, limit)
            return _fire_claimed(connection, claimed, now)
    except Exception:
        if not claimed:
            raise
        log.exception("a batch of %d firings failed; each is tried alone", len(claimed))
    fired = Fired()
    for case_id in claimed:
        fired.add(_fire_alone(database, case_id, now))
    return fired


def expire_all(database: Database, now: datetime) -> Fired:
    """Sweep until nothing that can be had now is due, as after a time of standing still."""
    fired = Fired()
    while True:
        batch = expire_due(database, now)
        fired.add(batch)
        if not (batch.cases or batch.parked):
            return fired


def next_due(connection: Connection) -> datetime | None:
    """The moment of the earliest mark of any deadline; what is due fires once this has passed."""
    found = run(connection, "SELECT min(next_at) FROM deadline")[0][0]
    moment = datetime.fromisoformat(found) if isinstance(found, str) else found
    return moment.astimezone(UTC) if moment is not None else None


def fire(draft: Draft, free: Callable[[Draft, Deadline], None], *, most: int = MOST_AT_ONCE) -> Fired:
    """Fire everything of one case that is due, the earliest first, what is armed on the way too.

    ``free`` sets a message free whose review nobody decided in time.
    """
    fired = Fired(cases=1)
    for _ in range(most):
        due = [d for d in draft.file.deadlines if d.next_at is not None and d.next_at < draft.now]
        if not due:
            return fired
        _fire_one(draft, min(due, key=_order), free, fired)
    raise RuntimeError(f"the clock does not come to rest in case {draft.file.case.id}")


def _order(deadline: Deadline) -> tuple[Any, ...]:
    """The earliest first; of two at one moment the law's, since a wait may end with it."""
    return deadline.next_at, deadline.kind != waits.STATUTORY, deadline.key


def _claim(connection: Connection, now: datetime, limit: int) -> list[str]:
    """The cases with something due, locked; on PostgreSQL also their orders, never waiting for anybody."""
    dialect = connection.dialect
    sql = (
        "SELECT d.case_id FROM deadline d JOIN cases c ON c.id = d.case_id"
        f" WHERE d.next_at < {placeholder(dialect, 'now')} AND NOT EXISTS (SELECT 1 FROM parked_firing p"
        f" WHERE p.case_id = d.case_id AND p.retry_at > {placeholder(dialect, 'now')})"
        f" ORDER BY d.next_at LIMIT {placeholder(dialect, 'most')}"
    )
    values = {"now": moment_text(now) if dialect == "sqlite" else now, "most": limit}
    if dialect == "sqlite":
        return list(dict.fromkeys(row[0] for row in run(connection, sql, values)))
    ids = list(dict.fromkeys(str(row[0]) for row in run(connection, sql + " FOR UPDATE OF c SKIP LOCKED", values)))
    orders = (
        "SELECT o.id FROM orders o WHERE o.id IN (SELECT order_id FROM cases WHERE id = ANY(%(ids)s::uuid[]))"
        " FOR UPDATE SKIP LOCKED"
    )
    held = {row[0] for row in run(connection, orders, {"ids": ids})}
    of_order = "SELECT id::text, order_id FROM cases WHERE id = ANY(%(ids)s::uuid[])"
    order_of: dict[str, str | None] = dict(row for row in run(connection, of_order, {"ids": ids}))
    return [case_id for case_id in ids if order_of[case_id] is None or order_of[case_id] in held]


def _fire_claimed(connection: Connection, case_ids: Sequence[str], now: datetime) -> Fired:
    """Fire the claimed cases, one case an order, since two of one order would change the same version."""
    fired, drafts, orders = Fired(), [], set()
    reviews_over: list[tuple[str, int]] = []
    files = {file.case.id: file for file in load_all(connection, case_ids)}
    for case_id in case_ids:
        file = files[case_id]
        if file.case.order_id is not None and file.case.order_id in orders:
            continue
        orders.add(file.case.order_id)
        draft = Draft.of(file, now)
        others: list[Draft] = []
        released: list[tuple[str, int]] = []
        fired.add(fire(draft, partial(_free, connection, others, released)))
        drafts += [draft, *others]
        reviews_over += released
    if drafts:
        record(connection, drafts)
    for review, seq in reviews_over:
        reviews.decided(connection, review, "release", now, seq)
    return fired


def _free(
    connection: Connection, others: list[Draft], released: list[tuple[str, int]], draft: Draft, deadline: Deadline
) -> None:
    """Nobody looked in time at a message that is held: it is set free."""
    seq = reviews.held_in(connection, deadline.name)
    held = held_at(connection, draft.file.case.id, seq)
    if held is None:
        let_go(draft, seq, None, translate("system.words_are_gone", draft.file.case.lang), deadline.name)
    else:
        others += set_free(connection, draft, held, None, "", deadline.name)
    released.append((deadline.name, draft.seq))


def _fire_alone(database: Database, case_id: str, now: datetime) -> Fired:
    try:
        return until_it_holds(
            database, case_id, lambda connection: _fire_claimed(connection, [case_id], now), whole=True
        )
    except Exception as error:
        log.exception("a firing of case %s failed; it is parked", case_id)
        _park(database, case_id, now, error)
        return Fired(parked=1)


def _park(database: Database, case_id: str, now: datetime, error: Exception) -> None:
    sql = (
        "INSERT INTO parked_firing (case_id, failures, error, parked_at, retry_at)"
        " VALUES ({}, 1, {}, {}, {}) ON CONFLICT (case_id)"
        " DO UPDATE SET failures = parked_firing.failures + 1, error = excluded.error, retry_at = excluded.retry_at"
    ).format(*(placeholder(database.dialect, name) for name in ("case_id", "error", "now", "retry")))
    values: dict[str, Any] = {"case_id": case_id, "error": repr(error)[:500]}
    values |= {"now": moment_text(now), "retry": moment_text(now + PARKED_FOR)}
    with database.write() as connection:
        run(connection, sql, values)


def _fire_one(draft: Draft, deadline: Deadline, free: Callable[[Draft, Deadline], None], fired: Fired) -> None:
    if deadline.due_at is None:
        _alert(draft, deadline)
        fired.warnings += 1
    elif deadline.due_at >= draft.now:
        fired.warnings += _warn(draft, deadline)
    elif deadline.kind == reviews.REVIEW:
        free(draft, deadline)
        fired.messages += 1
        fired.by_kind[deadline.kind] += 1
    elif deadline.kind == waits.STATE:
        _pass(draft, deadline, _wait_events(draft, deadline), fired)
    elif deadline.kind == waits.STATUTORY:
        _pass(draft, deadline, waits.law_named(draft, deadline.name).then, fired)
    else:
        _miss(draft, deadline, fired)


def _alert(draft: Draft, deadline: Deadline) -> None:
    """A wait without end: admins are told again, and the next alert is armed."""
    every = _alert_every(draft, deadline)
    assert deadline.next_at is not None
    # The last moment of the day on which the alert was due, because the days between two alerts follow that day.
    alert_from(deadline, deadline.next_at - timedelta(seconds=1), every, draft.file.calendar)
    if deadline.next_at < draft.now:  # nobody swept for a while, and one alert is enough
        alert_from(deadline, draft.now, every, draft.file.calendar)
    draft.change(deadline)
    draft.tell(Event.DEADLINE_WARNED, deadline=deadline.kind, on=deadline.waits_on)


def _alert_every(draft: Draft, deadline: Deadline) -> Duration:
    if deadline.kind == reviews.REVIEW:
        return reviews.ALERT_EVERY
    wait = draft.file.workflow.wait_of(deadline.name)
    assert wait is not None
    assert wait.alert_every is not None
    return wait.alert_every


def _warn(draft: Draft, deadline: Deadline) -> int:
    wait = draft.file.workflow.wait_of(deadline.name) if deadline.kind == waits.STATE else None
    passed = step(deadline, draft.now, draft.file.calendar, wait.remind_days_before if wait else 0)
    draft.change(deadline)
    # The market place reminds whoever stands in while the seller is away.
    away = (
        {"deputy": True}
        if deadline.waits_on == SELLER and draft.file.has_deputy and absence_at(draft.file, draft.now)
        else {}
    )
    for _ in range(passed):
        draft.tell(Event.DEADLINE_WARNED, deadline=deadline.kind, on=deadline.waits_on, **away)
    return passed


def _miss(draft: Draft, deadline: Deadline, fired: Fired) -> None:
    """An answer or a promise did not come: a system message and a breach. It never moves the case."""
    case = draft.file.case
    deadline.next_at = None
    if deadline.kind == "reply":
        for owed in case.progress.owed:
            owed.missed = owed.missed or owed.seq == int(deadline.name)
    elif deadline.kind == "promise":
        case.progress.broken_promises.append(int(deadline.name))
    text = translate(f"system.missed.{deadline.kind}", case.lang, due=_said_due(draft, deadline))
    advance(draft, Act(CLOCK, text, case.lang, SYSTEM, own_words=False, misses=deadline))
    _breach(draft, deadline)
    fired.messages += 1
    fired.by_kind[deadline.kind] += 1


def _pass(draft: Draft, deadline: Deadline, events: Sequence[str], fired: Fired) -> None:
    """A state's wait or the law's period is over: the clock takes the first row that holds."""
    file, case = draft.file, draft.file.case
    facts = facts_of(file, draft.now)
    decision = next((found for event in events if (found := _decided(file, event, facts)) is not None), None)
    fires_once = deadline.kind == waits.STATUTORY and waits.law_named(draft, deadline.name).fires_once
    if decision is None and fires_once and not _is_with_others(file):
        _miss(draft, deadline, fired)
        return
    if decision is None:
        deadline.next_at = None
        draft.change(deadline)
        return
    if decision.to_state == CLOSED and draft.running("reply"):
        waits.suspend(draft, deadline)
        return
    said = hear(decision.row, facts, decision.row.saying.by_clock(facts), (), 0)
    text = translate(f"event.{decision.event}.text.clock", case.lang)
    fields = said.model_dump(mode="json", exclude_none=True)
    deadline.next_at = None
    draft.change(deadline)
    misses = deadline if fires_once else None
    advance(draft, Act(CLOCK, text, case.lang, SYSTEM, decision, fields=fields, own_words=False, misses=misses))
    if _is_missed(draft, deadline):
        _breach(draft, deadline)
    fired.messages += 1
    fired.by_kind[deadline.kind] += 1


def _is_with_others(file: CaseFile) -> bool:
    """Whether the case waits for its buyer or a carrier; a deadline of the law then fires on coming back."""
    wait = file.workflow.wait_of(file.case.state)
    return wait is not None and not {SELLER, PLATFORM} & {*wait.on}


def _decided(file: CaseFile, event: str, facts: Any) -> Decision | None:
    try:
        return decide(file.workflow, file.case.state, CLOCK, event, facts)
    except (EventNotAllowed, NotEligible):
        return None


def _is_missed(draft: Draft, deadline: Deadline) -> bool:
    """Whether the deadline is over; one of the law goes on until the clock has done what it asks for."""
    return any(ended.key == deadline.key and ended.state == "missed" for ended in draft.ended)


def _breach(draft: Draft, deadline: Deadline) -> None:
    """Record what the seller missed; all answers missed in one silence count as one."""
    draft.tell(Event.DEADLINE_MISSED, deadline=deadline.kind, on=deadline.waits_on)
    if deadline.waits_on != SELLER:
        return
    progress = draft.file.case.progress
    progress.missed_by_seller += 1
    counts = not (deadline.kind == "reply" and progress.silence_counted)
    if deadline.kind == "reply":
        progress.silence_counted = True
    draft.breaches.append(
        {
            "id": new_id(),
            "seller_id": draft.file.case.seller_id,
            "market": draft.file.case.market,
            "kind": deadline.kind if deadline.kind != waits.STATUTORY else "state",
            "case_id": draft.file.case.id,
            "seq": deadline.seq,
            "number": deadline.number,
            "by_seq": draft.seq,
            "at": draft.now,
            "counts": int(counts),
            "because": "deadline_missed" if counts else "same_silence",
            "refusal": None,
        }
    )


def _said_due(draft: Draft, deadline: Deadline) -> str:
    assert deadline.due_at is not None
    return say_deadline(deadline.due_at, draft.file.calendar.zone, draft.file.case.lang)


def _wait_events(draft: Draft, deadline: Deadline) -> tuple[str, ...]:
    wait = draft.file.workflow.wait_of(deadline.name)
    return wait.then if wait is not None else ()

"""The reply clock: what a buyer's words start, and what a seller's words meet, promise or waive."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from cases.casefile.casefile import Owed, QuestionRow, Settled
from cases.casefile.draft import Draft
from cases.casefile.reply import Reply
from cases.ids import question_id, seq_of
from cases.messages.questions import split
from cases.messages.readings import reads_as_withdrawal
from cases.timers.deadline import UNTIL, Deadline
from markets.business_time import due, due_after_seconds, due_on, working_seconds
from markets.durations import WorkingHours
from workflows.grammar import SELLER

ANSWER_WITHIN = WorkingHours(24)
REVIVED_AT_LEAST = 4 * 3600
_KEPT_SETTLED = 20


def ask(draft: Draft, body: str, language: str, before: Deadline | None = None) -> None:
    """A buyer's own words ask for an answer: their questions are listed and a reply deadline starts.

    What was owed ``before``, in the case that this one goes on from, keeps its start and its due moment.
    """
    case = draft.file.case
    for number, span in enumerate(split(body, language), start=1):
        question = QuestionRow(case.id, draft.said_in, number, span.start, span.stop, "open", None, draft.now)
        draft.file.questions.append(question)
        draft.asked.append(question)
    started_at = before.started_at if before is not None else draft.now
    due_at = before.due_at if before is not None else None
    due_at = due_at or due(draft.file.calendar, draft.now, ANSWER_WITHIN)
    draft.start("reply", str(draft.said_in), SELLER, ANSWER_WITHIN, due_at, started_at=started_at)
    case.progress.owed.append(Owed(draft.said_in, due_at))
    if reads_as_withdrawal(body):
        case.progress.withdrawal_words.append(draft.said_in)


def answer(draft: Draft, reply: Reply, *, by_platform: bool = False) -> None:
    """A person of the seller answers: every question that the reply does not leave open, then each clock they free.

    An answer of the platform keeps the promise to the buyer and waives what the seller owed.
    """
    for question in draft.file.open_questions():
        name = question_id(question.case_id, question.seq, question.number)
        if name not in reply.leaves:
            settle(draft, question, "answered")
            _claim(draft, name, claimed=name in reply.claims)
    meet(draft, "waived" if by_platform else "met", unasked=reply.meets)


def _claim(draft: Draft, name: str, *, claimed: bool) -> None:
    """Whether the question is answered by the seller's word alone."""
    progress = draft.file.case.progress
    rest = [known for known in progress.claimed if known != name]
    progress.claimed = [*rest, name][-_KEPT_SETTLED:] if claimed else rest


def meet(draft: Draft, state: str, *, unasked: bool = True) -> None:
    """End the clock of every message that has no open question left, of one that asked nothing where ``unasked``.

    A promised one has its own deadline.
    """
    open_seqs = {question.seq for question in draft.file.questions if question.state == "open"}
    if not unasked:
        asking = {question.seq for question in draft.file.questions}
        open_seqs |= {owed.seq for owed in draft.file.case.progress.owed if owed.seq not in asking}
    for owed in [owed for owed in draft.file.case.progress.owed if owed.seq not in open_seqs]:
        _end_clock(draft, owed, state)
    _keep_promises(draft)


def promise(draft: Draft, names: Sequence[str], day: str) -> None:
    """The named questions are answered by the end of ``day``; their clocks are met and a promise runs instead."""
    for question in draft.file.questions:
        if question_id(question.case_id, question.seq, question.number) in names:
            settle(draft, question, "promised")
    until = due_on(draft.file.calendar, date.fromisoformat(day))
    draft.start("promise", str(draft.said_in), SELLER, UNTIL, until)
    meet(draft, "met")


def waive(draft: Draft, seqs: Sequence[int]) -> None:
    """The messages need no answer; whoever wrote them may object for two working days."""
    for owed in [owed for owed in draft.file.case.progress.owed if owed.seq in seqs]:
        _end_clock(draft, owed, "waived")


def revive(draft: Draft, names: Sequence[str]) -> None:
    """What was waived or said to be answered waits again, with what was left and at least four working hours.

    What the seller alone called answered is judged at its first due moment.
    """
    progress = draft.file.case.progress
    seqs = {seq for name in names if (seq := seq_of(name, draft.file.case.id)) is not None}
    claimed = {seq_of(name, draft.file.case.id) for name in names if name in progress.claimed}
    for question in draft.file.questions:
        name = question_id(question.case_id, question.seq, question.number)
        if name in names:
            settle(draft, question, "open")
            _claim(draft, name, claimed=False)
    waiting = {owed.seq for owed in progress.owed}
    for settled in [settled for settled in progress.settled if settled.seq in seqs - waiting]:
        draft.untrue.append({"case_id": draft.file.case.id, "kind": "reply", "name": str(settled.seq), "counts": 0})
        progress.owed.append(_owed_again(draft, settled, at_first_due=settled.seq in claimed))
        progress.settled.remove(settled)
    progress.owed.sort(key=lambda owed: owed.seq)


def _owed_again(draft: Draft, settled: Settled, *, at_first_due: bool) -> Owed:
    if at_first_due and settled.due_at is not None and settled.missed:
        return Owed(settled.seq, settled.due_at, missed=True)
    left = settled.left if at_first_due else max(settled.left, REVIVED_AT_LEAST)
    until = settled.due_at if at_first_due else None
    until = until or due_after_seconds(draft.file.calendar, draft.now, left)
    deadline = draft.start("reply", str(settled.seq), SELLER, ANSWER_WITHIN, until)
    deadline.used_seconds = ANSWER_WITHIN.n * 3600 - left
    return Owed(settled.seq, until)


def close_clocks(draft: Draft, *, cancels: bool) -> None:
    """Closing by the buyer, or to go on elsewhere, ``cancels`` what was owed in words; any other leaves it running."""
    if not cancels:
        return
    for deadline in [d for d in draft.file.deadlines if d.kind in ("reply", "promise")]:
        draft.end(deadline, "cancelled")
    draft.file.case.progress.owed.clear()
    draft.file.case.progress.broken_promises.clear()


def reply_clock(draft: Draft, seq: int) -> Deadline | None:
    """The running reply deadline of a message."""
    found = draft.running("reply", str(seq))
    return found[0] if found else None


def _end_clock(draft: Draft, owed: Owed, state: str) -> None:
    progress = draft.file.case.progress
    progress.owed.remove(owed)
    if owed.seq in progress.withdrawal_words:
        progress.withdrawal_words.remove(owed.seq)
    deadline = reply_clock(draft, owed.seq)
    left = _left(draft, deadline, draft.said_at or draft.now) if deadline is not None else 0
    settled = Settled(owed.seq, draft.now, left, state == "waived", owed.due_at, owed.missed)
    progress.settled = [*progress.settled, settled][-_KEPT_SETTLED:]
    if deadline is not None:
        draft.end(deadline, state)


def _left(draft: Draft, deadline: Deadline, now: datetime) -> int:
    if deadline.due_at is None or deadline.due_at <= now:
        return 0
    return working_seconds(draft.file.calendar, now, deadline.due_at)


def _keep_promises(draft: Draft) -> None:
    """A promise is kept when every question that it named has its answer."""
    promised = {question.by_seq for question in draft.file.questions if question.state == "promised"}
    for deadline in [d for d in draft.file.deadlines if d.kind == "promise" and int(d.name) not in promised]:
        draft.end(deadline, "met")
    progress = draft.file.case.progress
    progress.broken_promises = [seq for seq in progress.broken_promises if seq in promised]


def settle(draft: Draft, question: QuestionRow, state: str) -> None:
    """The question is open, promised or answered by this message."""
    question.state, question.at = state, draft.now
    question.by_seq = None if state == "open" else draft.said_in
    if question not in draft.asked and question not in draft.settled_questions:
        draft.settled_questions.append(question)

"""The reply clock: what a buyer's words start, and what a seller's words meet, promise or waive."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from cases.casefile.casefile import Owed, QuestionRow, Settled
from cases.casefile.draft import Draft
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


def left_open(draft_questions: Iterable[QuestionRow], answers: Sequence[str] | None) -> list[str]:
    """The questions that a reply leaves open: none when it names no answers, else those that it does not name."""
    names = [question_id(q.case_id, q.seq, q.number) for q in draft_questions if q.state in ("open", "promised")]
    return [] if answers is None else [name for name in names if name not in answers]


def answer(draft: Draft, answers: Sequence[str] | None, *, by_platform: bool = False) -> None:
    """A person of the seller answers: the named questions (all, where none is named), then each clock they free.

    An answer of the platform keeps the promise to the buyer and waives what the seller owed.
    """
    for question in draft.file.open_questions():
        if answers is None or question_id(question.case_id, question.seq, question.number) in answers:
            settle(draft, question, "answered")
    meet(draft, "waived" if by_platform else "met")


def meet(draft: Draft, state: str) -> None:
    """End the clock of every message that has no open question left; a promised one has its own deadline."""
    open_seqs = {question.seq for question in draft.file.questions if question.state == "open"}
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
    """What was waived or said to be answered waits again, with what was left and at least four working hours."""
    progress = draft.file.case.progress
    seqs = {seq for name in names if (seq := seq_of(name, draft.file.case.id)) is not None}
    for question in draft.file.questions:
        if question_id(question.case_id, question.seq, question.number) in names:
            settle(draft, question, "open")
    waiting = {owed.seq for owed in progress.owed}
    for settled in [settled for settled in progress.settled if settled.seq in seqs - waiting]:
        left = max(settled.left, REVIVED_AT_LEAST)
        until = due_after_seconds(draft.file.calendar, draft.now, left)
        deadline = draft.start("reply", str(settled.seq), SELLER, ANSWER_WITHIN, until)
        deadline.used_seconds = ANSWER_WITHIN.n * 3600 - left
        progress.owed.append(Owed(settled.seq, until))
        progress.settled.remove(settled)
    progress.owed.sort(key=lambda owed: owed.seq)


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
    progress.settled = [*progress.settled, Settled(owed.seq, draft.now, left, state == "waived")][-_KEPT_SETTLED:]
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

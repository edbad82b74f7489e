"""What a message would do, without writing anything: not even a refusal is recorded."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from cases.casefile.asker import Asker
from cases.casefile.casefile import CaseFile
from cases.casefile.conduct import judge_for
from cases.casefile.queries import load, load_to_write
from cases.casefile.reply import Reply
from cases.casefile.view import View, deadline_view, transition_view
from cases.casefile.written import written
from cases.db import Database
from cases.errors import BrokenRule, ConductRefused
from cases.ids import question_id
from cases.messages.judged import Found
from cases.verbs import open_case, write_message
from cases.verbs.openings import Opening
from cases.verbs.write_message import Message
from markets.translate import translate
from workflows.grammar import UNOPENED


def preview_message(database: Database, asker: Asker, case_id: str, message: Message, now: datetime) -> View:
    """The state, transition and deadlines after the message, what rules of conduct find, and what stays unanswered.

    What they would refuse leaves all as it is. Raises whatever else writing it would raise.
    """
    judge = judge_for(database, asker, message.body, message.lang, message.attachments)
    with database.read() as connection:
        read = load_to_write(connection, case_id, asker.role, asker.sub, "")
        try:
            draft, author, seq, _, found, reply = write_message.drafted(connection, asker, read, message, now, judge)
        except ConductRefused as refused:
            file = load(connection, case_id)
            assert file is not None
            return _refused(file, asker, refused)
    answer = written(draft, author, seq)
    transition = transition_view(answer.entry, draft.file.seller_name, draft.file.calendar)
    seen = _seen(draft.file, asker) | {"transition": transition, "findings": _findings(found, asker)}
    return seen | {"reply": _review(reply, asker)}


def preview_opening(database: Database, asker: Asker, opening: Opening, now: datetime) -> View:
    """The same for a case that would be opened."""
    judge = open_case.judge_of(database, asker, opening)
    with database.read() as connection:
        try:
            draft, author, _, found = open_case.drafted(connection, asker, opening, now, judge)
        except ConductRefused as refused:
            return _refused(None, asker, refused)
    answer = written(draft, author, 1)
    transition = transition_view(answer.entry, draft.file.seller_name, draft.file.calendar)
    seen = _seen(draft.file, asker) | {"transition": transition, "findings": _findings(found, asker)}
    return seen | {"reply": None}


def _review(reply: Reply, asker: Asker) -> View | None:
    """What the review says of a seller's words, whether it counts or the seller's own word does; None of any other."""
    if not reply.verdict:
        return None
    return {"verdict": reply.verdict, "because": translate(reply.because, asker.lang), "counts": reply.counts}


def _refused(file: CaseFile | None, asker: Asker, error: ConductRefused) -> View:
    """All stays as it is; a case that would be opened does not come to be."""
    findings = [_finding(broken, "refuse", asker) for broken in error.broken]
    seen = _seen(file, asker) if file is not None else {"state": UNOPENED, "deadlines": [], "unanswered": []}
    return seen | {"transition": None, "findings": findings, "reply": None}


def _findings(found: Sequence[Found], asker: Asker) -> list[View]:
    return [_finding(one.broken, one.action, asker) for one in found]


def _finding(broken: BrokenRule, action: str, asker: Asker) -> View:
    return {
        "label": broken.label,
        "span": [broken.start, broken.end],
        "pointer": broken.pointer,
        "rule": broken.rule,
        "action": action,
        "reason": translate(broken.reason, asker.lang),
    }


def _seen(file: CaseFile, asker: Asker) -> View:
    return {
        "state": file.case.state,
        "deadlines": [deadline_view(file, deadline, asker.lang) for deadline in file.deadlines if deadline.within],
        "unanswered": [question_id(q.case_id, q.seq, q.number) for q in file.open_questions()],
    }

"""What a verb answers: the case as it is after the act, and the message that was written."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec

from cases.casefile.asker import Asker
from cases.casefile.casefile import CaseFile, CaseRow, PersonRow, Progress, QuestionRow
from cases.casefile.draft import Draft
from cases.casefile.entries import Entry, entries_of
from cases.casefile.idempotency import AnsweredBefore, Kept
from cases.casefile.queries import load
from cases.db import Connection
from cases.timers.deadline import Deadline


class Written(msgspec.Struct):
    """The answer of a verb, as a value that can be kept and read again. ``replayed`` is set when it was kept."""

    file: CaseFile
    entry: Entry
    now: datetime
    replayed: bool = False


class _KeptQuestion(msgspec.Struct, array_like=True):
    """What later messages change of a question; its message and its span never do."""

    seq: int
    number: int
    state: str
    by_seq: int | None
    at: datetime


class _Kept(msgspec.Struct, array_like=True):
    """What of an answer is kept under a key: what later messages change. The rest is read again from the log.

    Values without their names, because they are written with every message. No words are among them.
    """

    case_id: str
    version: int
    state: str
    head: str
    updated_at: datetime
    closed_at: datetime | None
    outcome: str
    held_by: str | None
    reply_due_at: datetime | None
    overdue: int
    progress: Progress
    deadlines: list[list[Any]]
    questions: list[_KeptQuestion]
    seq: int
    now: datetime


_MOVES = tuple(name for name in CaseRow.__struct_fields__ if name in _Kept.__struct_fields__)
_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(_Kept, strict=False).decode


def written(draft: Draft, author: PersonRow | None, seq: int) -> Written:
    """The answer to the act that wrote message ``seq`` into the draft."""
    row: dict[str, Any] = next(row for row in draft.messages if row["seq"] == seq)
    words = next(words for words in draft.contents if words["seq"] == seq)
    apart = ("author", "body", "fields", "original", "freed", "shown")
    columns = {name: row[name] for name in Entry.__struct_fields__ if name not in apart}
    return Written(draft.file, Entry(**columns, author=author, body=words["body"], fields=words["fields"]), draft.now)


def to_text(answer: Written) -> str:
    """The answer as text, to be kept under a key."""
    file = answer.file
    moved = {name: getattr(file.case, name) for name in _MOVES}
    kept = _Kept(
        file.case.id,
        **moved,
        deadlines=[list(msgspec.structs.astuple(deadline)) for deadline in file.deadlines],
        questions=[_KeptQuestion(q.seq, q.number, q.state, q.by_seq, q.at) for q in file.questions],
        seq=answer.entry.seq,
        now=answer.now,
    )
    return _encode(kept).decode()


WRITTEN = 201


def from_kept(connection: Connection, answer: Kept, asker: Asker) -> Written:
    """A kept answer for whoever asked: the case as it was then, and the message, which never changes.

    Raises ``AnsweredBefore`` where a refusal was kept.
    """
    if answer.status != WRITTEN:
        raise AnsweredBefore(answer)
    kept = _decode(answer.answer)
    file = load(connection, kept.case_id)
    assert file is not None
    for name in _MOVES:
        setattr(file.case, name, getattr(kept, name))
    file.deadlines = [_deadline_of(values) for values in kept.deadlines]
    file.questions = [
        _as_it_was(question, known) for question, known in zip(file.questions, kept.questions, strict=False)
    ]
    entry = entries_of(connection, kept.case_id, asker, after=kept.seq - 1, limit=1, as_of=kept.version)[0]
    return Written(file, entry, kept.now, replayed=True)


def _deadline_of(values: list[Any]) -> Deadline:
    return msgspec.convert(dict(zip(Deadline.__struct_fields__, values, strict=True)), Deadline)


def _as_it_was(question: QuestionRow, kept: _KeptQuestion) -> QuestionRow:
    """The question at the time of the answer; both lists are in the order of the log, which only grows."""
    assert (question.seq, question.number) == (kept.seq, kept.number)
    return msgspec.structs.replace(question, state=kept.state, by_seq=kept.by_seq, at=kept.at)

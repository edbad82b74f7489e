"""What a message would do, without writing anything: not even a refusal is recorded."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from cases.casefile.asker import Asker
from cases.casefile.draft import Draft
from cases.casefile.queries import load_to_write
from cases.casefile.view import deadline_view, transition_view
from cases.casefile.written import written
from cases.db import Database
from cases.ids import question_id
from cases.verbs import open_case, write_message
from cases.verbs.openings import Opening
from cases.verbs.write_message import Message


def preview_message(database: Database, asker: Asker, case_id: str, message: Message, now: datetime) -> dict[str, Any]:
    """The state, transition and deadlines after the message, and the questions that it would leave open.

    Raises what writing it would raise.
    """
    with database.read() as connection:
        found = load_to_write(connection, case_id, asker.role, asker.sub, "")
        draft, author, seq, _ = write_message.drafted(connection, asker, found, message, now)
    answer = written(draft, author, seq)
    transition = transition_view(answer.entry, draft.file.seller_name, draft.file.calendar)
    return _seen(draft, asker) | {"transition": transition}


def preview_opening(database: Database, asker: Asker, opening: Opening, now: datetime) -> dict[str, Any]:
    """The same for a case that would be opened."""
    with database.read() as connection:
        draft, author, _ = open_case.drafted(connection, asker, opening, now)
    answer = written(draft, author, 1)
    transition = transition_view(answer.entry, draft.file.seller_name, draft.file.calendar)
    return _seen(draft, asker) | {"transition": transition}


def _seen(draft: Draft, asker: Asker) -> dict[str, Any]:
    file = draft.file
    return {
        "state": file.case.state,
        "deadlines": [deadline_view(file, deadline, asker.lang) for deadline in file.deadlines if deadline.within],
        "findings": [],
        "unanswered": [question_id(q.case_id, q.seq, q.number) for q in file.open_questions()],
    }

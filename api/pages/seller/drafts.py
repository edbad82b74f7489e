"""The seller's draft of a case: restored in the composer, kept as it grows, held for ten seconds before it is sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, NamedTuple

from fastapi import Response

from api.pages.composer import Draft
from api.pages.door import Visit, pages_of
from api.pages.seller.replies import Filled, replies_for, reply_named
from api.problems import Problem, body_of
from cases.casefile.casefile import CaseFile
from cases.clock import real_now
from cases.db import Connection
from cases.team.unsent import UnsentRow
from cases.verbs.keep_draft import MESSAGE, drop_draft, find_draft, hold_message, keep_draft, send_held
from cases.verbs.write_message import Message


class Kept(NamedTuple):
    """What the page says about the draft: since when it is kept, in how many seconds it is sent, why it was not."""

    saved_at: datetime
    seconds: int | None
    problem: dict[str, Any] | None
    words: str


def restored(visit: Visit, case_id: str, event: str) -> Draft:
    """The draft of the case with the words that were kept; an action that is chosen anew has none of its fields."""
    if visit.asker.role != "seller":
        return Draft(event=event)
    send_held(visit.database, visit.now, real_now())
    with visit.database.read() as connection:
        kept = find_draft(connection, visit.asker, case_id)
    if kept is None or kept.send_at is not None:
        return Draft(event=event)
    said = kept.said
    draft = Draft(
        event=event or said["event"],
        body=said["body"],
        lang=said["lang"],
        attachments=said["attachments"],
        waives=said.get("waives", ()),
        corrects=said.get("corrects", ""),
        seen=said[MESSAGE]["version"] if kept.failed == "version_conflict" else None,
    )
    if draft.event != said["event"]:
        return draft
    return replace(draft, fields=said["fields"], answers=said["answers"])


def keep(visit: Visit, case_id: str, draft: Draft) -> None:
    """Keep the draft as it was typed; one without anything in it goes."""
    if draft.body.strip() or draft.attachments or draft.event or draft.waives or draft.corrects:
        keep_draft(visit.database, visit.asker, case_id, said_in(draft), real_now())
    else:
        drop_draft(visit.database, visit.asker, case_id)


def hold(visit: Visit, case_id: str, draft: Draft, message: Message) -> Response | None:
    """Let the message wait before it is written; None where it is to be written at once."""
    seconds = pages_of(visit.request).undo_seconds
    if visit.asker.role != "seller" or not seconds:
        return None
    hold_message(visit.database, visit.asker, case_id, message, said_in(draft), visit.now, real_now(), seconds=seconds)
    return visit.go("/scan" if visit.said("then") == "scan" else f"/cases/{case_id}#waiting")


def said_in(draft: Draft) -> dict[str, Any]:
    """The draft as it is stored."""
    return {
        "event": draft.event,
        "body": draft.body,
        "lang": draft.lang,
        "fields": draft.fields,
        "answers": draft.answers,
        "waives": list(draft.waives),
        "corrects": draft.corrects,
        "attachments": list(draft.attachments),
    }


def kept_of(connection: Connection, visit: Visit, case_id: str) -> Kept | None:
    """What the case's page says about the draft."""
    row = find_draft(connection, visit.asker, case_id)
    if row is None:
        return None
    problem = body_of(Problem(row.failed), visit.lang) if row.failed else None
    return Kept(row.saved_at, _left(row), problem, str(row.said["body"]))


def _left(row: UnsentRow) -> int | None:
    if row.send_at is None:
        return None
    return max(0, int((row.send_at - real_now()).total_seconds()) + 1)


def offered(file: CaseFile) -> Sequence[Filled]:
    """The reply templates that the case can fill."""
    return replies_for(file)


def with_template(file: CaseFile, draft: Draft, name: str) -> Draft:
    """The draft with a template's words after its own."""
    filled = reply_named(file, name)
    if filled is None:
        return draft
    body = f"{draft.body.rstrip()}\n\n{filled.body}" if draft.body.strip() else filled.body
    return replace(draft, body=body, lang=filled.lang)

"""A case as a page, and the form that writes into it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import orjson
from fastapi import APIRouter, Request, Response

from api.door import read_shape
from api.models import MessageIn
from api.pages.admin import case as admin
from api.pages.buyer import case as buyer
from api.pages.composer import Draft, rows_after, schema_for
from api.pages.door import Visit, act, show
from api.pages.foreseen import foreseen
from api.pages.form_reading import read
from api.pages.form_uploads import files_named, keep_uploads
from api.pages.once import form_key
from api.pages.seen_case import SeenCase, see
from api.pages.seller import case as seller
from api.pages.seller import drafts, scan
from api.problems import STATUS, Problem, body_of, code_for
from api.routes.messages import message_of
from cases.casefile.reading import case_for, view_for
from cases.errors import NazorgError, ShapeInvalid, VersionConflict
from cases.ids import question_id
from cases.verbs.keep_draft import drop_draft
from cases.verbs.preview import preview_message
from cases.verbs.write_message import Message, write_message
from workflows.refusals import Refusal

router = APIRouter(prefix="/cases/{case}", include_in_schema=False)
EXPECTS = {"yes": True, "no": False}
FACES: Mapping[str, Callable[[Visit, SeenCase, int], Response]] = {
    "seller": seller.page,
    "buyer": buyer.page,
    "admin": admin.page,
}


@router.get("")
async def read_one(request: Request) -> Response:
    """The case, as the reader's face shows it; ``do`` opens the fields of an action."""
    return await show(request, _read)


def _read(visit: Visit) -> Response:
    case_id = visit.named("case")
    draft = scan.arrived(visit, case_id, drafts.restored(visit, case_id, visit.asked("do")))
    return case_page(visit, case_id, replace(draft, corrects=visit.asked("corrects") or draft.corrects))


@router.post("/messages")
async def write(request: Request) -> Response:
    """Send what the composer holds, or see what it would do, or get one more row."""
    return await act(request, _write)


def _write(visit: Visit) -> Response:
    case_id = visit.named("case")
    draft = _drafted(visit, case_id)
    if visit.said("add"):
        return case_page(visit, case_id, replace(draft, rows=rows_after(visit.typed, visit.said("add"))))
    if draft.errors:
        return case_page(visit, case_id, draft, STATUS["fields_invalid"])
    if visit.asker.role == "seller" and (visit.said("keep") or visit.said("use")):
        return _kept(visit, case_id, draft)
    try:
        message = message_of(_shaped(visit, draft))
        if visit.said("preview"):
            return _previewed(visit, case_id, draft, message)
        if (waits := drafts.hold(visit, case_id, draft, message)) is not None:
            return waits
        written = write_message(visit.database, visit.asker, case_id, message, visit.now, form_key(visit, draft.once))
    except (Problem, NazorgError, Refusal) as error:
        return _refused(visit, case_id, draft, error)
    if visit.asker.role == "seller":
        drop_draft(visit.database, visit.asker, case_id)
    visit.session.tell("good", "page.sent")
    return visit.go("/scan" if visit.said("then") == "scan" else f"/cases/{case_id}#m{written.entry.seq}")


def _previewed(visit: Visit, case_id: str, draft: Draft, message: Message) -> Response:
    """The page again, with what the message would do."""
    preview = preview_message(visit.database, visit.asker, case_id, message, visit.now)
    with visit.database.read() as connection:
        file = case_for(connection, visit.asker, case_id)
    asked = [question_id(one.case_id, one.seq, one.number) for one in file.open_questions()]
    return case_page(visit, case_id, replace(draft, preview=foreseen(preview, asked, message.body)))


def _kept(visit: Visit, case_id: str, draft: Draft) -> Response:
    """The draft is kept, with a reply template in it where one was asked for."""
    if visit.said("use") and visit.said("reply"):
        with visit.database.read() as connection:
            draft = drafts.with_template(case_for(connection, visit.asker, case_id), draft, visit.said("reply"))
    drafts.keep(visit, case_id, draft)
    return case_page(visit, case_id, draft)


def case_page(visit: Visit, case_id: str, draft: Draft, status: int = 200) -> Response:
    """The case's page with the draft in its composer."""
    with visit.database.read() as connection:
        seen = see(connection, visit.asker, case_id, visit.now, draft, whole=visit.asked("all") == "true")
    return FACES[visit.asker.role](visit, seen, status)


def _drafted(visit: Visit, case_id: str) -> Draft:
    """What was typed, its files kept. Raises ``NotFound``."""
    with visit.database.read() as connection:
        file = case_for(connection, visit.asker, case_id)
        view = view_for(connection, file, visit.asker, visit.now)
    event = visit.said("do")
    schema = schema_for(view, event)
    errors = keep_uploads(visit)
    return Draft(
        event=event,
        body=visit.said("body"),
        lang=visit.said("lang"),
        fields=read(schema, visit.typed, str(file.calendar.zone)) if schema else {},
        answers=visit.typed.get("answers") or None,  # nothing ticked: a review of the words decides
        waives=visit.typed.get("waives", []),
        expects=visit.said("expects"),
        corrects=visit.said("corrects"),
        attachments=visit.typed.get("attachments", []),
        errors=errors,
        once=visit.said("once"),
    )


def _shaped(visit: Visit, draft: Draft) -> MessageIn:
    """The draft as a body of the API. Raises ``ShapeInvalid``."""
    given: dict[str, Any] = {
        "body": draft.body,
        "lang": draft.lang,
        "event": draft.event or None,
        "fields": draft.fields or None,
        "answers": draft.answers,
        "waives": draft.waives or None,
        "reply_expected": EXPECTS.get(draft.expects),
        "corrects": draft.corrects or None,
        "attachments": list(dict.fromkeys((*draft.attachments, *files_named(visit.typed)))),
        "version": visit.seen(),
    }
    shape, faults = read_shape(MessageIn, given, orjson.dumps(given))
    if shape is None:
        raise ShapeInvalid(faults)
    return shape


def _refused(visit: Visit, case_id: str, draft: Draft, error: Exception) -> Response:
    """The case's page again, everything kept, each fault at its field."""
    problem = body_of(error, visit.lang)
    if code_for(error) == "not_found":
        raise error
    errors: dict[str, list[str]] = {}
    for fault in problem.get("errors", ()):
        errors.setdefault(fault["pointer"].removeprefix("/fields"), []).append(fault["reason"])
    if visit.asker.role == "seller":
        drafts.keep(visit, case_id, draft)
    seen = error.seen if isinstance(error, VersionConflict) else None
    again = replace(draft, problem=problem, errors=errors, seen=seen)
    return case_page(visit, case_id, again, problem["status"])

"""Say of a question that it is not answered, or with which sentence it was: each is a message that both sides read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from fastapi import APIRouter, Request, Response

from api.pages.door import Visit, act
from api.problems import Problem, body_of
from cases.casefile.asker import Asker
from cases.casefile.casefile import CaseFile
from cases.casefile.entries import Entry, entries_of
from cases.casefile.reading import case_for, view_for
from cases.casefile.view import View
from cases.errors import NazorgError
from cases.ids import seq_of
from cases.messages.sentences import sentences_in
from cases.verbs.write_message import Message, write_message
from markets.translate import translate
from workflows.grammar import SELLER
from workflows.refusals import Refusal

router = APIRouter(prefix="/cases/{case}", include_in_schema=False)
MOST = 40
LONGEST = 300


class Sentence(NamedTuple):
    """A sentence of the seller's, and the number of the message that it stands in."""

    number: int
    text: str


@router.post("/not-answered")
async def object_to_answer(request: Request) -> Response:
    """The buyer, or an admin, says that a question is not answered: it waits again."""
    return await act(request, _object)


def _object(visit: Visit) -> Response:
    words = visit.said("body")
    fields = {"to": [visit.said("question")]}
    with visit.database.read() as connection:
        file = case_for(connection, visit.asker, visit.named("case"))
    return _sent(visit, file, Message(words, visit.asker.lang, "object", fields))


@router.post("/answered")
async def mark_answered(request: Request) -> Response:
    """The seller names the sentence that has answered a question."""
    return await act(request, _mark)


def _mark(visit: Visit) -> Response:
    question = visit.said("question")
    with visit.database.read() as connection:
        file = case_for(connection, visit.asker, visit.named("case"))
        view = view_for(connection, file, visit.asker, visit.now)
        entries = entries_of(connection, file.case.id, visit.asker, limit=file.case.version)
    offered = sentences_for(visit.asker, view, entries).get(question, ())
    chosen = next((one for one in offered if f"{one.number}:{one.text}" == visit.said("sentence")), None)
    if chosen is None:
        raise Problem("not_found")
    asked = next(one["text"] for one in view["questions"] if one["id"] == question)
    values = {"question": asked, "number": chosen.number, "sentence": chosen.text}
    body = translate("page.marked_answered", file.case.lang, **values)
    return _sent(visit, file, Message(body, file.case.lang, answers=[question]))


def _sent(visit: Visit, file: CaseFile, message: Message) -> Response:
    case_id = file.case.id
    try:
        written = write_message(visit.database, visit.asker, case_id, message, visit.now)
    except (NazorgError, Refusal) as error:
        body = body_of(error, visit.lang)
        visit.session.tell("bad", "page.not_done", number=file.case.number, why=body["detail"])
        return visit.go(f"/cases/{case_id}")
    visit.session.tell("good", "page.sent")
    return visit.go(f"/cases/{case_id}#m{written.entry.seq}")


def sentences_for(asker: Asker, view: View, entries: Sequence[Entry]) -> Mapping[str, Sequence[Sentence]]:
    """For each open question the sentences that the seller has written since, the newest first; none for others."""
    waiting = {one["id"]: seq_of(one["id"], view["id"]) or 0 for one in view["questions"] if one["state"] == "open"}
    if asker.role != "seller" or not waiting:
        return {}
    said = [
        Sentence(entry.seq, text)
        for entry in entries
        if entry.role == SELLER and entry.kind == "chat" and entry.body
        for text in sentences_in(entry.body, entry.lang)
        if len(text) <= LONGEST
    ]
    return {
        name: [one for one in reversed(said) if one.number > seq][:MOST]
        for name, seq in waiting.items()
        if any(one.number > seq for one in said)
    }

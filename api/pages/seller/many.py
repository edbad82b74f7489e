"""Same problem, many cases: one text with the facts of each case filled in, as many messages of their own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from secrets import token_urlsafe

from fastapi import APIRouter, Request, Response

from api.models import MOST_AT_ONCE
from api.pages.door import Visit, act, show
from api.pages.seller.replies import facts_of_case
from api.problems import body_of
from cases.casefile.casefile import CaseFile
from cases.casefile.idempotency import Key
from cases.casefile.queries import load_all
from cases.clock import real_now
from cases.errors import NazorgError, NotFound
from cases.verbs.write_message import Message, write_message
from workflows.refusals import Refusal

router = APIRouter(prefix="/many", include_in_schema=False)
PLACES = ("buyer", "order", "number", "items", "due", "seller")
_PLACE = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class One:
    """One of the cases: its message as it would be sent, what it cannot fill, and how the sending went."""

    file: CaseFile
    body: str
    missing: Sequence[str]
    sent: bool = False
    problem: str = ""


@router.get("")
async def begin(request: Request) -> Response:
    """The cases that were selected, and the text for all of them."""
    return await show(request, _begin)


def _begin(visit: Visit) -> Response:
    return _page(visit, _filled(visit, visit.request.query_params.getlist("case"), ""), "", token_urlsafe(16))


@router.post("")
async def write(request: Request) -> Response:
    """Show each message, or send them; one that is refused stops no other."""
    return await act(request, _write)


def _write(visit: Visit) -> Response:
    body, once = visit.said("body"), visit.said("once")
    found = _filled(visit, visit.typed.get("case", []), body)
    whole = bool(body.strip()) and not any(one.missing for one in found)
    if not visit.said("send") or not whole:
        return _page(visit, found, body, once, shown=True, status=200 if whole else 422)
    key = Key.of(
        sub=visit.asker.sub,
        role=visit.asker.role,
        method="FORM",
        path="/many",
        key=once,
        body=body.encode(),
        real_now=real_now(),
    )
    return _page(visit, [_sent(visit, one, key, place) for place, one in enumerate(found)], body, once, shown=True)


def _sent(visit: Visit, one: One, key: Key, place: int) -> One:
    case = one.file.case
    message = Message(body=one.body, lang=case.lang, version=visit.seen(f"version-{case.id}"))
    try:
        write_message(visit.database, visit.asker, case.id, message, visit.now, key.of_part(place))
    except (NazorgError, Refusal) as error:
        body = body_of(error, visit.lang)
        return One(one.file, one.body, (), problem=f"{body['title']} {body['detail']}")
    return One(one.file, one.body, (), sent=True)


def _filled(visit: Visit, names: Sequence[str], body: str) -> list[One]:
    """The asker's own among these cases, each with the text filled. Raises ``NotFound`` for somebody else's."""
    if visit.asker.role != "seller":
        raise NotFound
    wanted = list(dict.fromkeys(names))[:MOST_AT_ONCE]
    with visit.database.read() as connection:
        files = {file.case.id: file for file in load_all(connection, wanted)}
    if any(name not in files or not visit.asker.sees(files[name]) for name in wanted):
        raise NotFound
    return [_one(files[name], body) for name in wanted]


def _one(file: CaseFile, body: str) -> One:
    facts = facts_of_case(file)
    missing = sorted({name for name in _PLACE.findall(body) if name not in facts or name not in PLACES})
    filled = _PLACE.sub(lambda place: facts.get(place[1], place[0]), body)
    return One(file, filled, missing)


def _page(
    visit: Visit, found: Sequence[One], body: str, once: str, *, shown: bool = False, status: int = 200
) -> Response:
    done = [one for one in found if one.sent or one.problem]
    return visit.page(
        "seller/many.html", status, found=found, body=body, once=once, shown=shown, done=done, places=PLACES
    )

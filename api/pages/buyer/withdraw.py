"""The withdrawal function of Directive 2011/83/EU, article 11a: the statement, the confirmation, the acknowledgement.

Two steps: the order (or the page behind its link) has the entry, the statement has the confirmation. It asks for the
name, the contract and where the acknowledgement goes, and for nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from secrets import token_urlsafe

import orjson
from fastapi import APIRouter, Request, Response

from api.pages.buyer.links import WITHDRAWAL, acknowledgement_path, named_in
from api.pages.buyer.own_order import OwnOrder, linked_order, own_order
from api.pages.buyer.units import units_chosen
from api.pages.door import Visit, act, show
from api.problems import STATUS, Problem, body_of, code_for
from cases.casefile.asker import Asker
from cases.casefile.idempotency import Key
from cases.casefile.view import View
from cases.clock import real_now
from cases.errors import NazorgError
from cases.verbs.open_case import open_case
from cases.verbs.openings import Opening
from cases.verbs.preview import preview_opening
from markets.translate import translate
from workflows.refusals import Refusal

router = APIRouter(include_in_schema=False)
GONE = 410
LONGEST = 200
ASKED = ("name", "contact")


@dataclass(frozen=True, slots=True)
class Statement:
    """What stands in the form. ``errors`` are keys of sentences, by the field; ``then`` is what it would lead to."""

    name: str
    contact: str = ""
    units: Sequence[tuple[str, int]] = ()
    errors: Mapping[str, str] = field(default_factory=dict)
    problem: View | None = None
    then: View | None = None
    once: str = ""


@router.get("/orders/{order:path}/withdraw")
async def state(request: Request) -> Response:
    """The statement, for the buyer who is signed in."""
    return await show(request, lambda visit: _statement(visit, _own(visit)))


@router.post("/orders/{order:path}/withdraw")
async def confirm(request: Request) -> Response:
    """The confirmation of the buyer who is signed in."""
    return await act(request, lambda visit: _confirm(visit, _own(visit)))


@router.get("/withdraw/{token}")
async def enter(request: Request) -> Response:
    """The order behind a link, with the entry to the function."""
    return await show(request, _enter, open_to_all=True)


def _enter(visit: Visit) -> Response:
    order = _linked(visit)
    if not order.right.runs:
        return visit.page("buyer/withdrawal_over.html", GONE, own=order)
    return visit.page("buyer/withdraw_entry.html", own=order, here_withdraw=f"/withdraw/{visit.named('token')}")


@router.get("/withdraw/{token}/statement")
async def state_by_link(request: Request) -> Response:
    """The statement, for whoever has the link."""
    return await show(request, lambda visit: _statement(visit, _linked(visit)), open_to_all=True)


@router.post("/withdraw/{token}/statement")
async def confirm_by_link(request: Request) -> Response:
    """The confirmation of whoever has the link."""
    return await act(request, lambda visit: _confirm(visit, _linked(visit)), open_to_all=True)


def _own(visit: Visit) -> OwnOrder:
    with visit.database.read() as connection:
        return own_order(visit, connection, visit.named("order"))


def _linked(visit: Visit) -> OwnOrder:
    with visit.database.read() as connection:
        return linked_order(visit, connection, named_in(visit, WITHDRAWAL))


def _statement(visit: Visit, order: OwnOrder) -> Response:
    left = [(unit.line, unit.quantity) for unit in order.right.left]
    return _page(visit, order, Statement(order.file.buyer.name, units=left))


def _page(visit: Visit, order: OwnOrder, said: Statement, status: int = 200) -> Response:
    """The statement, or what stands in its place where the period is over or everything was withdrawn from before."""
    if not order.right.runs:
        return visit.page("buyer/withdrawal_over.html", GONE, own=order)
    shown = replace(said, then=_then(visit, order), once=said.once or token_urlsafe(16))
    return visit.page("buyer/withdraw.html", status, own=order, said=shown, most=LONGEST)


def _then(visit: Visit, order: OwnOrder) -> View | None:
    """What the declaration would lead to; None where it would be refused."""
    try:
        return preview_opening(visit.database, order.buyer(visit.lang), _opening(visit, order, "", ()), visit.now)
    except (Refusal, NazorgError):
        return None


def _confirm(visit: Visit, order: OwnOrder) -> Response:
    said = _said(visit, order)
    if said.errors or not order.right.runs:
        return _page(visit, order, said, STATUS["fields_invalid"])
    buyer = order.buyer(visit.lang)
    opening = _opening(visit, order, _words(visit, order, said), said.units)
    try:
        written = open_case(visit.database, buyer, opening, visit.now, _key(visit, buyer, said))
    except (Problem, NazorgError, Refusal) as error:
        if code_for(error) == "not_found":
            raise
        problem = body_of(error, visit.lang)
        refused = Statement(said.name, said.contact, said.units, problem=problem, once=said.once)
        return _page(visit, order, refused, problem["status"])
    return visit.go(acknowledgement_path(visit, written.file.case.id))


def _said(visit: Visit, order: OwnOrder) -> Statement:
    given = {name: " ".join(visit.said(name).split()) for name in ASKED}
    errors = {name: "page.buyer.is_missing" for name, text in given.items() if not text}
    errors |= {name: "page.buyer.is_too_long" for name, text in given.items() if len(text) > LONGEST}
    # Of all that was bought, because what is sent a second time has left nothing to choose from.
    units = units_chosen(visit.typed, order.file.head.terms.all_units())
    if not units:
        errors["units"] = "page.buyer.choose_goods"
    return Statement(given["name"], given["contact"], units, errors, once=visit.said("once"))


def _words(visit: Visit, order: OwnOrder, said: Statement) -> str:
    """The declaration, as it is kept in the log: the law's sentence, what it is about, and who declares it."""
    goods = [f"{quantity} \N{MULTIPLICATION SIGN} {order.titles[line]}" for line, quantity in said.units]
    lines = [
        translate("withdrawal.declaration", visit.lang, number=order.view["id"]),
        *goods,
        f"{translate('page.buyer.your_name', visit.lang)}: {said.name}",
        f"{translate('page.buyer.contact', visit.lang)}: {said.contact}",
    ]
    return "\n".join(lines)


def _opening(visit: Visit, order: OwnOrder, words: str, units: Sequence[tuple[str, int]]) -> Opening:
    chosen = list(units) or [(unit.line, unit.quantity) for unit in order.right.left]
    return Opening(
        "withdrawal", order=order.view["id"], units=chosen, body=words, lang=visit.lang, reply_expected=False
    )


def _key(visit: Visit, buyer: Asker, said: Statement) -> Key | None:
    """The same confirmation sent twice declares once."""
    if not said.once:
        return None
    body = orjson.dumps([said.name, said.contact, list(said.units)])
    path = visit.request.url.path
    return Key.of(
        sub=buyer.sub, role=buyer.role, method="FORM", path=path, key=said.once, body=body, real_now=real_now()
    )

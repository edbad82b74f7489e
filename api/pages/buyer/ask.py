"""A question before the sale: to a seller, about an article. The market place links here from the article's page."""

from __future__ import annotations

from dataclasses import replace
from secrets import token_urlsafe

from fastapi import APIRouter, Request, Response

from api.pages.composer import Draft
from api.pages.door import Visit, act, show
from api.pages.form_uploads import keep_uploads
from api.pages.opening import faults_of, open_with
from api.problems import STATUS, Problem
from cases.casefile.orders import list_orders, load_orders
from cases.errors import NazorgError
from markets.catalogue import MARKETS
from workflows.refusals import Refusal

router = APIRouter(prefix="/ask", include_in_schema=False)
ABOUT = ("market", "seller", "sku", "title")
TOPICS = ("product", "delivery", "other")
KNOWN_FROM = 50


@router.get("")
async def begin(request: Request) -> Response:
    """The question's form; ``market``, ``seller``, ``sku`` and ``title`` of the query fill it."""
    return await show(request, lambda visit: _page(visit, {name: visit.asked(name) for name in ABOUT}, Draft()))


@router.post("")
async def ask(request: Request) -> Response:
    """Ask it."""
    return await act(request, _ask)


def _ask(visit: Visit) -> Response:
    _only_buyers(visit)
    about = {name: visit.said(name).strip() for name in ABOUT}
    errors = keep_uploads(visit)
    attachments = visit.typed.get("attachments", [])
    draft = Draft(
        visit.said("topic"), visit.said("body"), errors=errors, attachments=attachments, once=visit.said("once")
    )
    if errors:
        return _page(visit, about, draft, STATUS["fields_invalid"])
    try:
        case = open_with(visit, {"kind": "question", "about": about, "reason": draft.event or None}, draft)
    except (Problem, NazorgError, Refusal) as error:
        problem, faults = faults_of(visit, error)
        return _page(visit, about, replace(draft, problem=problem, errors=faults), problem["status"])
    visit.session.tell("good", "page.buyer.case_opened")
    return visit.go(f"/cases/{case}")


def _page(visit: Visit, about: dict[str, str], draft: Draft, status: int = 200) -> Response:
    _only_buyers(visit)
    known = replace(draft, once=draft.once or token_urlsafe(16))
    errors = {pointer.removeprefix("/about"): said for pointer, said in draft.errors.items()}
    return visit.page(
        "buyer/ask.html",
        status,
        about=about | {"market": about["market"] or visit.market},
        draft=replace(known, errors=errors),
        sellers=_sellers(visit),
        topics=TOPICS,
        codes=list(MARKETS),
    )


def _sellers(visit: Visit) -> dict[str, str]:
    """The sellers whom the buyer knows from their newest orders, for whoever comes without a link."""
    with visit.database.read() as connection:
        names = list_orders(connection, visit.asker, after=None, limit=KNOWN_FROM)
        return {order.seller_id: order.seller_name for order in load_orders(connection, names)}


def _only_buyers(visit: Visit) -> None:
    if visit.asker.role != "buyer":
        raise Problem("not_found")

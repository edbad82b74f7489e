"""Sign in by a signed link, change between the people of a demo, sign out, and choose language, market and looks."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from api.pages.door import Visit, act, pages_of, show
from api.pages.own_address import own_address
from api.pages.session import Session
from api.problems import Problem
from cases.casefile.asker import INTEGRATION
from markets.catalogue import MARKETS
from markets.translate import languages

router = APIRouter(include_in_schema=False)
THEMES = ("", "light", "dark")


@router.get("/sign-in")
async def sign_in(request: Request) -> Response:
    """Take a signed link, or say how one gets in."""
    return await show(request, _sign_in, open_to_all=True)


def _sign_in(visit: Visit) -> Response:
    token, then = visit.asked("token"), own_address(visit.asked("then"))
    pages = pages_of(visit.request)
    if not token:
        return visit.page("sign_in.html", then=then, signs_on=pages.provider is not None)
    if pages.provider is not None:
        raise Problem("not_found")
    try:
        asker = visit.door.tokens.verified(token)
    except Problem:
        asker = None
    if asker is None or asker.role == INTEGRATION:
        return visit.page("sign_in.html", 401, then=then, signs_on=False, refused=True)
    visit.session.sign_in(asker)
    return visit.go(then)


@router.post("/sign-out")
async def sign_out(request: Request) -> Response:
    """Forget who it was."""
    return await act(request, _sign_out, open_to_all=True)


def _sign_out(visit: Visit) -> Response:
    visit.session.sign_out()
    return visit.go("/sign-in")


@router.post("/switch")
async def switch(request: Request) -> Response:
    """Be another person of the demo."""
    return await act(request, _switch, open_to_all=True)


def _switch(visit: Visit) -> Response:
    people = {person.asker.sub: person for person in pages_of(visit.request).people}
    person = people.get(visit.said("person"))
    if person is None:
        raise Problem("not_found")
    visit.session.sign_in(person.asker)
    return visit.go("/")


@router.post("/choices")
async def choose(request: Request) -> Response:
    """Choose language, market, light or dark, and whether single keys do something."""
    return await act(request, _choose, open_to_all=True)


def _choose(visit: Visit) -> Response:
    keep_choices(visit.session, visit)
    return visit.go(own_address(visit.said("back")))


def keep_choices(session: Session, visit: Visit) -> None:
    """Keep what was chosen; whatever is no choice of ours changes nothing."""
    if visit.said("lang") in languages():
        session.lang = visit.said("lang")
    if visit.said("market") in MARKETS:
        session.market = visit.said("market")
    if "theme" in visit.typed and visit.said("theme") in THEMES:
        session.theme = visit.said("theme")
    if visit.said("keys") in ("on", "off"):
        session.keys = visit.said("keys") == "on"

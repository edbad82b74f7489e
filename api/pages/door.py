"""What every page does alike: know the session, refuse forged forms, run in a thread, and say refusals as pages.

A page is a function from a ``Visit`` to a ``Response``. ``show`` is for reading and ``act`` for forms; without
``open_to_all`` both send a stranger to sign in first.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import quote
from zoneinfo import available_timezones

from fastapi import Request, Response
from fastapi.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException

from api.door import Door
from api.pages.people import Person
from api.pages.rendering import GUARDED, html
from api.pages.session import Flash, Session, Sessions
from api.problems import STATUS, Problem, body_of, code_for, headers_of
from api.security import language_of
from cases.casefile.asker import Asker
from cases.db import Database
from cases.errors import NazorgError
from cases.messages.cleaning import LARGEST
from markets.calendars import calendar_of
from markets.catalogue import MARKETS
from markets.translate import languages
from workflows.refusals import Refusal

MOST_FILES, MOST_FIELDS = 20, 2_000
LARGEST_FIELD = 256 * 1024
LARGEST_FORM = 5 * LARGEST
SEE_OTHER = 303
KEY_FIELD = "pass"


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that a form brought."""

    name: str
    data: bytes


DIGITS = 9
"""The most that a version has; a longer number is none of ours."""


@dataclass(slots=True)
class Visit:
    """One request for a page: who reads, in which language, when, and what they sent."""

    request: Request
    door: Door
    session: Session
    now: datetime
    lang: str
    typed: dict[str, list[str]] = field(default_factory=dict)
    uploads: dict[str, list[Upload]] = field(default_factory=dict)

    @property
    def database(self) -> Database:
        """The database."""
        return self.door.database

    @property
    def asker(self) -> Asker:
        """Who is signed in. Raises ``unauthenticated``."""
        asker = self.session.asker
        if asker is None:
            raise Problem("unauthenticated")
        return Asker(asker.role, asker.sub, asker.seller, self.lang)

    @property
    def market(self) -> str:
        """The market whose wall shows times of no case: the chosen one, else one of the reader's language."""
        if self.session.market in MARKETS:
            return self.session.market
        speaking = [code for code, known in MARKETS.items() if self.lang in known.languages]
        own = sorted(speaking, key=lambda code: MARKETS[code].languages.index(self.lang))
        return self.lang.upper() if self.lang.upper() in own else next(iter([*own, *MARKETS]))

    @property
    def own_zone(self) -> str:
        """Where the reader's own clock is, as their browser says; empty where it does not."""
        zone = self.request.cookies.get("zone", "")
        return zone if zone in available_timezones() else ""

    @property
    def is_renewal(self) -> bool:
        """Whether a page that is open already reads itself again (``live.js``)."""
        return self.request.headers.get("x-renewal") == "yes"

    def named(self, part: str) -> str:
        """A part of the path. Raises ``not_found`` for one that no id can be."""
        name = str(self.request.path_params[part])
        if not name.isprintable():
            raise Problem("not_found")
        return name

    def seen(self, name: str = "version") -> int | None:
        """The version of a case that the page showed; None where the form names none that can be."""
        said = self.said(name)
        return int(said) if said.isdecimal() and len(said) <= DIGITS else None

    def said(self, name: str) -> str:
        """What was typed into a field, or chosen by a button; empty where nothing was."""
        given = self.typed.get(name, ())
        return given[0].replace("\r\n", "\n") if given else ""

    def asked(self, name: str, usual: str = "") -> str:
        """A parameter of the query."""
        text = self.request.query_params.get(name, usual)
        return text if "\x00" not in text else usual

    def page(self, template: str, status: int = 200, **known: Any) -> Response:
        """A page of ours."""
        return _page(self, template, status, known)

    def go(self, address: str) -> Response:
        """To another page of ours, after something was done."""
        return Response(status_code=SEE_OTHER, headers={**GUARDED, "Location": address})


@dataclass(slots=True)
class Pages:
    """What all visits share beside the API's door: the cookie's key, and who can be tried in a demo."""

    sessions: Sessions
    people: Sequence[Person] = ()
    provider: object = None
    """The market place's own sign-on (``sign_on.Provider``), by which people then come, and not by signed links."""
    undo_seconds: int = 10
    """How long a seller's message waits in the draft before it is written, so that it can be taken back."""


Do = Callable[[Visit], Response]


async def show(request: Request, do: Do, *, open_to_all: bool = False) -> Response:
    """Answer a request that only reads."""
    return await _answered(_visit(request), do, open_to_all=open_to_all)


async def act(request: Request, do: Do, *, open_to_all: bool = False) -> Response:
    """Answer a form: only one that we drew for this very session."""
    visit = _visit(request)
    if not open_to_all and visit.session.asker is None and not request.cookies:
        return _counted(visit, _to_sign_in(visit))
    try:
        await _take_form(visit)
    except Problem as error:
        return _counted(visit, _refusal(visit, error))
    if not visit.session.passes(visit.said(KEY_FIELD)):
        return _counted(visit, visit.page("forged.html", STATUS["forbidden"], kept=_words(visit)))
    return await _answered(visit, do, open_to_all=open_to_all)


def _words(visit: Visit) -> list[str]:
    """What somebody wrote themselves, to be given back: whatever has more than one word."""
    typed = [text for name, texts in visit.typed.items() if name != KEY_FIELD for text in texts]
    return [text for text in typed if " " in text.strip()]


async def _answered(visit: Visit, do: Do, *, open_to_all: bool) -> Response:
    before = repr(visit.session)
    if visit.session.asker is None and not open_to_all:
        response = _to_sign_in(visit)
    else:
        response = await run_in_threadpool(_tried, visit, do)
    if repr(visit.session) != before or not visit.request.cookies:
        pages_of(visit.request).sessions.write(visit.request, response, visit.session)
    return _counted(visit, response)


def _tried(visit: Visit, do: Do) -> Response:
    try:
        return do(visit)
    except (Problem, NazorgError, Refusal) as error:
        return _refusal(visit, error)


def pages_of(request: Request) -> Pages:
    """What all visits share."""
    pages: Pages = request.app.state.pages
    return pages


def _visit(request: Request) -> Visit:
    door: Door = request.app.state.door
    session = pages_of(request).sessions.read(request)
    spoken = session.lang or session.speaks
    lang = spoken if spoken in languages() else language_of(spoken or request.headers.get("accept-language", ""))
    return Visit(request, door, session, door.now(), lang)


def not_found(request: Request) -> Response:
    """The page for an address that is none of ours."""
    return _refusal(_visit(request), Problem("not_found"))


def problem_page(visit: Visit, error: Exception) -> Response:
    """The refusal as a page of its own, where the page it was on cannot show it."""
    return _refusal(visit, error)


def _refusal(visit: Visit, error: Exception) -> Response:
    code = code_for(error)
    if code == "unauthenticated" and visit.request.method == "GET":
        return _to_sign_in(visit)
    response = visit.page("problem.html", STATUS[code], problem=body_of(error, visit.lang))
    response.headers.update(headers_of(error))
    return response


def _to_sign_in(visit: Visit) -> Response:
    url = visit.request.url
    place = f"{url.path}?{url.query}" if url.query else url.path
    then = f"?then={quote(place, safe='')}" if visit.request.method == "GET" and place != "/" else ""
    return visit.go(f"/sign-in{then}")


def _page(visit: Visit, template: str, status: int, known: dict[str, Any]) -> Response:
    session, pages = visit.session, pages_of(visit.request)
    flashes: list[Flash] = []
    if not visit.is_renewal:  # what is said once is for whoever opens a page, and not for one that looks again
        flashes, session.flashes = session.flashes, []
    body = html(
        template,
        visit.lang,
        session=session,
        flashes=flashes,
        people=pages.people,
        market=visit.market,
        markets=MARKETS,
        languages=languages(),
        now=visit.now,
        zone=str(calendar_of(visit.market).zone),
        own_zone=visit.own_zone,
        here=visit.request.url.path,
        **known,
    )
    return Response(body, status, GUARDED, "text/html; charset=utf-8")


def _counted(visit: Visit, response: Response) -> Response:
    route = getattr(visit.request.scope.get("route"), "path", "")
    visit.door.answers.labels(route, visit.request.method, response.status_code).inc()
    return response


async def _take_form(visit: Visit) -> None:
    """Read the form. Raises ``too_large`` for too much of it, ``bad_json`` for what is none."""
    said = visit.request.headers.get("content-length", "")
    if not said.isdecimal() or int(said[:12]) > LARGEST_FORM:
        raise Problem("too_large")
    try:
        form = await visit.request.form(max_files=MOST_FILES, max_fields=MOST_FIELDS, max_part_size=LARGEST_FIELD)
    except (MultiPartException, ValueError, KeyError) as error:
        raise Problem("too_large") from error
    except Exception as error:
        # Starlette makes of its parser's refusal an HTTPException, whose page would not be ours.
        if type(error).__name__ != "HTTPException":
            raise
        raise Problem("too_large") from error
    try:
        for name, value in form.multi_items():
            if isinstance(value, UploadFile):
                await _take_file(visit, name, value)
            else:
                visit.typed.setdefault(name, []).append(value.replace("\x00", ""))
    finally:
        await form.close()


async def _take_file(visit: Visit, name: str, file: UploadFile) -> None:
    if file.filename:
        if (file.size or 0) > LARGEST:
            raise Problem("too_large")
        visit.uploads.setdefault(name, []).append(Upload(file.filename, await file.read()))

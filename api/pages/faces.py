"""Let an application serve the pages beside its API."""

from __future__ import annotations

from collections.abc import Sequence

from fastapi import FastAPI

from api.pages import (
    answered,
    cases,
    evidence,
    files,
    home,
    live,
    objecting,
    scale,
    search,
    sign_in,
    sign_on,
    statement,
    static,
)
from api.pages.admin.pages import ROUTERS as ADMIN
from api.pages.buyer.pages import ROUTERS as BUYER
from api.pages.door import Pages
from api.pages.people import Person
from api.pages.seller.pages import ROUTERS as SELLER
from api.pages.session import Sessions
from cases.settings import Settings


def serve_pages(app: FastAPI, settings: Settings, people: Sequence[Person]) -> None:
    """Add every page; ``people`` are those of a demo, between whom anybody may switch."""
    provider = sign_on.Provider(settings.sign_on) if settings.sign_on else None
    app.state.pages = Pages(Sessions(settings.secret), tuple(people), provider)
    for page in (home, live, sign_in, sign_on, search, cases, answered, objecting, scale):
        app.include_router(page.router)
    for page in (files, statement, evidence, static):
        app.include_router(page.router)
    for router in (*SELLER, *BUYER, *ADMIN):
        app.include_router(router)

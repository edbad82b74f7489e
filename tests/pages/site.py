"""The pages in a real browser: a server of our own, and everything that a page must not do while somebody looks."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import urlsplit

import uvicorn
from axe_playwright_python.sync_playwright import Axe
from fastapi import FastAPI
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, Response
from starlette.applications import Starlette

from api.serving import server_of
from cases.casefile.asker import Asker
from tests.api.web import token
from tests.builders import Desk

Scheme = Literal["light", "dark"]
NARROW, USUAL = 390, 1440
LONGEST = 15_000  # milliseconds: a page of ours is there in a fraction of it, also on a busy machine


@contextmanager
def serving(app: Starlette) -> Iterator[str]:
    """The application on a port of this machine."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        config = uvicorn.Config(app, log_level="warning", lifespan="on")
        server = server_of(app, config) if isinstance(app, FastAPI) else uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        while not server.started:
            assert thread.is_alive()
            time.sleep(0.01)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        server.should_exit = True
        thread.join(10)


@dataclass
class Site:
    """A server, a browser, and what went wrong in any page of it."""

    browser: Browser
    address: str
    desk: Desk
    app: FastAPI
    wrong: list[str] = field(default_factory=list)
    contexts: list[BrowserContext] = field(default_factory=list)

    def waits(self, seconds: int) -> None:
        """From now on a seller's message waits so long before it is written."""
        self.app.state.pages.undo_seconds = seconds

    def visit(
        self,
        who: Asker | None,
        path: str = "/",
        *,
        width: int = USUAL,
        scheme: Scheme = "light",
        scripts: bool = True,
        locale: str = "en-GB",
    ) -> Page:
        """Somebody opens a page in a browser window of their own."""
        context = self.browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme=scheme,
            java_script_enabled=scripts,
            locale=locale,
            timezone_id="Europe/Berlin",
            reduced_motion="reduce",
        )
        context.set_default_timeout(LONGEST)
        self.contexts.append(context)
        page = context.new_page()
        page.on("request", self._asked_for)
        page.on("pageerror", lambda error: self.wrong.append(str(error)))
        page.on("console", self._told)
        page.on("response", self._answered)
        if who is not None:
            page.goto(f"{self.address}/sign-in?token={token(who)}")
        page.goto(f"{self.address}{path}")
        return page

    def _told(self, told: ConsoleMessage) -> None:
        # A refusal of ours is a page with the status of its problem, which the browser writes down as an error.
        if told.type in ("error", "warning") and not told.text.startswith("Failed to load resource"):
            self.wrong.append(told.text)

    def _answered(self, answer: Response) -> None:
        if not answer.ok and answer.request.resource_type != "document" and answer.status not in (303, 304):
            self.wrong.append(f"{answer.status} {answer.url}")

    def _asked_for(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if f"{parts.scheme}://{parts.netloc}" != self.address:
            self.wrong.append(f"a request left the machine: {request.url}")


def barriers(page: Page) -> list[str]:
    """What axe finds that keeps people out, each with the element."""
    found = Axe().run(page).response["violations"]
    return [f"{rule['id']}: {node['html']}" for rule in found for node in rule["nodes"]]


def overflow(page: Page) -> int:
    """How far the page is wider than its window."""
    wider: int = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return wider

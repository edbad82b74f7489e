"""The pages over each database, in a sandbox whose clock stands on Thursday 2 April 2026, 15:00 in Berlin."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright
from starlette.testclient import TestClient

from api import live
from api.app import create_app
from cases.clock import set_sandbox_clock
from cases.db import Database, open_database
from cases.messages.files import Files
from cases.settings import Settings
from tests.api.web import SECRET
from tests.builders import THURSDAY, Desk
from tests.pages import browsers
from tests.pages.reader import Pages
from tests.pages.site import Site, serving


@pytest.fixture
def pages(database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Pages]:
    """The pages, and one order of Jan's at Werkstatt Nord."""
    monkeypatch.setattr(live, "LONGEST", 0.01)  # or a stream that is asked for would be waited for
    set_sandbox_clock(database, THURSDAY)
    settings = Settings(database.url, SECRET, "", Files(str(tmp_path / "files")), None, sandbox=True)
    app = create_app(settings, database)
    app.state.pages.undo_seconds = 0  # what a message does is to be seen at once; that it waits has tests of its own
    with TestClient(app) as client:
        desk = Desk(database, tmp_path)
        desk.takes()
        yield Pages(client, desk)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A browser without windows. For one module, because the loop that drives it runs as long as the browser does."""
    path = browsers.find()
    if not path:
        pytest.skip("no Chromium is here, and `make test` could get none")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path)
        yield browser
        browser.close()


@pytest.fixture
def site(browser: Browser, sqlite_url: str, tmp_path: Path) -> Iterator[Site]:
    """The pages for a browser, with one order of Jan's; whatever went wrong in a page fails the test in the end."""
    with closing(open_database(sqlite_url)) as database:
        set_sandbox_clock(database, THURSDAY)
        settings = Settings(sqlite_url, SECRET, "", Files(str(tmp_path / "files")), None, sandbox=True)
        app = create_app(settings, database)
        app.state.pages.undo_seconds = 0
        with serving(app) as address:
            desk = Desk(database, tmp_path)
            desk.takes()
            site = Site(browser, address, desk, app)
            yield site
            for context in site.contexts:
                context.close()
    assert site.wrong == []

"""The pages over each database, in a sandbox whose clock stands on Thursday 2 April 2026, 15:00 in Berlin."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from cases.clock import set_sandbox_clock
from cases.db import Database
from cases.messages.files import Files
from cases.settings import Settings
from tests.api.web import SECRET
from tests.builders import THURSDAY, Desk
from tests.pages.reader import Pages


@pytest.fixture
def pages(database: Database, tmp_path: Path) -> Iterator[Pages]:
    """The pages, and one order of Jan's at Werkstatt Nord."""
    set_sandbox_clock(database, THURSDAY)
    settings = Settings(database.url, SECRET, "", Files(str(tmp_path / "files")), None, sandbox=True)
    with TestClient(create_app(settings, database)) as client:
        desk = Desk(database, tmp_path)
        desk.takes()
        yield Pages(client, desk)

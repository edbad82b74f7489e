"""Pictures of the main pages for the README: ``make screens`` writes them to ``docs/screens``.

The demo market place on a clock that stands still, in a browser of its own; the same ids and numbers each time, so a
picture changes where its page did. One process, no scheduler, no other machine.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from io import BytesIO
from itertools import count
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Literal

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from PIL import Image  # after the path is set, as in every script here
from playwright.sync_api import Browser, Page, sync_playwright

from api.app import create_app
from cases import ids
from cases.clock import set_sandbox_clock
from cases.db import Database, open_database, run, upgrade
from cases.db.unsynced import unsynced
from cases.ledger import leaf
from cases.messages.files import Files
from cases.outbox.sequence import put_in_sequence
from cases.settings import Settings
from cli.demo.market_place import SEED, build
from cli.demo.orders import buyer_id_of
from cli.demo.scenes import STAR_BUYER, STAR_SELLER
from cli.demo.welcome import cast, sign_in_link
from tests.pages import browsers
from tests.pages.site import serving

FOLDER = ROOT / "docs" / "screens"
NOW = datetime.fromisoformat("2026-04-02T15:00:00+02:00")
SECRET = "a secret of the pictures that is long enough"  # signs nothing but this run's own links
FIRST_MILLISECOND = 1_774_000_000_000
WIDE, NARROW, HIGH = 1280, 390, 800
COLOURS = 192


@dataclass(frozen=True, slots=True)
class Screen:
    """A picture: its name, who looks, where, how wide and high, and in which light."""

    name: str
    role: str
    path: str
    width: int = WIDE
    high: int = HIGH
    scheme: Literal["light", "dark"] = "light"


SCREENS = (
    Screen("seller-queue", "seller", "/"),
    Screen("seller-today", "seller", "/today"),
    Screen("seller-standing", "seller", "/standing", high=1000),
    Screen("seller-case", "seller", "/cases/{question}?do=answer", high=1000),
    Screen("buyer-help", "buyer", "/orders/{order}/help?problem=not_as_expected&units/1=1"),
    Screen("buyer-case", "buyer", "/cases/{return}", NARROW, 844),
    Screen("buyer-withdrawal", "buyer", "/orders/{order}/withdraw"),
    Screen("admin-case", "admin", "/cases/{claim}", high=1000),
    Screen("admin-workflow", "admin", "/admin/workflows/return", high=1000, scheme="dark"),
)


def main() -> None:
    """Take every picture, and say how large it became."""
    path = browsers.find() or browsers.get()
    if not path:
        sys.exit("there is no browser and none can be got")
    FOLDER.mkdir(parents=True, exist_ok=True)
    with _market_place() as (database, address), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, env={**os.environ, "LANGUAGE": "en_GB"})
        known = _known(database)
        for screen in SCREENS:
            picture = _taken(browser, address, screen, known)
            (FOLDER / f"{screen.name}.png").write_bytes(picture)
            print(f"{screen.name:20} {len(picture) / 1000:6.0f} kB")
        browser.close()


@contextmanager
def _market_place() -> Iterator[tuple[Database, str]]:
    cache = ROOT / ".cache"
    cache.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=cache) as folder:
        url = f"sqlite:///{folder}/screens.sqlite"
        files = Files(f"{folder}/files")
        upgrade(url)
        with _the_same_each_time(), unsynced(url) as database:
            build(database, files, NOW)
            put_in_sequence(database)  # else all that was made is news to whoever opens a page
        database = open_database(url)
        set_sandbox_clock(database, NOW)
        with serving(create_app(Settings(url, SECRET, "", files, None, sandbox=True), database)) as address:
            yield database, address
        database.close()


@contextmanager
def _the_same_each_time() -> Iterator[None]:
    """Ids, numbers and salts of a seed in the place of chance."""
    dice, ticks = Random(SEED), count(FIRST_MILLISECOND)  # scenery, no secret
    chance = SimpleNamespace(urandom=dice.randbytes, choice=dice.choice, time_ns=lambda: next(ticks) * 1_000_000)
    places = ((ids, "os"), (ids, "secrets"), (ids, "time"), (leaf, "os"))
    real = [getattr(room, name) for room, name in places]
    for room, name in places:
        setattr(room, name, chance)
    try:
        yield
    finally:
        for (room, name), module in zip(places, real, strict=True):
            setattr(room, name, module)


def _known(database: Database) -> dict[str, str]:
    """The cases and the order that are shown: the same ones as long as the demo tells the same."""
    theirs = f"buyer_id = (SELECT id FROM person WHERE external_id = '{buyer_id_of(STAR_BUYER)}')"
    touched = "SELECT order_id FROM cases WHERE order_id IS NOT NULL"
    asked = {
        "question": f"SELECT id FROM cases WHERE {theirs} AND state = 'awaiting_seller' ORDER BY version DESC",
        "return": f"SELECT id FROM cases WHERE {theirs} AND kind = 'return' AND state = 'in_transit'",
        "claim": f"SELECT id FROM cases WHERE kind = 'claim' AND seller_id = '{STAR_SELLER}' ORDER BY version DESC",
        "order": f"SELECT id FROM orders WHERE {theirs} AND id NOT IN ({touched}) ORDER BY placed_at DESC",
    }
    with database.read() as connection:
        return {name: str(run(connection, f"{sql} LIMIT 1")[0][0]) for name, sql in asked.items()}


def _taken(browser: Browser, address: str, screen: Screen, known: Mapping[str, str]) -> bytes:
    """One picture of one page, by somebody who has just signed in."""
    who = next(asker for asker, _ in cast() if asker.role == screen.role)
    context = browser.new_context(
        viewport={"width": screen.width, "height": screen.high},
        color_scheme=screen.scheme,
        locale="en-GB",
        timezone_id="Europe/Berlin",
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.goto(sign_in_link(SECRET, address, replace(who, lang="en")))
    page.goto(address + screen.path.format_map(known))
    _say_why(page)
    page.evaluate("document.activeElement.blur()")
    picture = page.screenshot(animations="disabled", caret="hide")
    context.close()
    return _small(picture)


def _say_why(page: Page) -> None:
    """An admin says why they look, as everybody has to."""
    reason = page.locator("input#reason")
    if reason.count():
        there = page.url
        reason.fill("The seller appealed.")
        page.locator("main button.main").click()
        page.goto(there)


def _small(picture: bytes) -> bytes:
    """The same picture in few colours, which a page of text has anyway."""
    out = BytesIO()
    image = Image.open(BytesIO(picture)).convert("RGB")
    # The method that keeps a colour which only a few letters have: the five conditions of a clock are told by theirs.
    image.quantize(COLOURS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()


if __name__ == "__main__":
    main()

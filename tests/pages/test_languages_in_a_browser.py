"""The pages in every language on a narrow window: no button is too small for its text, nothing is wider than it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from playwright.sync_api import Page

from cases.casefile.asker import Asker
from markets.translate import languages
from tests.builders import a_question, a_return
from tests.cast import JAN, NORD, ROOT
from tests.pages.site import NARROW, Site, overflow

PAGES = {
    JAN: (
        "/",
        "/orders/DE-1042",
        "/orders/DE-1042/withdraw",
        "/orders/DE-1042/help",
        "/orders/DE-1042/help?problem=damaged&units/1=1",
        "/ask",
        "/cases/{case}?do=cancel",
        "/search?q=return",
    ),
    NORD: ("/", "/?folder=waiting", "/today", "/scan", "/profile", "/cases/{case}?do=approve", "/cases/{question}"),
    ROOT: ("/", "/admin/reviews", "/admin/workflows/return", "/admin/markets/DE", "/admin/verify", "/cases/{case}"),
}


def cramped(page: Page) -> list[str]:
    """The buttons whose text is wider than they are."""
    found: list[str] = page.evaluate("""
        [...document.querySelectorAll("button, .button, summary, .places a")]
            .filter((one) => one.checkVisibility() && one.scrollWidth > one.clientWidth && one.clientWidth > 0)
            .map((one) => one.textContent.trim())
    """)
    return found


@pytest.mark.parametrize("who", PAGES, ids=["buyer", "seller", "admin"])
@pytest.mark.parametrize("language", languages())
def test_it_has_room_for_every_language(site: Site, language: str, who: Asker) -> None:
    named = {"case": site.desk.opens(a_return()).id, "question": site.desk.opens(a_question()).id}
    page = site.visit(replace(who, lang=language), width=NARROW)
    assert page.locator("html").get_attribute("lang") == language
    for path in PAGES[who]:
        page.goto(f"{site.address}{path.format(**named)}")
        assert (cramped(page), overflow(page)) == ([], 0), path


def test_it_would_notice_a_text_that_is_too_long(site: Site) -> None:
    page = site.visit(JAN, width=NARROW)
    page.evaluate("""
        const button = document.createElement("button");
        button.textContent = "Potwierdź odstąpienie od umowy";
        button.style.cssText = "white-space: nowrap; width: 120px; overflow: hidden";
        document.querySelector("main").append(button);
    """)
    assert cramped(page) == ["Potwierdź odstąpienie od umowy"]

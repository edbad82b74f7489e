"""The first pages in a real browser: nobody is kept out, nothing is wider than the window, keys and scripts work."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from cases.casefile.asker import Asker
from tests.builders import a_question, a_return
from tests.cast import JAN, NORD, ROOT
from tests.pages.site import NARROW, USUAL, Scheme, Site, barriers, overflow


@pytest.mark.parametrize("width", [NARROW, USUAL])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("who", [JAN, NORD, ROOT], ids=["buyer", "seller", "admin"])
def test_it_keeps_nobody_out(site: Site, who: Asker, scheme: Scheme, width: int) -> None:
    case = site.desk.opens(a_return())
    action = {"buyer": "cancel", "seller": "approve", "admin": "take_over"}[who.role]
    page = site.visit(who, width=width, scheme=scheme)
    for path in ("/", f"/cases/{case.id}?do={action}", "/search?q=send"):
        page.goto(f"{site.address}{path}")
        assert barriers(page) == [], path
        assert overflow(page) <= 0, path


@pytest.mark.parametrize("width", [768, 2560])
def test_it_fits_other_windows_too(site: Site, width: int) -> None:
    case = site.desk.opens(a_return())
    for who, paths in ((NORD, ("/", "/today", "/profile")), (JAN, ("/", "/orders/DE-1042", "/orders/DE-1042/help"))):
        page = site.visit(who, f"/cases/{case.id}", width=width)
        assert overflow(page) <= 0
        for path in paths:
            page.goto(f"{site.address}{path}")
            assert overflow(page) <= 0, path


def test_it_would_notice_whatever_keeps_people_out(site: Site) -> None:
    page = site.visit(JAN)
    page.evaluate(
        "document.querySelector('main').append(document.createElement('img'), document.createElement('input'))"
    )
    assert {found.partition(":")[0] for found in barriers(page)} >= {"label"}
    page.evaluate("document.querySelector('main').style.minWidth = '5000px'")
    assert overflow(page) > 0


def test_it_is_answered_by_keyboard_alone(site: Site) -> None:
    case = site.desk.opens(a_question())
    page = site.visit(NORD)
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/cases/{case.id}")
    page.keyboard.press("r")
    page.keyboard.type("Yes, it fits.")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Your message was sent.")).to_be_visible()
    assert case.entries()[-1].body == "Yes, it fits."


def test_it_works_without_scripts(site: Site) -> None:
    case = site.desk.opens(a_return())
    page = site.visit(NORD, f"/cases/{case.id}", scripts=False)
    page.get_by_role("link", name="Decline the return").click()
    page.get_by_label("Message", exact=True).fill("It is too late for that.")
    page.get_by_role("button", name="What would happen?").click()
    expect(page.get_by_label("Message", exact=True)).to_have_value("It is too late for that.")
    assert case.state == "requested"

"""A case on paper: the thread, the order and the deadlines, and nothing to press."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.builders import a_question, a_return
from tests.cast import JAN, NORD
from tests.pages.site import Site

LIGHTNESS = "Number(getComputedStyle(document.body).color.match(/[\\d.]+/)[0])"


def test_it_prints_a_case_as_one_document(site: Site) -> None:
    case = site.desk.opens(a_question())
    case.says(NORD, "Yes, it fits.")
    page = site.visit(NORD, f"/cases/{case.id}", scheme="dark")
    on_screen = page.evaluate(LIGHTNESS)
    page.emulate_media(media="print")
    for gone in (".top", ".bottom", ".composer", ".inside", ".keys", ".correct"):
        assert [one.is_visible() for one in page.locator(gone).all()].count(True) == 0, gone
    for told in ("Does the sieve fit?", "Yes, it fits.", "Order DE-1042", "Coffee machine"):
        expect(page.get_by_text(told).first).to_be_visible()
    expect(page.locator(".deadline .ended").first).to_be_visible()
    assert page.evaluate(LIGHTNESS) < on_screen


def test_it_prints_a_buyers_case_without_its_buttons(site: Site) -> None:
    case = site.desk.opens(a_return())
    page = site.visit(JAN, f"/cases/{case.id}")
    page.emulate_media(media="print")
    assert [one.inner_text() for one in page.locator("button, .button, form").all() if one.is_visible()] == []
    expect(page.get_by_text("I would like to send it back.").first).to_be_visible()

"""The platform's pages in a real browser: nobody is kept out, and nothing is wider than the window."""

from __future__ import annotations

import pytest

from tests.builders import a_return
from tests.cast import NORD, ROOT, SYSTEMS
from tests.pages.site import NARROW, USUAL, Scheme, Site, barriers, overflow


@pytest.mark.parametrize(("width", "scheme"), [(NARROW, "dark"), (USUAL, "light")])
def test_it_keeps_no_admin_out(site: Site, width: int, scheme: Scheme) -> None:
    case = site.desk.opens(a_return())
    for who, event in ((NORD, "refund_without_return"), (NORD, "refund"), (SYSTEMS, "confirm_payment")):
        case.does(who, event)
    case.does(SYSTEMS, "fail_payment")
    page = site.visit(ROOT, f"/cases/{case.id}", width=width, scheme=scheme)
    assert (barriers(page), overflow(page)) == ([], 0)
    page.get_by_label("Why do you open").fill("A complaint about the seller.")
    page.get_by_role("button", name="Open the case").click()
    page.get_by_label("Who looked").check()
    page.get_by_role("button", name="Show", exact=True).click()
    assert page.get_by_text("root looked: A complaint about the seller.").count() == 2
    page.goto(f"{site.address}/admin/markets/DE")
    page.get_by_label("Day", exact=True).fill("2026-04-08")
    page.get_by_label("a day off, named").last.fill("Day of the Desk")
    page.get_by_label("Why").fill("It was decreed.")
    page.get_by_role("button", name="Set this day").click()
    assert page.get_by_text("The day is set.").is_visible()
    paths = (
        "/search?q=send&kind=return",
        "/?buyer=jan",
        "/admin/reviews",
        "/admin/workflows/return",
        "/admin/markets/DE",
        "/admin/verify",
    )
    for path in (f"/cases/{case.id}?at=2&show=clock&show=looks&show=transitions", *paths):
        page.goto(f"{site.address}{path}")
        assert barriers(page) == [], path
        assert overflow(page) <= 0, path

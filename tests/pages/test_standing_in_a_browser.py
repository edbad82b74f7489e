"""The pages of standing in a real browser: nobody is kept out, nothing is too wide, and a breach can be contested."""

from __future__ import annotations

import pytest

from cases.clock import set_sandbox_clock
from tests.builders import Told, a_measure, a_question, at
from tests.cast import JAN, NORD, ROOT
from tests.pages.site import NARROW, USUAL, Scheme, Site, barriers, overflow

WIDEST = 2560
RECORD = "/admin/sellers/nord"


def restricted(site: Site) -> Told:
    """Nord missed two answers, gave one, and is restricted for it."""
    desk = site.desk
    for number in ("2", "3"):
        desk.opens(a_question(desk.takes(number=number)))
    desk.opens(a_question(desk.takes(number="4"))).says(NORD, "It fits the pot of 18 cm.")
    desk.opens(a_question(desk.takes(number="5"))).says(JAN, "And is it blue?")
    desk.waits_until(at("2026-04-08 16:00"))
    set_sandbox_clock(desk.database, desk.now)
    ((breach,), *_) = desk.rows("SELECT id FROM breach WHERE counts = 1 ORDER BY id")
    case = desk.opens(a_measure("restriction", [str(breach)]), ROOT)
    case.does(NORD, "respond")
    case.does(ROOT, "impose")
    return case


@pytest.mark.parametrize(("width", "scheme"), [(NARROW, "dark"), (USUAL, "light"), (WIDEST, "dark")])
def test_it_keeps_nobody_out(site: Site, width: int, scheme: Scheme) -> None:
    case = restricted(site)
    page = site.visit(NORD, "/standing", width=width, scheme=scheme)
    for path in ("/standing", "/standing?window=90", "/standing/scale", f"/cases/{case.id}?do=appeal"):
        page.goto(f"{site.address}{path}")
        assert (barriers(page), overflow(page)) == ([], 0), path
    page = site.visit(ROOT, "/admin/sellers", width=width, scheme=scheme)
    for path in (
        "/admin/sellers",
        "/admin/statistics",
        "/admin/policies?old=defaults&new=defaults",
        RECORD,
        f"{RECORD}/measure?market=DE",
        "/admin/outages",
        "/?folder=measures",
    ):
        page.goto(f"{site.address}{path}")
        assert (barriers(page), overflow(page)) == ([], 0), path


@pytest.mark.parametrize("scripts", [True, False])
def test_it_lets_a_seller_contest_a_breach(site: Site, scripts: bool) -> None:
    restricted(site)
    page = site.visit(NORD, "/standing", scripts=scripts)
    before = page.get_by_text("Contest this").count()
    page.get_by_text("Contest this").first.click()
    page.get_by_label("Why is it wrong?").first.fill("The platform was not to be reached.")
    page.get_by_role("button", name="Send the objection").first.click()
    assert page.get_by_text("The seller objected, and a person has yet to decide.").count() == 1
    assert page.get_by_text("Contest this").count() == before - 1


def test_it_leads_from_the_standing_to_the_measure_and_back(site: Site) -> None:
    case = restricted(site)
    page = site.visit(NORD, "/standing")
    page.get_by_role("link", name="To the measure").click()
    assert page.url == f"{site.address}/cases/{case.id}"
    page.get_by_role("link", name="answer missed").click()
    assert page.url.startswith(f"{site.address}/standing?window=90#b")
    assert page.locator(":target").get_by_text("answer missed").count() == 1

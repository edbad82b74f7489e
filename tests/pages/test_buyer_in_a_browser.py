"""The buyer's pages in a real browser: nobody is kept out, and everything works with scripts switched off."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.builders import a_png, a_return
from tests.cast import JAN
from tests.pages.site import NARROW, USUAL, Scheme, Site, barriers, overflow

HELP = "/orders/DE-1042/help"
PAGES = (
    "/orders/DE-1042",
    "/orders/DE-1042/withdraw",
    HELP,
    f"{HELP}?problem=damaged&units/1=1",
    f"{HELP}?problem=damaged&units/1=1&way=complaint:damaged_in_transit",
    "/ask",
)


@pytest.mark.parametrize(("width", "scheme"), [(NARROW, "dark"), (USUAL, "light")])
def test_it_keeps_nobody_out(site: Site, width: int, scheme: Scheme) -> None:
    case = site.desk.opens(a_return())
    case.does(JAN, "cancel")
    page = site.visit(JAN, width=width, scheme=scheme)
    for path in (*PAGES, f"/cases/{case.id}"):
        page.goto(f"{site.address}{path}")
        assert barriers(page) == [], path
        assert overflow(page) <= 0, path


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_it_withdraws_in_two_steps(site: Site, scripts: bool) -> None:
    page = site.visit(JAN, "/orders/DE-1042", scripts=scripts)
    page.get_by_role("link", name="Withdraw from contract here").click()
    page.get_by_label("E-mail address").fill("jan@example.com")
    page.get_by_role("button", name="Confirm withdrawal").click()
    expect(page.get_by_role("heading", name="Your withdrawal has been received")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download the acknowledgement").click()
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF-")


def test_it_opens_a_complaint_with_a_photo_without_scripts(site: Site) -> None:
    page = site.visit(JAN, HELP, width=NARROW, scripts=False)
    page.get_by_label("It came damaged").check()
    page.get_by_role("button", name="Next").click()
    page.get_by_role("link", name="Make a complaint").click()
    page.get_by_label("Found on").fill("2026-04-01")
    page.get_by_label("Repair").check()
    page.get_by_label("Photos", exact=False).first.set_input_files(
        {"name": "housing.png", "mimeType": "image/png", "buffer": a_png()}
    )
    page.get_by_label("In your own words").fill("The housing is broken.")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("The seller has been told.")).to_be_visible()
    expect(page.get_by_alt_text("housing.png")).to_be_visible()

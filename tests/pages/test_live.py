"""Pages that stay true while they are open, in two browsers side by side."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from api import live
from cases.clock import real_now
from cases.verbs.be_present import be_gone, be_present
from tests.builders import Told, a_question
from tests.cast import BEN, JAN, NORD, ROOT
from tests.pages.site import NARROW, Site, barriers, overflow

HALF = "Dear Mr Vos, the sieve"


def opened(site: Site) -> Told:
    return site.desk.opens(a_question())


def message(page: Page) -> str:
    return page.get_by_label("Message", exact=True).input_value()


def said(page: Page, text: str) -> None:
    """The thread has a message, whoever wrote it."""
    expect(page.locator(".thread").get_by_text(text, exact=True)).to_be_visible()


def present(page: Page, text: str) -> None:
    expect(page.locator("[data-live-present]")).to_have_text(text)


def test_it_shows_what_the_other_side_writes_and_leaves_a_half_typed_reply_alone(site: Site) -> None:
    case = opened(site)
    seller, buyer = site.visit(NORD, f"/cases/{case.id}"), site.visit(JAN, f"/cases/{case.id}")
    seller.get_by_label("Message", exact=True).press_sequentially(HALF)
    buyer.get_by_label("Message", exact=True).fill("And is it made of steel?")
    buyer.get_by_role("button", name="Send", exact=True).click()
    said(seller, "And is it made of steel?")
    expect(seller.get_by_role("link", name="1 new message")).to_be_visible()
    assert message(seller) == HALF
    expect(seller.get_by_label("Message", exact=True)).to_be_focused()
    case.says(NORD, "It fits, and yes, it is made of steel.")
    said(buyer, "It fits, and yes, it is made of steel.")
    expect(buyer.locator(".head")).not_to_contain_text("must answer by")


def test_it_refuses_a_reply_until_the_new_message_was_looked_at(site: Site) -> None:
    case = opened(site)
    seller = site.visit(NORD, f"/cases/{case.id}")
    seller.get_by_label("Message", exact=True).fill("It fits.")
    case.says(JAN, "And the lid?")
    seller.get_by_role("link", name="1 new message").click()
    assert seller.url.endswith(f"#m{case.version}")
    expect(seller.get_by_role("link", name="1 new message")).to_have_count(0)
    seller.get_by_role("button", name="Send", exact=True).click()
    expect(seller.get_by_text("Your message was sent.")).to_be_visible()
    assert "It fits." in [entry.body for entry in case.entries()]


def test_it_counts_anew_what_came_after_it_was_looked_at(site: Site) -> None:
    case = opened(site)
    seller = site.visit(NORD, f"/cases/{case.id}")
    case.says(JAN, "And the lid?")
    case.says(JAN, "And the handle?")
    seller.get_by_role("link", name="2 new messages").click()
    case.says(JAN, "And the cup?")
    said(seller, "And the cup?")
    expect(seller.get_by_role("link", name="1 new message")).to_be_visible()


def test_it_keeps_what_is_typed_opened_and_chosen_beside_the_composer(site: Site) -> None:
    case = opened(site)
    seller = site.visit(NORD, f"/cases/{case.id}")
    seller.get_by_label("New note, which the buyer does not see").fill("She called twice.")
    seller.get_by_label("Assigned to").fill("ben")
    seller.locator(".around details").first.locator("summary").click()
    case.says(JAN, "And the lid?")
    said(seller, "And the lid?")
    expect(seller.get_by_label("New note, which the buyer does not see")).to_have_value("She called twice.")
    expect(seller.get_by_label("Assigned to")).to_have_value("ben")
    assert seller.locator(".around details").first.evaluate("one => one.open")


def test_it_goes_on_where_the_connection_broke_off(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "LONGEST", 0.2)  # and a browser comes back after a second
    case = opened(site)
    seller = site.visit(NORD, f"/cases/{case.id}")
    for number in range(6):
        case.says(JAN, f"Part {number}, please.")
        seller.wait_for_timeout(300)
    said(seller, "Part 5, please.")
    expect(seller.locator(".thread .entry.buyer")).to_have_count(7)
    expect(seller.get_by_role("link", name="6 new messages")).to_be_visible()


def test_it_says_who_looks_and_who_replies(site: Site) -> None:
    case = opened(site)
    anna = site.visit(NORD, f"/cases/{case.id}")
    present(anna, "")
    ben = site.visit(BEN, f"/cases/{case.id}")
    present(anna, "ben has this case open too.")
    present(ben, "anna has this case open too.")
    anna.get_by_label("Message", exact=True).press_sequentially("Dear")
    present(ben, "anna is replying.")
    anna.goto(f"{site.address}/")
    present(ben, "")


def test_it_says_it_to_the_own_team_alone(site: Site) -> None:
    case = opened(site)
    be_present(site.desk.database, NORD, case.id, real_now(), writes=True)
    buyer = site.visit(JAN, f"/cases/{case.id}")
    admin = site.visit(ROOT, f"/cases/{case.id}")
    admin.locator("main form [name=reason]").fill("A complaint.")
    admin.locator("main form button").first.click()
    ben = site.visit(BEN, f"/cases/{case.id}", scripts=False)
    present(ben, "anna is replying.")
    for page in (buyer, admin):
        present(page, "")
    be_gone(site.desk.database, NORD, case.id)
    ben.reload()
    present(ben, "")


def test_it_keeps_counts_and_rows_of_the_queue_and_lets_new_ones_wait(site: Site) -> None:
    one = opened(site)
    page = site.visit(NORD)
    hears(page)
    expect(page.locator(".folders [aria-current]")).to_contain_text("1")
    page.get_by_role("link", name=one.file.case.number).focus()
    site.desk.takes(number="1043")
    two = site.desk.opens(a_question("DE-1043"))
    expect(page.locator(".folders [aria-current]")).to_contain_text("2")
    expect(page.locator("tr[data-row]")).to_have_count(1)
    expect(page.get_by_role("link", name=one.file.case.number)).to_be_focused()
    one.says(JAN, "And the lid?")
    expect(page.locator("tr[data-row]").first).to_contain_text("And the lid?")
    page.get_by_role("link", name="2 cases have news: show").click()
    expect(page.get_by_role("link", name=two.file.case.number)).to_be_visible()
    one.says(NORD, "It fits, and the lid too.")
    expect(page.locator(f"#c-{one.id}.gone")).to_be_visible()
    expect(page.locator(".folders [aria-current]")).to_contain_text("1")


def hears(page: Page) -> None:
    """Wait until the page listens: of what happens before that its queue shows the rows, and says nothing."""
    expect(page.locator("[data-live-hears]")).to_have_count(1)


def test_it_fills_an_empty_queue(site: Site) -> None:
    page = site.visit(NORD)
    expect(page.locator("p.empty")).to_be_visible()
    case = opened(site)
    expect(page.get_by_role("link", name=case.file.case.number)).to_be_visible()


def test_it_lets_an_admin_see_the_line_grow(site: Site) -> None:
    case = opened(site)
    admin = site.visit(ROOT, f"/cases/{case.id}")
    admin.locator("main form [name=reason]").fill("A complaint.")
    admin.locator("main form button").first.click()
    before = admin.locator(".timeline > li").count()
    case.says(NORD, "It fits.")
    expect(admin.locator(".timeline")).to_contain_text("It fits.")
    assert admin.locator(".timeline > li").count() > before


@pytest.mark.parametrize("width", [NARROW, 1440])
def test_it_keeps_nobody_out_with_news(site: Site, width: int) -> None:
    case = opened(site)
    be_present(site.desk.database, BEN, case.id, real_now(), writes=True)
    page = site.visit(NORD, f"/cases/{case.id}", width=width)
    heading = page.get_by_role("heading", level=1)
    before = heading.bounding_box()
    case.says(JAN, "And the lid?")
    expect(page.get_by_role("link", name="1 new message")).to_be_visible()
    assert heading.bounding_box() == before, "nothing jumps"
    present(page, "ben is replying.")
    assert barriers(page) == []
    assert overflow(page) <= 0
    page.goto(f"{site.address}/")
    hears(page)
    case.says(JAN, "And the handle?")
    expect(page.get_by_role("link", name="1 case has news: show")).to_be_visible()
    assert barriers(page) == []
    assert overflow(page) <= 0

"""The queue in a real browser: select and write to many, scan a parcel in, keep a view, give a case away."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.builders import a_question, a_return
from tests.cast import BEN, JAN, NORD
from tests.pages.site import Site, barriers


def test_it_writes_to_the_selected_and_scans_a_parcel_in(site: Site) -> None:
    desk = site.desk
    for number in ("1043", "1044"):
        desk.takes(number=number)
    asked = [desk.opens(a_question(f"DE-{number}")) for number in ("1043", "1044")]
    returned = desk.opens(a_return())
    returned.does(NORD, "approve", rma_number="RMA-77")
    page = site.visit(NORD)
    for _ in asked:
        page.keyboard.press("j")
        page.keyboard.press("x")
    page.get_by_role("button", name="Write to the selected").click()
    page.wait_for_url("**/many?**")  # until its scripts hear the keys
    page.keyboard.press("r")
    page.keyboard.type("Dear {buyer}, order {order} is on its way: the sieve fits.")
    page.locator("button[name=preview]").click()
    assert barriers(page) == []
    page.locator("button[name=send]").click()
    expect(page.get_by_text("sent", exact=True)).to_have_count(2)
    assert asked[1].entries()[-1].body == "Dear Jan Vos, order DE-1044 is on its way: the sieve fits."
    page.goto(f"{site.address}/")
    page.keyboard.press("s")
    page.keyboard.type("RMA-77")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/cases/{returned.id}**")
    expect(page.locator("#compose-title")).to_have_text("Report the parcel as arrived")


def test_it_keeps_views_and_forgets_none_by_enter(site: Site) -> None:
    site.desk.opens(a_question())
    page = site.visit(NORD, "/?folder=owed&kind=question")
    for name in ("Questions", "Mine too"):
        page.get_by_label("Name of this view").fill(name)
        page.keyboard.press("Enter")
        expect(page.get_by_role("link", name=name)).to_be_visible()
    assert barriers(page) == []
    page.get_by_role("button", name="Forget the view Mine too").click()
    expect(page.get_by_role("link", name="Mine too")).to_have_count(0)
    expect(page.get_by_role("link", name="Questions")).to_be_visible()


def test_it_shows_a_colleague_the_case_and_the_note(site: Site) -> None:
    case = site.desk.opens(a_question())
    page = site.visit(NORD, f"/cases/{case.id}")
    page.get_by_label("Assigned to").fill("ben")
    page.get_by_role("button", name="Assign", exact=True).click()
    page.get_by_label("New note, which the buyer does not see").fill("Ask the maker.")
    page.get_by_role("button", name="Keep the note").click()
    expect(page.get_by_text("Ask the maker.")).to_be_visible()
    colleague = site.visit(BEN, "/?assignee=me")
    expect(colleague.get_by_role("link", name=case.file.case.number)).to_be_visible()
    assert "Ask the maker" not in site.visit(JAN, f"/cases/{case.id}").content()


def test_it_sends_nothing_by_enter_in_a_field(site: Site) -> None:
    case = site.desk.opens(a_return())
    page = site.visit(NORD, f"/cases/{case.id}?do=approve")
    page.locator("input[name='f/pays'][value=seller]").check()
    page.get_by_label("Message", exact=True).fill("Please send it to us.")
    page.get_by_label("Return number").fill("RMA 77")
    page.keyboard.press("Enter")
    expect(page.get_by_text("After sending:")).to_be_visible()
    assert barriers(page) == []
    assert case.state == "requested"

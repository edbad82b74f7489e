"""Two whole stories as people live them in a browser, spread over languages, widths, colours and scripts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import httpx2
import pytest
from playwright.sync_api import Locator, Page, expect

from cases.casefile.asker import Asker
from markets.translate import translate
from tests.api.web import token
from tests.builders import Told, a_png
from tests.cast import JAN, NORD, ROOT, SYSTEMS
from tests.pages.site import NARROW, USUAL, Scheme, Site, barriers, overflow

MOST_TABS = 120


@dataclass(frozen=True)
class Look:
    """In which language, on how wide a window, in which colours, and whether the buyer's scripts run."""

    lang: str
    width: int
    scheme: Scheme
    scripts: bool = True

    @property
    def t(self) -> Callable[..., str]:
        """A text by its key."""
        return partial(_text, self.lang)

    def opens(self, site: Site, who: Asker, path: str = "/", *, scripts: bool = True) -> Page:
        """Somebody opens a page of theirs."""
        reader = replace(who, lang=self.lang)
        page = site.visit(reader, path, width=self.width, scheme=self.scheme, scripts=scripts, locale=self.lang)
        assert page.locator("html").get_attribute("lang") == self.lang
        return page


def _text(language: str, key: str, **values: object) -> str:
    return translate(key, language, **values)


def faults(page: Page, *, scripts: bool = True) -> list[str]:
    """What keeps people out, as far as a script may look, and how much is wider than the window."""
    wider = overflow(page)
    return [*(barriers(page) if scripts else []), *([f"{wider} px too wide"] if wider > 0 else [])]


def tabs_to(page: Page, target: Locator) -> None:
    """Press Tab until the element has the focus."""
    for _ in range(MOST_TABS):
        if target.evaluate("(one) => one === document.activeElement"):
            return
        page.keyboard.press("Tab")
    pytest.fail("it is not to be reached by keyboard")


def tells(site: Site, case: Told, event: str, **fields: Any) -> None:
    """The market place's systems say over HTTP what happened."""
    answer = httpx2.post(
        f"{site.address}/v1/cases/{case.id}/messages",
        json={"event": event, "fields": {**case.example(SYSTEMS, event), **fields}},
        headers={"Authorization": f"Bearer {token(SYSTEMS)}", "Idempotency-Key": event},
    )
    assert answer.status_code == 201, answer.text


def the_case(site: Site) -> Told:
    """The only case there is."""
    ((name,),) = site.desk.rows("SELECT id FROM cases")
    return Told(site.desk, str(name))


def asks_for_a_return(site: Site, look: Look) -> Page:
    """Jan asks for a return, with a photo, in three steps."""
    t, page = look.t, look.opens(site, JAN, "/orders/DE-1042", scripts=look.scripts)
    assert faults(page, scripts=look.scripts) == []
    page.get_by_role("link", name=t("page.buyer.something_is_wrong")).click()
    page.get_by_label(t("page.buyer.problem.not_as_expected")).check()
    page.get_by_role("button", name=t("page.buyer.next")).click()
    assert faults(page, scripts=look.scripts) == []
    page.get_by_role("link", name=t("page.buyer.take.return")).click()
    assert faults(page, scripts=look.scripts) == []
    page.locator("input[type=radio][value=refund]").check()
    page.locator("input[type=file]").first.set_input_files(
        {"name": "machine.png", "mimeType": "image/png", "buffer": a_png()}
    )
    page.locator("textarea[name=body]").fill("It is louder than I thought. Can I send it back?")
    page.get_by_role("button", name=t("page.send")).click()
    expect(page.get_by_alt_text("machine.png").first).to_be_visible()
    assert faults(page, scripts=look.scripts) == []
    return page


def writes(page: Page, look: Look, words: str) -> None:
    """The seller writes and sends, by keyboard only."""
    page.keyboard.press("r")
    page.keyboard.type(words)
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text(look.t("page.sent"))).to_be_visible()
    page.wait_for_load_state()  # until its scripts hear the keys


def does(page: Page, look: Look, event: str) -> None:
    """The seller chooses what to do, by keyboard only."""
    page.keyboard.press("a")
    tabs_to(page, page.locator(f'.actions a[href*="do={event}#"]'))
    page.keyboard.press("Enter")
    page.wait_for_url(f"**do={event}**")
    expect(page.locator("#compose-title")).to_have_text(look.t(f"event.{event}.acts"))


def answers_and_approves(site: Site, look: Look) -> Page:
    """Anna opens the case from her queue, answers and approves, by keyboard only."""
    page = look.opens(site, NORD)
    assert faults(page) == []
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url("**/cases/**")
    writes(page, look, "Yes, you can send it back within fourteen days.")
    does(page, look, "approve")
    assert faults(page) == []
    tabs_to(page, page.locator("input[name='f/pays']").first)
    page.keyboard.press("ArrowDown")
    writes(page, look, "Please send it to the address above; we pay for it.")
    return page


@pytest.mark.parametrize(
    "look",
    [Look("en", USUAL, "light"), Look("nl", NARROW, "dark"), Look("de", USUAL, "dark", scripts=False)],
    ids=lambda look: look.lang,
)
def test_it_carries_a_return_from_the_first_word_to_the_money(site: Site, look: Look) -> None:
    buyer = asks_for_a_return(site, look)
    seller = answers_and_approves(site, look)
    case = the_case(site)
    assert (case.state, case.view()["questions"][0]["state"]) == ("awaiting_parcel", "answered")
    tells(site, case, "ship")
    tells(site, case, "arrive")
    seller.reload()
    does(seller, look, "accept")
    writes(seller, look, "It arrived whole; you get everything back.")
    assert case.state == "refund_due"
    tells(site, case, "refund")
    tells(site, case, "confirm_payment")
    assert (case.state, case.outcome) == ("closed", "refunded")
    buyer.reload()
    assert faults(buyer, scripts=look.scripts) == []
    buyer.get_by_role("button", name=look.t("page.form.yes"), exact=True).click()
    expect(buyer.get_by_text(look.t("page.buyer.thanks_solved"))).to_be_visible()


def withdraws(site: Site, look: Look) -> None:
    """Jan withdraws in two steps and downloads the acknowledgement."""
    t, page = look.t, look.opens(site, JAN, "/orders/DE-1042", scripts=look.scripts)
    page.get_by_role("link", name=t("withdrawal.entry")).click()
    assert faults(page, scripts=look.scripts) == []
    page.get_by_label(t("page.buyer.your_name")).fill("Jan Vosmeerbeek")
    page.get_by_label(t("page.buyer.contact")).fill("jan@example.com")
    page.get_by_role("button", name=t("withdrawal.confirm")).click()
    expect(page.get_by_role("heading", name=t("page.buyer.received"))).to_be_visible()
    assert faults(page, scripts=look.scripts) == []
    with page.expect_download() as download:
        page.get_by_role("link", name=t("page.buyer.download")).click()
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF-")


@pytest.mark.parametrize(
    "look",
    [Look("en", NARROW, "dark", scripts=False), Look("nl", USUAL, "light"), Look("de", NARROW, "light")],
    ids=lambda look: look.lang,
)
def test_it_is_found_replayed_and_verified_after_a_withdrawal(site: Site, look: Look) -> None:
    withdraws(site, look)
    case, t = the_case(site), look.t
    page = look.opens(site, ROOT)
    assert faults(page) == []
    page.get_by_role("searchbox").fill("vosmeerbeek")
    page.keyboard.press("Enter")
    expect(page.locator("mark").first).to_have_text("Vosmeerbeek")
    assert faults(page) == []
    page.get_by_role("link", name=case.file.case.number).first.click()
    page.get_by_label(t("page.admin.why_look")).fill("The buyer called.")
    page.get_by_role("button", name=t("page.admin.open_case")).click()
    expect(page.get_by_text("Jan Vosmeerbeek").first).to_be_visible()
    assert faults(page) == []
    page.get_by_role("link", name=t("page.admin.replay_here")).first.click()
    expect(page.locator("#replay-title")).to_be_visible()
    assert faults(page) == []
    page.get_by_role("button", name=t("page.admin.verify_case")).click()
    expect(page.locator(".flash.good")).to_be_visible()

"""The composer in a real browser: words survive whatever happens, files come by drop and paste, and keys can be off."""

from __future__ import annotations

from base64 import b64encode

from playwright.sync_api import Page, expect

from tests.builders import a_png, a_question
from tests.cast import JAN, NORD
from tests.pages.site import Site, barriers

BRINGS = """
([kind, names, data]) => {
  const brought = new DataTransfer();
  for (const name of names) {
    const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
    brought.items.add(new File([bytes], name, { type: "image/png" }));
  }
  const about = kind === "paste" ? { clipboardData: brought } : { dataTransfer: brought };
  const Of = kind === "paste" ? ClipboardEvent : DragEvent;
  document.querySelector("#body").dispatchEvent(new Of(kind, { ...about, bubbles: true, cancelable: true }));
}
"""


def brings(page: Page, kind: str, *names: str) -> None:
    """Files come to the words by ``drop`` or ``paste``."""
    page.evaluate(BRINGS, [kind, list(names), b64encode(a_png()).decode()])


def words(page: Page) -> str:
    """What stands in the composer."""
    return page.get_by_label("Message", exact=True).input_value()


def test_it_keeps_what_is_typed_by_itself_and_takes_it_along(site: Site) -> None:
    case = site.desk.opens(a_question(body="Does the sieve fit? Is it blue?"))
    page = site.visit(NORD, f"/cases/{case.id}")
    page.get_by_label("Is it blue?").uncheck()
    page.keyboard.press("r")
    page.keyboard.type("Yes, it fits")
    expect(page.get_by_text("The draft is kept.", exact=True)).to_be_visible()
    page.reload()
    assert words(page) == "Yes, it fits"
    expect(page.get_by_label("Is it blue?")).not_to_be_checked()
    page.get_by_label("Message", exact=True).fill("Yes, it fits, and")
    brings(page, "paste", "sieve.png")
    page.get_by_role("link", name="Promise an answer").click()
    page.wait_for_url("**do=promise_answer**")
    assert words(page) == "Yes, it fits, and"
    expect(page.get_by_text("File 1 is kept")).to_be_visible()
    assert case.version == 1


def test_it_sends_files_that_were_dropped_and_pasted(site: Site) -> None:
    case = site.desk.opens(a_question())
    page = site.visit(NORD, f"/cases/{case.id}", scheme="dark")
    page.get_by_label("Message", exact=True).fill("Yes: see the photos.")
    brings(page, "drop", "front.png", "back.png")
    brings(page, "paste", "side.png")
    page.get_by_role("button", name="What would happen?").click()
    expect(page.get_by_text("Counts as an answer to 1 of 1 question.")).to_be_visible()
    assert barriers(page) == []
    page.get_by_label("Message", exact=True).press("Control+Enter")
    expect(page.get_by_text("Your message was sent.")).to_be_visible()
    assert page.locator(".attached img").count() == 3
    assert case.state == "answered"


def test_it_waits_counts_and_is_taken_back(site: Site) -> None:
    site.waits(10)
    case = site.desk.opens(a_question())
    page = site.visit(NORD, f"/cases/{case.id}")
    page.get_by_label("Message", exact=True).fill("Yes, it fits.")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("This is sent in")).to_be_visible()
    expect(page.locator("progress")).to_have_count(1)
    assert barriers(page) == []
    page.keyboard.press("u")
    expect(page.get_by_text("Taken back.")).to_be_visible()
    page.wait_for_load_state()  # until its scripts hear the keys
    assert (words(page), case.version) == ("Yes, it fits.", 1)
    site.waits(1)
    page.get_by_label("Message", exact=True).press("Control+Enter")
    expect(page.locator(".entry .words", has_text="Yes, it fits.")).to_be_visible(timeout=10_000)
    assert case.state == "answered"


def test_it_is_refused_where_a_newer_message_is_unseen_and_loses_nothing(site: Site) -> None:
    case = site.desk.opens(a_question())
    page = site.visit(NORD, f"/cases/{case.id}")
    page.get_by_label("Message", exact=True).fill("Yes, it fits.")
    case.says(JAN, "And the lid?")
    page.keyboard.press("Control+Enter")
    refusal = page.get_by_role("alert").filter(has_text="1 message was written meanwhile.")
    expect(refusal).to_contain_text("And the lid?")
    assert (words(page), case.entries()[-1].body) == ("Yes, it fits.", "And the lid?")
    assert barriers(page) == []
    page.get_by_label("Message", exact=True).press("Control+Enter")
    expect(page.get_by_text("Your message was sent.")).to_be_visible()
    assert case.entries()[-1].body == "Yes, it fits."


def test_it_says_by_one_key_that_no_reply_is_needed(site: Site) -> None:
    case = site.desk.opens(a_question())
    case.says(NORD, "Yes, it does.")
    case.says(JAN, "Very good. I look forward to it.", reply_expected=True)
    page = site.visit(NORD, f"/cases/{case.id}")
    page.keyboard.press("n")
    expect(page.get_by_role("group", name="No reply needed").get_by_role("checkbox")).to_be_checked()
    page.keyboard.press("r")
    page.keyboard.type("There is nothing more to say.")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Says that an earlier message needs no answer")).to_be_visible()
    assert case.file.case.progress.owed == []


def test_it_hears_no_single_key_where_they_are_off(site: Site) -> None:
    case = site.desk.opens(a_question())
    page = site.visit(NORD)
    page.locator(".person summary").click()
    page.get_by_role("button", name="Turn single-key shortcuts off").click()
    for key in ("j", "n", "/", "?"):
        page.keyboard.press(key)
    assert page.evaluate("document.activeElement.matches('body, main')")
    page.goto(f"{site.address}/cases/{case.id}")
    page.keyboard.press("r")
    assert page.evaluate("document.activeElement.id") != "body"
    page.get_by_text("Keys", exact=True).click()
    expect(page.locator(".keys p")).to_be_visible()

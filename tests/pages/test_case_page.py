"""A case in the browser: read, preview, act and be refused, without JavaScript, in all three faces."""

from __future__ import annotations

import re

from cases.verbs.upload_attachment import upload_attachment
from tests.builders import a_png, a_question, a_return
from tests.cast import JAN, NORD, ROOT
from tests.pages.reader import Pages, title
from tests.strange_files import a_pdf, as_bytes


def test_it_shows_the_thread_to_each_party(pages: Pages) -> None:
    case = pages.desk.opens(a_question(body="Does the <i>sieve</i> fit?"))
    pages.as_(ROOT).looks(case.id)
    for who in (JAN, NORD, ROOT):
        answer = pages.as_(who).get(f"/cases/{case.id}")
        assert title(answer).endswith("Question · Nazorg")
        assert '<div class="words" lang="en">Does the &lt;i&gt;sieve&lt;/i&gt; fit?</div>' in answer.text


def test_it_shows_how_the_deadline_stands_and_why(pages: Pages) -> None:
    case = pages.desk.opens(a_question())
    html = pages.as_(NORD).get(f"/cases/{case.id}").text
    assert '<span class="word">calm</span>' in html
    # The next working day after Thursday is Tuesday after Easter.
    assert re.search(r'<time datetime="2026-04-07T13:00:00\+00:00">Tue,? 7 Apr, 15:00</time>', html)
    assert "24 h of working time left" in html
    assert "Good Friday" in html


def test_it_tells_days_that_follow_each_other_in_one_line(pages: Pages) -> None:
    case = pages.desk.opens(a_return())
    html = pages.as_(NORD).get(f"/cases/{case.id}").text
    # Two working days after Easter, from the first moment of Tuesday to the last of Wednesday.
    assert re.search(r"<tr><td>Tue,? 7 Apr, 00:00</td><td>end of Wed,? 8 Apr</td></tr>", html), html


def test_it_answers_by_the_composer(pages: Pages) -> None:
    case = pages.desk.opens(a_question())
    where = f"/cases/{case.id}/messages"
    answer = pages.as_(NORD).fills(f"/cases/{case.id}?do=answer", where, {"body": "Yes, it fits."})
    assert answer.status_code == 200, answer.text
    assert "Your message was sent." in answer.text
    assert "Yes, it fits." in answer.text
    assert case.state == "answered"


def test_it_says_what_would_happen_and_does_nothing(pages: Pages) -> None:
    case = pages.desk.opens(a_question())
    before = case.version
    where = f"/cases/{case.id}/messages"
    answer = pages.as_(NORD).fills(f"/cases/{case.id}", where, {"body": "Yes, it fits.", "preview": "yes"})
    assert "Counts as an answer to 1 of 1 question." in answer.text
    assert ">\nYes, it fits.</textarea>" in answer.text
    assert case.version == before


def test_it_takes_an_event_with_its_fields(pages: Pages) -> None:
    case = pages.desk.opens(a_return())
    typed = {
        "body": "Please send it to us.",
        "f/pays": "seller",
        "f/label": "none",
        "f/return_address/name": "Werkstatt Nord",
        "f/return_address/street": "Hafenstr. 1",
        "f/return_address/postal_code": "20095",
        "f/return_address/city": "Hamburg",
        "f/return_address/country": "DE",
    }
    answer = pages.as_(NORD).fills(f"/cases/{case.id}?do=approve", f"/cases/{case.id}/messages", typed)
    assert "Your message was sent." in answer.text
    assert case.state == "awaiting_parcel"


def test_it_says_what_is_wrong_at_its_field_and_keeps_what_was_typed(pages: Pages) -> None:
    case = pages.desk.opens(a_return())
    typed = {"body": "Please send it to us.", "f/pays": "", "f/rma_number": "R" * 70}
    answer = pages.as_(NORD).fills(f"/cases/{case.id}?do=approve", f"/cases/{case.id}/messages", typed)
    assert answer.status_code == 422
    assert 'id="f-rma_number-error"' in answer.text
    assert 'id="f-pays-error"' in answer.text
    assert "R" * 70 in answer.text
    assert ">\nPlease send it to us.</textarea>" in answer.text
    assert case.state == "requested"


def test_it_gets_one_row_more_and_keeps_the_rest(pages: Pages) -> None:
    case = pages.desk.opens(a_return())
    page, where = f"/cases/{case.id}?do=request_information", f"/cases/{case.id}/messages"
    answer = pages.as_(NORD).fills(page, where, {"f/items/0": "A photo", "body": "Please.", "add": "f/items"})
    assert 'name="f/items/0" value="A photo"' in answer.text
    assert 'name="f/items/1" value=""' in answer.text
    assert case.state == "requested"


def test_it_refuses_where_a_newer_message_is_unseen(pages: Pages) -> None:
    case = pages.desk.opens(a_question())
    reader, where = pages.as_(NORD), f"/cases/{case.id}/messages"
    form = reader.forms(f"/cases/{case.id}")[f"{where}#compose"]
    case.says(JAN, "And the lid?")
    answer = reader.post(where, {**form, "body": "Yes, it fits."})
    assert answer.status_code == 409
    assert "And the lid?" in answer.text
    assert ">\nYes, it fits.</textarea>" in answer.text
    assert case.entries()[-1].body == "And the lid?"


def test_it_writes_once_what_is_sent_twice(pages: Pages) -> None:
    case = pages.desk.opens(a_question())
    reader, where = pages.as_(NORD), f"/cases/{case.id}/messages"
    form = {**reader.forms(f"/cases/{case.id}")[f"{where}#compose"], "body": "Yes, it fits."}
    version = case.version
    assert [reader.post(where, form).status_code for _ in range(2)] == [200, 200]
    assert case.version == version + 1


def test_it_refuses_a_forged_event_on_a_closed_case(pages: Pages) -> None:
    case = pages.desk.opens(a_return())
    case.does(NORD, "decline")
    pages.desk.waits(days=60)
    assert case.state == "closed"
    reader, where = pages.as_(NORD), f"/cases/{case.id}/messages"
    form = reader.forms(f"/cases/{case.id}")[f"{where}#compose"]
    answer = reader.post(where, {**form, "do": "approve", "body": "Send it.", "f/pays": "seller"})
    assert answer.status_code == 409
    assert "This is not possible now" in answer.text
    assert case.state == "closed"


def test_it_shows_a_photo_that_was_sent(pages: Pages) -> None:
    case = pages.desk.opens(a_question())
    files = [("attachments", ("the <b>sieve</b>.png", a_png(), "image/png"))]
    answer = pages.as_(JAN).fills(f"/cases/{case.id}", f"/cases/{case.id}/messages", {"body": "See here."}, files)
    found = re.search(r'<img src="(/attachments/[^"]+)" alt="([^"]*)"', answer.text)
    assert found, answer.text
    assert "<" not in found[2]
    assert pages.as_(NORD).get(found[1]).headers["content-type"] == "image/png"


def test_it_keeps_a_photo_where_something_else_is_wrong(pages: Pages) -> None:
    case = pages.desk.opens(a_question())
    files = [("attachments", ("sieve.png", a_png(), "image/png"))]
    answer = pages.as_(NORD).fills(f"/cases/{case.id}", f"/cases/{case.id}/messages", {"body": " "}, files)
    assert answer.status_code == 422
    assert re.search(r'name="attachments" value="att_[^"]+" checked', answer.text)


def test_it_says_which_file_it_cannot_take(pages: Pages) -> None:
    case = pages.desk.opens(a_question())
    files = [("attachments", ("virus.exe", b"MZ\x90\x00", "application/octet-stream"))]
    answer = pages.as_(JAN).fills(f"/cases/{case.id}", f"/cases/{case.id}/messages", {"body": "See here."}, files)
    assert answer.status_code == 422
    assert "virus.exe: " in answer.text
    assert ">\nSee here.</textarea>" in answer.text


def test_it_takes_no_fifty_files_at_once(pages: Pages) -> None:
    case = pages.desk.opens(a_question())
    version = case.version
    files = [("attachments", (f"{number}.png", a_png(number), "image/png")) for number in range(50)]
    answer = pages.as_(JAN).fills(f"/cases/{case.id}", f"/cases/{case.id}/messages", {"body": "See here."}, files)
    assert answer.status_code == 413
    assert case.version == version


def test_it_lists_what_the_seller_owes(pages: Pages) -> None:
    case = pages.desk.opens(a_question())
    html = pages.as_(NORD).get("/").text
    assert f'<a href="/cases/{case.id}">{case.file.case.number}</a>' in html
    case.says(NORD, "Yes, it fits.")
    assert case.id not in pages.as_(NORD).get("/").text


def test_it_finds_a_case_by_a_word(pages: Pages) -> None:
    case = pages.desk.opens(a_question(body="Does the sieve fit?"))
    html = pages.as_(ROOT).get("/search?q=sieve").text
    assert f'href="/cases/{case.id}#m1"' in html
    assert "<mark>sieve</mark>" in html


def test_it_leads_to_the_file_in_which_a_word_was_found(pages: Pages) -> None:
    desk = pages.desk
    file = upload_attachment(
        desk.database, desk.files, JAN, as_bytes(a_pdf()), name="a<b.pdf", document="invoice", real_now=desk.now
    ).id
    case = desk.opens(a_question(attachments=[file]))
    html = pages.as_(NORD).get("/search?q=4711").text
    assert f'href="/cases/{case.id}#m1"' in html
    assert f'<a href="/attachments/{file}">a_b.pdf</a>' in html
    assert "Invoice <mark>4711</mark>" in html

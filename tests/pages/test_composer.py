"""The composer beside its fields: what answers, what needs no answer, what is corrected, what may not be said."""

from __future__ import annotations

import re

from cases.verbs.keep_draft import keep_draft
from tests.builders import Told, a_question, a_return
from tests.cast import JAN, NORD
from tests.pages.reader import Pages

THREE = "Does the sieve fit? Is it blue? And when do you send it?"


def where(case: Told) -> str:
    """Where the composer of a case sends."""
    return f"/cases/{case.id}/messages"


def answered(pages: Pages) -> Told:
    """A question that was answered, and a word of the buyer after it that asks nothing."""
    case = pages.desk.opens(a_question())
    case.says(NORD, "Yes, it does.")
    case.says(JAN, "Very good. I look forward to it.", reply_expected=True)
    return case


def test_it_says_of_how_many_questions_it_is_an_answer(pages: Pages) -> None:
    case = pages.desk.opens(a_question(body=THREE))
    names = [question["id"] for question in case.view(NORD)["questions"]]
    typed = {"body": "Yes, it fits, and it is blue.", "answers": names[:2], "preview": "yes"}
    html = pages.as_(NORD).fills(f"/cases/{case.id}", where(case), typed).text
    assert "Counts as an answer to 2 of 3 questions." in html
    assert case.version == 1


def test_it_says_whose_turn_it_is_after_sending_and_until_when(pages: Pages) -> None:
    case = pages.desk.opens(a_return())
    typed = {"body": "We need a photo.", "f/items/0": "A photo", "preview": "yes"}
    html = pages.as_(NORD).fills(f"/cases/{case.id}?do=request_information", where(case), typed).text
    assert re.search(r"After sending: The buyer [^.<]*, until \w+,? \d+ Apr\.", html), html


def test_it_says_with_a_reason_that_no_reply_is_needed(pages: Pages) -> None:
    case = answered(pages)
    (owed,) = case.file.case.progress.owed
    page = f"/cases/{case.id}"
    typed = {"body": "There is nothing more to say.", "waives": f"{case.id}.{owed.seq}"}
    html = pages.as_(NORD).fills(page, where(case), typed).text
    assert "Says that an earlier message needs no answer" in html
    assert case.file.case.progress.owed == []
    assert "There is nothing more to say." in pages.as_(JAN).get(page).text


def test_it_waives_no_message_that_asks(pages: Pages) -> None:
    case = pages.desk.opens(a_question())
    assert 'name="waives"' not in pages.as_(NORD).get(f"/cases/{case.id}").text
    typed = {"body": "No.", "waives": f"{case.id}.1"}
    answer = pages.as_(NORD).fills(f"/cases/{case.id}", where(case), typed)
    assert answer.status_code == 422
    assert case.version == 1


def test_it_lets_the_buyer_say_whether_an_answer_is_expected(pages: Pages) -> None:
    case = pages.desk.opens(a_return())
    for expects, waits in (("no", 0), ("yes", 1)):
        typed = {"body": "I have a blue parcel.", "expects": expects}
        pages.as_(JAN).fills(f"/cases/{case.id}", where(case), typed)
        assert len(case.file.case.progress.owed) == waits


def test_it_corrects_a_message_of_ones_own(pages: Pages) -> None:
    case = pages.desk.opens(a_question())
    case.says(NORD, "Yes, it fits.")
    reader, first = pages.as_(NORD), f"{case.id}.2"
    assert f"?corrects={first}#compose" in reader.get(f"/cases/{case.id}").text
    html = reader.get(f"/cases/{case.id}?corrects={first}").text
    assert ">\nYes, it fits.</textarea>" in html
    answer = reader.fills(f"/cases/{case.id}?corrects={first}", where(case), {"body": "No, it does not fit."})
    assert "Corrects an earlier message" in answer.text
    assert f'<a href="#m{case.version}">corrected later</a>' in answer.text
    assert case.says(NORD, "So it is.").entry.seq == case.version


def test_it_corrects_nobody_elses(pages: Pages) -> None:
    case = pages.desk.opens(a_question())
    html = pages.as_(NORD).get(f"/cases/{case.id}?corrects={case.id}.1").text
    assert 'name="corrects"' not in html
    assert "?corrects=" not in pages.as_(NORD).get(f"/cases/{case.id}").text


def test_it_marks_what_may_not_be_said_and_hears_an_objection(pages: Pages) -> None:
    pages.client.app.state.pages.undo_seconds = 10  # type: ignore[attr-defined]  # Starlette's, behind the client
    case = pages.desk.opens(a_question())
    reader, body = pages.as_(NORD), "Yes. Write to me at anna@werkstatt-nord.de, please."
    answer = reader.fills(f"/cases/{case.id}", where(case), {"body": body})
    assert answer.status_code == 422
    assert "<mark>anna@werkstatt-nord.de</mark>" in answer.text
    assert f">\n{body}</textarea>" in answer.text
    refusal = re.search(r'name="refusal" value="([^"]+)"', answer.text)
    assert refusal, answer.text
    form = {"pass": reader.forms("/")["/sign-out"]["pass"], "refusal": refusal[1], "objection": "It is a file name."}
    assert "A person decides." in reader.post(f"/cases/{case.id}/objections", form).text
    assert "The objection was not sent:" in reader.post(f"/cases/{case.id}/objections", form).text
    assert pages.desk.rows("SELECT kind FROM review") == [("objection",)]


def test_it_says_before_sending_what_would_be_refused(pages: Pages) -> None:
    case = pages.desk.opens(a_question())
    typed = {"body": "Yes. Write to anna@werkstatt-nord.de.", "preview": "yes"}
    html = pages.as_(NORD).fills(f"/cases/{case.id}", where(case), typed).text
    assert "Not sent like this:" in html
    assert "<mark>anna@werkstatt-nord.de</mark>" in html
    assert "Counts as an answer to 0 of 1 question." in html


def test_it_hears_the_buyer_about_what_was_covered(pages: Pages) -> None:
    case = pages.desk.opens(a_question())
    reader = pages.as_(JAN)
    html = reader.fills(f"/cases/{case.id}", where(case), {"body": "Please call me at +49 170 1234567."}).text
    assert "1234567" not in html.partition('class="composer"')[0]
    message = re.search(r'name="message" value="([^"]+)"', html)
    assert message, html
    form = {"pass": reader.forms("/")["/sign-out"]["pass"], "message": message[1], "objection": "It is a model name."}
    assert "A person decides." in reader.post(f"/cases/{case.id}/objections", form).text
    assert pages.desk.rows("SELECT kind FROM review") == [("objection",)]


def test_it_shows_what_was_written_meanwhile(pages: Pages) -> None:
    case = pages.desk.opens(a_question())
    reader = pages.as_(NORD)
    form = reader.forms(f"/cases/{case.id}")[f"{where(case)}#compose"]
    case.says(JAN, "And the <lid>?")
    html = reader.post(where(case), {**form, "body": "Yes, it fits."}).text
    told = html[html.index('class="refusal"') :].partition("<form")[0]
    assert "1 message was written meanwhile." in told
    assert "And the &lt;lid&gt;?" in told
    assert '<strong class="new">new</strong>' in html
    assert f'name="version" value="{case.version}"' in html
    assert ">\nYes, it fits.</textarea>" in reader.get(f"/cases/{case.id}").text


def test_it_keeps_no_late_draft_over_what_waits_to_be_sent(pages: Pages) -> None:
    pages.client.app.state.pages.undo_seconds = 10  # type: ignore[attr-defined]  # Starlette's, behind the client
    case = pages.desk.opens(a_question())
    pages.as_(NORD).fills(f"/cases/{case.id}", where(case), {"body": "Yes, it fits."})
    keep_draft(pages.desk.database, NORD, case.id, {"body": "Yes, it"}, pages.desk.now)
    html = pages.as_(NORD).get(f"/cases/{case.id}").text
    assert "This is sent in" in html
    assert "Yes, it fits." in html

"""What the seller writes: kept on the server, filled from templates, held for ten seconds, and taken back in time."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from starlette.testclient import TestClient

from api.pages.seller.replies import spoken_here, templates
from cases.casefile.rules import policy
from cases.clock import real_now
from cases.messages.conduct.screen import screen
from cases.privacy.people import people_named
from cases.verbs.erase_person import erase_person
from cases.verbs.keep_draft import find_draft, send_held
from markets.translate import languages, say_moment
from scheduler import jobs
from tests.builders import THURSDAY, Told, a_question, a_return
from tests.cast import BEN, JAN, NORD
from tests.pages.reader import Pages

TEN = timedelta(seconds=11)


@pytest.fixture
def waits(pages: Pages) -> Pages:
    """The pages, at which a message waits ten seconds before it is written."""
    pages.client.app.state.pages.undo_seconds = 10  # type: ignore[attr-defined]  # Starlette's, behind the client
    return pages


def where(case: Told) -> str:
    """Where the composer of a case sends."""
    return f"/cases/{case.id}/messages"


def writes(pages: Pages, case: Told, body: str, **more: str) -> str:
    """What Anna sees after she filled the composer."""
    return pages.as_(NORD).fills(f"/cases/{case.id}", where(case), {"body": body, **more}).text


def later(pages: Pages, by: timedelta = TEN) -> int:
    """How many messages are sent once their seconds are over."""
    return send_held(pages.desk.database, pages.desk.now, real_now() + by)


def test_it_keeps_a_draft_on_the_server(pages: Pages) -> None:
    case = pages.desk.opens(a_question())
    writes(pages, case, "Yes, <b>it</b> fits", keep="yes")
    html = pages.as_(NORD).get(f"/cases/{case.id}").text
    assert ">\nYes, &lt;b&gt;it&lt;/b&gt; fits</textarea>" in html
    assert "Draft kept" in html
    assert case.version == 1
    assert "it fits" not in pages.as_(BEN).get(f"/cases/{case.id}").text.replace("&lt;b&gt;it&lt;/b&gt;", "it")


def test_it_keeps_the_fields_of_an_action_too(pages: Pages) -> None:
    case = pages.desk.opens(a_return())
    page = f"/cases/{case.id}?do=approve"
    pages.as_(NORD).fills(page, where(case), {"body": "Send it", "f/rma_number": "RMA 77", "keep": "yes"})
    html = pages.as_(NORD).get(f"/cases/{case.id}").text
    assert 'name="do" value="approve"' in html
    assert 'value="RMA 77"' in html
    assert 'value="RMA 77"' not in pages.as_(NORD).get(f"/cases/{case.id}?do=decline").text
    assert ">\nSend it</textarea>" in pages.as_(NORD).get(f"/cases/{case.id}?do=decline").text


def test_it_throws_a_draft_away(pages: Pages) -> None:
    case = pages.desk.opens(a_question())
    writes(pages, case, "Yes", keep="yes")
    pages.as_(NORD).fills(f"/cases/{case.id}", f"/cases/{case.id}/discard", {})
    assert "Draft kept" not in pages.as_(NORD).get(f"/cases/{case.id}").text


def test_it_clears_the_draft_on_sending(pages: Pages) -> None:
    case = pages.desk.opens(a_question())
    writes(pages, case, "Yes, it", keep="yes")
    assert "Your message was sent." in writes(pages, case, "Yes, it fits.")
    assert pages.desk.rows("SELECT * FROM unsent") == []


def test_it_clears_drafts_of_somebody_who_is_erased(pages: Pages) -> None:
    case = pages.desk.opens(a_question())
    writes(pages, case, "Yes, it", keep="yes")
    with pages.desk.database.read() as connection:
        anna = people_named(connection, "anna", "seller")[0]
    erase_person(pages.desk.database, pages.desk.files, anna, pages.desk.now)
    assert pages.desk.rows("SELECT * FROM unsent") == []


def test_it_fills_a_template_from_the_case(pages: Pages) -> None:
    case = pages.desk.opens(a_question())
    html = writes(pages, case, "Hello.", use="yes", reply="received")
    assert "Hello.\n\nDear Jan Vos," in html
    assert "order DE-1042" in html
    assert "by Tuesday 7 April 2026, 15:00" in html


def test_it_offers_templates_in_the_language_of_the_case(pages: Pages) -> None:
    pages.desk.takes(number="1043", lang="de")
    case = pages.desk.opens(a_question("DE-1043", lang="de"))
    html = writes(pages, case, "", use="yes", reply="received")
    assert "Guten Tag Jan Vos," in html
    assert '<option value="de" selected>' in html


@pytest.mark.parametrize("language", languages())
def test_it_has_the_same_templates_in_every_language(language: str) -> None:
    def shape(of: str) -> dict[str, tuple[object, ...]]:
        return {name: (one.kinds, one.offered, one.places) for name, one in templates(of).items()}

    assert spoken_here(language) == language
    assert shape(language) == shape("en")


@pytest.mark.parametrize("language", languages())
def test_it_has_no_template_that_would_be_refused(language: str) -> None:
    facts = {
        "buyer": "Jan Vos", "seller": "Werkstatt Nord", "order": "DE-1042", "number": "R-AGYVDZY", "items": "Mug",
        "due": say_moment(THURSDAY, UTC, language), "address": "Returns desk\nHafenstrasse 12\n20095 Hamburg\nDE",
    }  # fmt: skip
    said = {name: one.body.format(**facts) for name, one in templates(language).items()}
    found = {name: {one.label for one in screen(body, "seller", language).findings} for name, body in said.items()}
    applied = set(policy().of("DE").conduct_applied)

    assert {name for name, labels in found.items() if labels & applied} == set()


def test_it_waits_before_it_sends(waits: Pages) -> None:
    case = waits.desk.opens(a_question())
    html = writes(waits, case, "Yes, it fits.")
    assert re.search(r"This is sent in \d+ seconds", html)
    assert (case.version, later(waits, timedelta(seconds=5))) == (1, 0)
    assert later(waits) == 1
    assert case.entries()[-1].body == "Yes, it fits."
    assert (later(waits), case.version) == (0, 2)
    assert waits.desk.rows("SELECT * FROM unsent") == []


def test_it_is_taken_back_in_time(waits: Pages) -> None:
    case = waits.desk.opens(a_question())
    writes(waits, case, "Yes, it fits.")
    answer = waits.as_(NORD).fills(f"/cases/{case.id}", f"/cases/{case.id}/undo", {})
    assert "Taken back." in answer.text
    assert ">\nYes, it fits.</textarea>" in answer.text
    assert (later(waits), case.version) == (0, 1)


def test_it_says_when_it_is_too_late(waits: Pages) -> None:
    case = waits.desk.opens(a_question())
    writes(waits, case, "Yes, it fits.")
    form = waits.as_(NORD).forms(f"/cases/{case.id}")[f"/cases/{case.id}/undo"]
    later(waits)
    assert "Too late" in waits.as_(NORD).post(f"/cases/{case.id}/undo", form).text
    assert case.version == 2


def test_it_keeps_what_a_newer_message_forbids(waits: Pages) -> None:
    case = waits.desk.opens(a_question())
    writes(waits, case, "Yes, it fits.")
    case.says(JAN, "And the lid?")
    assert later(waits) == 0
    html = waits.as_(NORD).get(f"/cases/{case.id}").text
    assert "This was not sent." in html
    assert ">\nYes, it fits.</textarea>" in html
    assert case.entries()[-1].body == "And the lid?"


def test_it_refuses_before_it_waits(waits: Pages) -> None:
    case = waits.desk.opens(a_question())
    answer = waits.as_(NORD).fills(f"/cases/{case.id}", where(case), {"body": " "})
    assert answer.status_code == 422
    assert waits.desk.rows("SELECT * FROM unsent") == []


def test_it_is_sent_by_the_scheduler(waits: Pages, monkeypatch: pytest.MonkeyPatch) -> None:
    case = waits.desk.opens(a_question())
    writes(waits, case, "Yes, it fits.")
    soon = real_now() + TEN
    monkeypatch.setattr(jobs, "real_now", lambda: soon)
    jobs.send_what_waited(waits.desk.database)
    assert case.version == 2


def test_it_is_sent_once_by_two(waits: Pages) -> None:
    case = waits.desk.opens(a_question())
    writes(waits, case, "Yes, it fits.")
    with waits.desk.database.read() as connection:
        kept = find_draft(connection, NORD, case.id)
    assert kept is not None
    assert isinstance(kept.send_at, datetime)
    later(waits)
    later(waits)
    assert [entry.body for entry in case.entries()].count("Yes, it fits.") == 1


def test_it_writes_a_note_and_gives_the_case_away(pages: Pages) -> None:
    case = pages.desk.opens(a_question())
    reader = pages.as_(NORD)
    reader.fills(f"/cases/{case.id}", f"/cases/{case.id}/notes", {"note": "Ask the <maker>."})
    html = reader.fills(f"/cases/{case.id}", f"/cases/{case.id}/assignee", {"assignee": "ben"}).text
    assert "Ask the &lt;maker&gt;." in html
    assert case.view(NORD)["assignee"] == "ben"
    assert "Ask the" not in pages.as_(JAN).get(f"/cases/{case.id}").text


@pytest.mark.parametrize("place", ["undo", "discard", "notes", "assignee"])
def test_it_lets_no_buyer_do_what_teams_do(pages: Pages, place: str) -> None:
    case = pages.desk.opens(a_question())
    form = {"pass": pages.as_(JAN).forms(f"/cases/{case.id}")["/sign-out"]["pass"], "note": "a note"}
    assert pages.as_(JAN).post(f"/cases/{case.id}/{place}", form).status_code == 404


def test_it_needs_the_forms_own_key(pages: Pages) -> None:
    case = pages.desk.opens(a_question())
    client: TestClient = pages.as_(NORD).client
    assert client.post(f"/cases/{case.id}/notes", data={"note": "a note"}, files=[("", ("", b""))]).status_code == 403

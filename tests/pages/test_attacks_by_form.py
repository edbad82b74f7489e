"""Forms that are not ours, too large, too late, or sent twice: nothing is done that was not meant."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pytest

from cases.casefile.asker import Asker
from tests.builders import a_png, a_question, a_return
from tests.cases.places import everything_kept
from tests.cast import BEN, JAN, NORD, ROOT
from tests.pages.reader import Pages, Reader
from tests.pages.routes import paths

FORBIDDEN = 403
REFUSED = (409, 422)
"""No row has the event here, or one has it under a condition that does not hold."""
TYPED = {
    "body": "Forged.",
    "reason": "Forged.",
    "note": "Forged.",
    "name": "Forged",
    "lang": "nl",
    "decision": "release",
}


def all_forms(pages: Pages) -> list[str]:
    """Every address that takes a form, about a case and an order of Jan's at Werkstatt Nord."""
    case = pages.desk.opens(a_question()).id
    known = {"case": case, "order": "DE-1042", "review": case, "token": "x", "code": "DE", "seller": "nord"}
    return [path.format_map(known) for path in paths("POST")]


def key_of(reader: Reader, path: str = "/") -> str:
    """What every form of somebody's session sends back."""
    return reader.forms(path)["/sign-out"]["pass"][0]


def kept(pages: Pages) -> list[tuple[str, bytes]]:
    """Everything in the database."""
    return sorted(kept for kept in everything_kept(pages.desk) if not kept[0].startswith("nazorg.sqlite"))


@pytest.mark.parametrize("who", [JAN, NORD, ROOT], ids=["buyer", "seller", "admin"])
def test_it_takes_no_form_without_its_key(pages: Pages, who: Asker) -> None:
    forms, before = all_forms(pages), kept(pages)
    pages.as_(who)
    for path in forms:
        for forged in ({}, {"pass": ""}, {"pass": "guessed"}, {"pass": ["guessed", key_of(pages.as_(who))]}):
            answer = pages.as_(who).post(path, {**TYPED, **forged}, follow=False)
            assert answer.status_code == FORBIDDEN, f"{path} {forged}"
    assert kept(pages) == before


@pytest.mark.parametrize("other", [JAN, BEN, ROOT], ids=["a buyer", "a colleague", "an admin"])
def test_it_takes_no_key_of_another_session(pages: Pages, other: Asker) -> None:
    forms, before = all_forms(pages), kept(pages)
    theirs = key_of(pages.as_(other))
    for path in forms:
        assert pages.as_(NORD).post(path, {**TYPED, "pass": theirs}, follow=False).status_code == FORBIDDEN, path
    assert kept(pages) == before


def test_it_takes_no_key_from_before_signing_in_again(pages: Pages) -> None:
    case = pages.desk.opens(a_question())
    old = key_of(pages.as_(NORD))
    reader = pages.readers.pop(NORD)
    again = pages.as_(NORD)
    assert key_of(again) != old
    reader.post("/sign-out", {"pass": old})
    answer = again.post(f"/cases/{case.id}/messages", {"pass": old, "body": "Yes, it fits."})
    assert (answer.status_code, case.version) == (FORBIDDEN, 1)


def test_it_takes_no_key_from_the_address(pages: Pages) -> None:
    case = pages.desk.opens(a_question())
    key = key_of(pages.as_(NORD))
    answer = pages.as_(NORD).post(f"/cases/{case.id}/messages?pass={key}", {"body": "Yes, it fits."})
    assert (answer.status_code, case.version) == (FORBIDDEN, 1)


def test_it_takes_a_session_that_nobody_signed_for_none(pages: Pages) -> None:
    case = pages.desk.opens(a_question())
    reader = pages.as_(NORD)
    cookie = reader.client.cookies["nazorg"]
    reader.client.cookies.set("nazorg", f"{cookie[:-3]}abc", domain="testserver.local")
    assert reader.get(f"/cases/{case.id}").url.path == "/sign-in"


def test_it_gives_back_the_words_of_a_forged_form(pages: Pages) -> None:
    case = pages.desk.opens(a_question())
    answer = pages.as_(NORD).post(f"/cases/{case.id}/messages", {"pass": "old", "body": "I wrote <b>long</b> here."})
    assert "I wrote &lt;b&gt;long&lt;/b&gt; here." in answer.text


def drops(pages: Pages, count: int, page: str, action: str, typed: Mapping[str, Any]) -> int:
    """The status that so many photos dropped on a form are answered with."""
    files = [("attachments", (f"{number}.png", a_png(number), "image/png")) for number in range(count)]
    return pages.as_(JAN).fills(page, action, typed, files).status_code


def test_it_takes_no_fifty_files_in_any_form(pages: Pages) -> None:
    case = pages.desk.opens(a_question())
    before = kept(pages)
    where = f"/cases/{case.id}/messages"
    assert drops(pages, 50, f"/cases/{case.id}", where, {"body": "See here."}) == 413
    assert drops(pages, 50, "/ask", "/ask", {"body": "Does it fit?", "seller": "nord", "market": "DE"}) == 413
    helped = "/orders/DE-1042/help"
    form = f"{helped}?problem=defective&units/1=1&way=complaint:defective"
    assert drops(pages, 50, form, helped, {"body": "It does not work."}) == 413
    assert kept(pages) == before


def test_it_takes_twenty_files(pages: Pages) -> None:
    case = pages.desk.opens(a_question())
    assert drops(pages, 20, f"/cases/{case.id}", f"/cases/{case.id}/messages", {"body": "See here."}) == 200
    assert case.version == 2


def test_it_takes_no_fifty_files_that_came_one_by_one(pages: Pages) -> None:
    case = pages.desk.opens(a_question())
    where = f"/cases/{case.id}/messages"
    names: list[str] = []
    for number in range(3):
        files = [("attachments", (f"{number}-{n}.png", a_png(20 * number + n), "image/png")) for n in range(20)]
        html = pages.as_(JAN).fills(f"/cases/{case.id}", where, {"preview": "yes"}, files).text
        names += re.findall(r'name="attachments" value="(att_[^"]+)" checked', html)
    answer = pages.as_(JAN).fills(f"/cases/{case.id}", where, {"body": "See here.", "attachments": names[:50]})
    assert (answer.status_code, case.version) == (422, 1)


def test_it_refuses_every_forged_event_on_a_closed_case(pages: Pages) -> None:
    case = pages.desk.opens(a_return())
    case.does(NORD, "decline")
    pages.desk.waits(days=60)
    assert case.state == "closed"
    version, where = case.version, f"/cases/{case.id}/messages"
    pages.as_(ROOT).looks(case.id)
    events = sorted({row.event for row in case.file.workflow.all_rows})
    for who in (JAN, NORD, ROOT):
        offered = {action["event"] for action in case.view(who)["available_actions"]}
        form = pages.as_(who).forms(f"/cases/{case.id}")[f"{where}#compose"]
        for event in sorted({*events, "dance", "close", "__class__"} - offered):
            answer = pages.as_(who).post(where, {**form, "do": event, "body": "Send it.", "once": event})
            assert answer.status_code in REFUSED, f"{who.sub} {event}"
    assert (case.state, case.version) == ("closed", version)


@pytest.mark.parametrize("who", [JAN, NORD, ROOT], ids=["buyer", "seller", "admin"])
def test_it_writes_one_message_of_a_form_that_is_sent_twice(pages: Pages, who: Asker) -> None:
    case = pages.desk.opens(a_question())
    if who is ROOT:
        pages.as_(who).looks(case.id)
    where = f"/cases/{case.id}/messages"
    form = {**pages.as_(who).forms(f"/cases/{case.id}")[f"{where}#compose"], "body": "Look at the sieve again."}
    assert [pages.as_(who).post(where, form).status_code for _ in range(3)] == [200, 200, 200]
    assert case.version == 2


def test_it_opens_one_case_of_a_form_that_is_sent_twice(pages: Pages) -> None:
    reader = pages.as_(JAN)
    form = {**reader.forms("/ask?market=DE&seller=nord&sku=S1&title=Sieve")["/ask"], "topic": "product"}
    answers = [reader.post("/ask", {**form, "body": "Does it fit?"}) for _ in range(3)]
    assert {answer.url.path for answer in answers} == {answers[0].url.path}
    assert pages.desk.rows("SELECT count(*) FROM cases") == [(1,)]


def test_it_withdraws_once_by_a_form_that_is_sent_twice(pages: Pages) -> None:
    reader, where = pages.as_(JAN), "/orders/DE-1042/withdraw"
    form = {**reader.forms(where)[where], "name": "Jan Vos", "contact": "jan@example.com"}
    assert [reader.post(where, form).status_code for _ in range(2)] == [200, 200]
    assert pages.desk.rows("SELECT count(*) FROM cases WHERE kind = 'withdrawal'") == [(1,)]

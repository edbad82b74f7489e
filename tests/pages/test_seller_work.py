"""What sellers do beside answering: scan parcels in, write to many at once, save views, keep their profile."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.builders import Told, a_question, a_return
from tests.cast import BEN, JAN, NORD, SPAET, SYSTEMS
from tests.pages.reader import Pages


def on_its_way(pages: Pages, number: str, tracking: str, rma: str) -> Told:
    """A return whose parcel is under way."""
    pages.desk.takes(number=number)
    case = pages.desk.opens(a_return(f"DE-{number}"))
    case.does(NORD, "approve", rma_number=rma)
    case.does(SYSTEMS, "ship", parcels=[{"carrier": "DHL", "tracking": tracking}])
    return case


@pytest.mark.parametrize("code", ["00340434161094027318", "RMA-77"])
def test_it_opens_the_form_of_the_scanned_parcel(pages: Pages, code: str) -> None:
    case = on_its_way(pages, "1043", "00340434161094027318", "RMA-77")
    on_its_way(pages, "1044", "00340434161094027319", "RMA-78")
    answer = pages.as_(NORD).get(f"/scan?code={code}")
    assert answer.url.path == f"/cases/{case.id}"
    assert 'name="do" value="arrive"' in answer.text


def test_it_is_ready_for_the_next_parcel_after_each(pages: Pages) -> None:
    case = on_its_way(pages, "1043", "00340434161094027318", "RMA-77")
    reader = pages.as_(NORD)
    form = reader.forms("/scan?code=RMA-77")[f"/cases/{case.id}/messages#compose"]
    answer = reader.post(f"/cases/{case.id}/messages", form)
    assert answer.url.path == "/scan", answer.text
    assert case.state == "inspecting"
    assert f"Your parcel for {case.file.case.number} has arrived." in (case.entries()[-1].body or "")


def test_it_says_that_no_case_names_the_number(pages: Pages) -> None:
    on_its_way(pages, "1043", "00340434161094027318", "RMA-77")
    assert "No open case names RMA-99." in pages.as_(NORD).get("/scan?code=RMA-99").text
    assert "No open case names RMA-77." in pages.as_(SPAET).get("/scan?code=RMA-77").text
    assert pages.as_(JAN).get("/scan").status_code == 404


def questions(pages: Pages, count: int = 3) -> list[Told]:
    """Open questions on as many orders."""
    for number in range(count):
        pages.desk.takes(number=str(2000 + number))
    return [pages.desk.opens(a_question(f"DE-{2000 + number}")) for number in range(count)]


def many(asked: list[Told]) -> str:
    """The address that the queue sends a selection to."""
    return f"/many?{'&'.join(f'case={case.id}' for case in asked)}"


def test_it_writes_a_message_of_its_own_to_each(pages: Pages) -> None:
    asked = questions(pages)
    reader = pages.as_(NORD)
    body = "Dear {buyer}, about {order}: yes, it fits."
    shown = reader.fills(many(asked), "/many", {"body": body, "preview": "yes"})
    assert "Dear Jan Vos, about DE-2001: yes, it fits." in shown.text
    assert [case.version for case in asked] == [1, 1, 1]
    form = {**reader.forms(many(asked))["/many"], "body": body, "send": "yes"}
    for _ in range(2):
        assert reader.post("/many", form).status_code == 200
    bodies = [case.entries()[-1].body for case in asked]
    assert bodies == [f"Dear Jan Vos, about DE-{2000 + number}: yes, it fits." for number in range(3)]
    assert [case.version for case in asked] == [2, 2, 2]


def test_it_sends_nothing_where_a_place_cannot_be_filled(pages: Pages) -> None:
    asked = questions(pages)
    answer = pages.as_(NORD).fills(many(asked), "/many", {"body": "Dear {customer}", "send": "yes"})
    assert answer.status_code == 422
    assert "This case cannot fill {customer}." in answer.text
    assert [case.version for case in asked] == [1, 1, 1]


def test_it_lets_one_refusal_stop_no_other(pages: Pages) -> None:
    asked = questions(pages)
    reader = pages.as_(NORD)
    form = {**reader.forms(many(asked))["/many"], "body": "Yes, it fits.", "send": "yes"}
    asked[1].says(JAN, "And the lid?")
    html = reader.post("/many", form).text
    assert html.count("<td>sent</td>") == 2
    assert [case.entries()[-1].body for case in asked] == ["Yes, it fits.", "And the lid?", "Yes, it fits."]


def test_it_writes_to_nobody_elses_cases(pages: Pages) -> None:
    asked = questions(pages, 1)
    assert pages.as_(SPAET).get(many(asked)).status_code == 404


def test_it_saves_a_view_for_one_person(pages: Pages) -> None:
    reader = pages.as_(NORD)
    address = "/?folder=waiting&kind=return"
    html = reader.fills(address, "/views", {"name": "Returns <b>under way</b>"}).text
    assert re.search(r'<a href="/\?folder=waiting&amp;kind=return"[^>]*>Returns &lt;b&gt;under way', html)
    assert "under way" not in pages.as_(BEN).get("/").text
    assert "under way" not in reader.fills("/", "/views", {"forget": "Returns <b>under way</b>"}).text


def test_it_lets_no_view_lead_away(pages: Pages) -> None:
    html = pages.as_(NORD).fills("/", "/views", {"name": "x", "asked": "https://elsewhere.example/"}).text
    assert "elsewhere.example" not in html


ADDRESS: dict[str, Any] = {
    "DE/name": "Werkstatt Nord",
    "DE/street": "Hafenstr. 1",
    "DE/postal_code": "20095",
    "DE/city": "Hamburg",
}


def test_it_keeps_the_profile(pages: Pages) -> None:
    typed = ADDRESS | {
        "languages": "de, en",
        "from": ["2026-05-01", ""],
        "until": ["2026-05-03", ""],
        "deputy": "ben",
        "deputy_name": "Ben",
    }
    html = pages.as_(NORD).fills("/profile?market=DE", "/profile", typed).text
    assert "Your profile is kept." in html
    for said in ("Hafenstr. 1", 'value="de, en"', 'value="2026-05-03"', 'value="ben"'):
        assert said in html


def test_it_keeps_the_forms_key_out_of_the_address(pages: Pages) -> None:
    html = pages.as_(NORD).get("/profile").text
    assert "formmethod" not in html
    assert '<form id="adding" action="/profile#adding"></form>' in html


def test_it_removes_an_address_that_is_emptied(pages: Pages) -> None:
    reader = pages.as_(NORD)
    reader.fills("/profile?market=DE", "/profile", ADDRESS)
    assert "Hafenstr. 1" not in reader.fills("/profile", "/profile", dict.fromkeys(ADDRESS, "")).text


def test_it_says_what_of_the_profile_cannot_be_and_keeps_what_was_typed(pages: Pages) -> None:
    typed = ADDRESS | {"languages": "klingon", "from": ["2026-04-03", ""], "until": ["2026-04-04", ""]}
    answer = pages.as_(NORD).fills("/profile?market=DE", "/profile", typed)
    assert answer.status_code == 422
    assert "Hafenstr. 1" in answer.text
    assert 'value="klingon"' in answer.text
    assert pages.as_(JAN).get("/profile").status_code == 404

"""What the platform sees of how sellers stand, and what it does about it."""

from __future__ import annotations

import re

import pytest

from cases.casefile.order_shape import OrderIn
from cases.clock import set_sandbox_clock
from cases.verbs.import_orders import import_order
from tests.builders import Told, a_measure, a_question, an_order, at
from tests.cast import JAN, NORD, ROOT, SPAET
from tests.pages.reader import Pages
from tests.pages.statements import statements
from tests.pages.test_standing import waits_until, words

PATHS = ("/admin/sellers", "/admin/sellers/nord", "/admin/sellers/nord/measure", "/admin/outages")


def asked(pages: Pages, number: int, seller: str = "nord") -> Told:
    return pages.desk.opens(a_question(pages.desk.takes(number=str(number), seller=seller)))


@pytest.fixture
def late(pages: Pages) -> Pages:
    """Spaet missed two answers; Nord gave one."""
    asked(pages, 1).says(NORD, "It fits the pot of 18 cm.")
    for number in (2, 3):
        asked(pages, number, "spaet")
    waits_until(pages, "2026-04-08 16:00")
    return pages


def breach_of(pages: Pages) -> str:
    return str(pages.desk.rows("SELECT id FROM breach ORDER BY id")[0][0])


def names(html: str) -> list[str]:
    return re.findall(r'href="/admin/sellers/(\w+)\?', html)


@pytest.mark.parametrize("path", PATHS)
def test_it_is_there_for_admins_alone(late: Pages, path: str) -> None:
    assert [late.as_(who).get(path).status_code for who in (ROOT, NORD, JAN)] == [200, 404, 404]


def test_it_lists_how_each_seller_stands(late: Pages) -> None:
    told = words(late.as_(ROOT).get("/admin/sellers").text)
    assert re.search(r"Spaet und Sohn spaet [\d.]+ [\d.]+% 2 2 0 0 0 allowed", told)
    assert re.search(r"Werkstatt Nord nord [\d.]+ 100% 1 0 0 0 0 allowed", told)


def test_it_sorts_by_what_is_asked_for_and_back(late: Pages) -> None:
    html = late.as_(ROOT).get("/admin/sellers?sort=score").text
    assert names(html) == ["spaet", "nord"]
    assert 'aria-sort="ascending"' in html
    back = re.search(r'href="(/admin/sellers\?[^"]+sort=-score[^"]*)"', html)
    assert back
    assert names(late.as_(ROOT).get(back[1].replace("&amp;", "&")).text) == ["nord", "spaet"]
    assert names(late.as_(ROOT).get("/admin/sellers?sort=x").text) == ["spaet", "nord"]


def test_it_finds_sellers_by_name_and_by_what_they_may(late: Pages) -> None:
    reader = late.as_(ROOT)
    assert names(reader.get("/admin/sellers?q=werk").text) == ["nord"]
    assert names(reader.get("/admin/sellers?selling=suspended").text) == []


def test_it_puts_those_first_in_whose_measures_somebody_has_to_decide(late: Pages) -> None:
    late.desk.opens(a_measure("restriction", [breach_of(late)], seller="spaet"), ROOT)
    html = late.as_(ROOT).get("/admin/sellers").text
    assert names(html) == ["spaet", "nord"]
    assert "2 2 0 0 1 allowed" in words(html)
    queue = late.as_(ROOT).get("/?folder=measures").text
    assert "Measure" in words(queue)
    assert queue.count("data-row") == 1


def test_it_shows_the_record_of_a_seller(late: Pages) -> None:
    case = late.desk.opens(a_measure("restriction", [breach_of(late)], seller="spaet"), ROOT)
    html = late.as_(ROOT).get("/admin/sellers/spaet").text
    assert words(html).count("answer missed") >= 2
    assert f'href="/cases/{case.id}"' in html
    assert "No days off announced." in html
    assert late.as_(ROOT).get("/admin/sellers/nobody").status_code == 404


def test_it_proposes_a_measure_on_breaches_that_are_chosen(late: Pages) -> None:
    path = "/admin/sellers/spaet/measure"
    html = late.as_(ROOT).get(f"{path}?market=DE").text
    assert "answer missed · Q-" in html
    typed = {"f/measure": "restriction", "f/breaches": [breach_of(late)], "f/rule": "Answers within 24 hours."}
    more = {"f/until": "2026-05-02", "body": "You answered too late twice."}
    answer = late.as_(ROOT).fills(f"{path}?market=DE", path, {**typed, **more})
    assert answer.status_code == 200
    ((case, state),) = late.desk.rows("SELECT id, state FROM cases WHERE kind = 'sanction'")
    assert state == "proposed"
    assert "You answered too late twice." in late.as_(SPAET).get(f"/cases/{case}").text


def test_it_says_what_a_proposal_lacks_and_keeps_what_was_typed(late: Pages) -> None:
    path = "/admin/sellers/spaet/measure"
    typed = {"f/measure": "restriction", "f/rule": "Answers within 24 hours.", "body": "You answered too late."}
    answer = late.as_(ROOT).fills(f"{path}?market=DE", path, typed)
    assert answer.status_code == 422
    assert "You answered too late." in answer.text
    assert 'class="error"' in answer.text
    assert late.desk.rows("SELECT 1 FROM cases WHERE kind = 'sanction'") == []


OUTAGE = {"scope": "platform", "since": "2026-04-07T09:00", "until": "2026-04-07T17:00", "reason": "It was down."}


def test_it_declares_an_outage_that_strikes_what_was_missed_in_it(late: Pages) -> None:
    answer = late.as_(ROOT).fills("/admin/outages", "/admin/outages", OUTAGE)
    assert "Breaches that count no more: 2." in answer.text
    assert "It was down." in answer.text
    assert "It fell into an outage, so it is struck." in late.as_(SPAET).get("/standing").text


def test_it_declares_one_form_once(late: Pages) -> None:
    form = late.as_(ROOT).forms("/admin/outages")["/admin/outages"]
    for _ in range(2):
        assert "2." in late.as_(ROOT).post("/admin/outages", {**form, **OUTAGE}).text
    assert late.desk.rows("SELECT count(*) FROM outage") == [(1,)]


def test_it_says_what_is_wrong_with_an_outage(late: Pages) -> None:
    typed = {**OUTAGE, "scope": "carrier", "until": "then"}
    answer = late.as_(ROOT).fills("/admin/outages", "/admin/outages", typed)
    assert answer.status_code == 422
    assert 'class="error"' in answer.text
    assert "It was down." in answer.text
    assert late.desk.rows("SELECT count(*) FROM outage") == [(0,)]


@pytest.mark.parametrize("path", ["/admin/sellers", "/admin/outages"])
def test_it_asks_no_more_for_many_sellers_than_for_few(late: Pages, path: str) -> None:
    def sent() -> int:
        with statements(late.desk.database) as found:
            assert late.as_(ROOT).get(path).status_code == 200
        return len(found)

    sent()
    few = sent()
    for number in range(10, 20):
        order = an_order(number=str(number)).model_dump(mode="json") | {"seller": {"id": f"s{number}", "name": "Klein"}}
        import_order(late.desk.database, OrderIn.model_validate(order), late.desk.now)
        asked(late, number + 100)
    late.desk.waits_until(at("2026-04-14 16:00"))
    set_sandbox_clock(late.desk.database, late.desk.now)
    assert sent() == few


def test_it_tells_what_was_decided_about_sellers_in_a_period(late: Pages) -> None:
    case = late.desk.opens(a_measure("restriction", [breach_of(late)], seller="spaet"), ROOT)
    case.does(SPAET, "respond")
    case.does(ROOT, "impose")
    case.does(SPAET, "appeal")
    told = words(late.as_(ROOT).get("/admin/statistics").text)
    assert "Proposed 1 of these, by the clock 0 Dismissed 0 Lifted 0" in told
    assert "Restriction decided by a person No 1" in told
    assert "Lodged 1 The measure stays 0" in told
    before = words(late.as_(ROOT).get("/admin/statistics?from=2026-01-01&until=2026-04-07").text)
    assert "Proposed 0" in before
    assert "None was imposed." in before
    assert late.as_(NORD).get("/admin/statistics").status_code == 404


@pytest.mark.parametrize("typed", ["x", "0001-01-01", "9999-12-31", "2026-13-01"])
def test_it_takes_the_usual_days_for_what_is_no_day(late: Pages, typed: str) -> None:
    assert late.as_(ROOT).get(f"/admin/statistics?from={typed}&until={typed}").status_code == 200

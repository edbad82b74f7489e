"""The statement of reasons on the page of its case: a file for the seller, and for an admin who said why they look."""

from __future__ import annotations

from tests.builders import Told, a_measure
from tests.cast import JAN, NORD, ROOT
from tests.pages.reader import Pages


def suspended(pages: Pages) -> Told:
    case = pages.desk.opens(a_measure("suspension", [], urgent="danger"), ROOT)
    case.does(ROOT, "impose")
    return case


def test_it_is_offered_once_the_measure_is_imposed(pages: Pages) -> None:
    case = pages.desk.opens(a_measure("suspension", [], urgent="danger"), ROOT)
    path = f"/cases/{case.id}/statement.pdf"
    assert path not in pages.as_(NORD).get(f"/cases/{case.id}").text
    assert pages.as_(NORD).get(path).status_code == 404
    case.does(ROOT, "impose")
    assert path in pages.as_(NORD).get(f"/cases/{case.id}").text
    answer = pages.as_(NORD).get(path)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/pdf")
    assert answer.content.startswith(b"%PDF")


def test_it_is_shown_to_no_buyer_and_to_no_admin_without_a_reason(pages: Pages) -> None:
    path = f"/cases/{suspended(pages).id}/statement.pdf"
    assert [pages.as_(who).get(path).status_code for who in (JAN, ROOT)] == [404, 404]

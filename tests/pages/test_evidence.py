"""The evidence on the page of its case: for its parties, and for an admin who said why they look."""

from __future__ import annotations

import pytest

from cases.casefile.asker import Asker
from tests.builders import a_measure, a_question
from tests.bundles import verified
from tests.cast import JAN, MIA, NORD, ROOT, SPAET
from tests.pages.reader import Pages


@pytest.mark.parametrize("who", [JAN, NORD])
def test_it_is_offered_to_the_parties_and_holds(pages: Pages, who: Asker) -> None:
    case = pages.desk.opens(a_question())
    path = f"/cases/{case.id}/evidence.zip"
    assert f'href="{path}" download>Evidence of this case</a>' in pages.as_(who).get(f"/cases/{case.id}").text
    answer = pages.as_(who).get(path)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/zip")
    assert (verified(answer.content).fault, verified(answer.content).case) == ("", case.id)


def test_it_is_for_an_admin_who_said_why_and_is_remembered(pages: Pages) -> None:
    case = pages.desk.opens(a_question())
    path = f"/cases/{case.id}/evidence.zip"
    assert pages.as_(ROOT).get(path).status_code == 404
    pages.as_(ROOT).looks(case.id, "A court asks.")
    assert path in pages.as_(ROOT).get(f"/cases/{case.id}").text
    before = pages.desk.rows("SELECT reason FROM admin_view")
    assert verified(pages.as_(ROOT).get(path).content).holds
    assert pages.desk.rows("SELECT reason FROM admin_view") == [*before, ("A court asks.",)]


@pytest.mark.parametrize("who", [MIA, SPAET])
def test_it_does_not_exist_for_strangers(pages: Pages, who: Asker) -> None:
    case = pages.desk.opens(a_question())
    assert pages.as_(who).get(f"/cases/{case.id}/evidence.zip").status_code == 404


def test_it_holds_for_a_measure_which_has_no_buyer_and_no_order(pages: Pages) -> None:
    case = pages.desk.opens(a_measure("suspension", [], urgent="danger"), ROOT)
    case.does(ROOT, "impose")
    answer = pages.as_(NORD).get(f"/cases/{case.id}/evidence.zip")
    assert (verified(answer.content).fault, verified(answer.content).messages) == ("", case.version)

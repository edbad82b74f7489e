"""The pictures: the way of a case on every face, and a seller's week."""

from __future__ import annotations

import re

from tests.builders import Told, a_return
from tests.cast import JAN, NORD, ROOT, SYSTEMS
from tests.pages.reader import Pages

ITEM = re.compile(r'<li class="(been|now|ahead)"[^>]*>(.*?)</li>', re.DOTALL)


def stations(html: str) -> list[tuple[str, str]]:
    """The stations of the list beside the picture, each with its mark."""
    figure = html.partition('<figure class="route">')[2].partition("</figure>")[0]
    return [(mark, re.sub(r"<time.*|<span.*", "", words).strip()) for mark, words in ITEM.findall(figure)]


def sent_back(pages: Pages) -> Told:
    """A return whose parcel is on its way."""
    case = pages.desk.opens(a_return())
    case.does(NORD, "approve")
    case.does(SYSTEMS, "ship")
    return case


def test_it_shows_where_a_case_has_been_and_what_lies_ahead(pages: Pages) -> None:
    case = sent_back(pages)
    html = pages.as_(NORD).get(f"/cases/{case.id}").text
    assert stations(html) == [
        ("been", "The seller decides about the return"),
        ("been", "The buyer sends the parcel back"),
        ("now", "The parcel is on its way to the seller"),
        ("ahead", "Checked"),
        ("ahead", "Money back"),
        ("ahead", "Closed"),
    ]
    assert html.count("<circle") == 6


def test_it_shows_a_buyer_the_same_in_steps(pages: Pages) -> None:
    case = sent_back(pages)
    found = stations(pages.as_(JAN).get(f"/cases/{case.id}").text)
    assert found == [
        ("been", "Asked"),
        ("now", "On its way back"),
        ("ahead", "Checked"),
        ("ahead", "Money back"),
        ("ahead", "Closed"),
    ]


def test_it_shows_an_admin_how_a_case_ended(pages: Pages) -> None:
    case = pages.desk.opens(a_return())
    case.does(JAN, "cancel")
    pages.as_(ROOT).looks(case.id)
    found = stations(pages.as_(ROOT).get(f"/cases/{case.id}").text)
    assert found == [("been", "The seller decides about the return"), ("now", "Taken back by the buyer")]


def test_it_leaves_out_what_lies_long_ago(pages: Pages) -> None:
    case = pages.desk.opens(a_return())
    for _ in range(2):
        case.does(NORD, "request_information")
        case.does(JAN, "give_information")
    case.does(NORD, "approve")
    case.does(SYSTEMS, "ship")
    html = pages.as_(NORD).get(f"/cases/{case.id}").text
    assert "1 station is left out." in html
    assert [mark for mark, _ in stations(html)].count("been") == 5


def test_it_draws_the_week(pages: Pages) -> None:
    pages.desk.opens(a_return())
    html = pages.as_(NORD).get("/today").text
    week = html.partition('<figure class="week">')[2].partition("</figure>")[0]
    assert week.count("<rect") == 1
    assert re.search(r"Wednesday,? 8 April 2026: 1 promise<", week)
    assert re.search(r"Tuesday,? 7 April 2026: 0 promises<", week)

"""The platform searches everything: words, numbers, parcels, orders and people, narrowed down as it wants."""

from __future__ import annotations

import re

import pytest

from tests.builders import Told, a_question, a_return
from tests.cast import JAN, MIA, NORD, ROOT, SYSTEMS
from tests.pages.reader import Pages


def two_cases(pages: Pages) -> tuple[Told, Told]:
    """One of Jan's at Werkstatt Nord in Germany, and a day later one of Mia's at Spaet und Sohn in France."""
    one = pages.desk.opens(a_question(body="Does the sieve fit?"))
    pages.desk.waits(days=1)
    order = pages.desk.takes("FR", number="7", seller="spaet", buyer="mia")
    return one, pages.desk.opens(a_question(order, body="Is the sieve of steel?"), MIA)


def found(pages: Pages, query: str) -> set[str]:
    """The cases that an admin is led to."""
    return set(re.findall(r'href="/cases/([^"#?]+)', pages.as_(ROOT).get(f"/search?{query}").text))


def test_it_finds_a_word_whoever_wrote_it(pages: Pages) -> None:
    one, other = two_cases(pages)
    assert found(pages, "q=sieve") == {one.id, other.id}


@pytest.mark.parametrize(
    "narrow", ["market=DE", "seller=nord", "buyer=jan", "order=DE-1042", "until=2026-04-02", "market=DE&kind=question"]
)
def test_it_narrows_down(pages: Pages, narrow: str) -> None:
    one, _ = two_cases(pages)
    assert found(pages, f"q=sieve&{narrow}") == {one.id}


def test_it_narrows_down_to_what_came_since_a_day(pages: Pages) -> None:
    _, other = two_cases(pages)
    assert found(pages, "q=sieve&from=2026-04-03") == {other.id}


def test_it_finds_by_number_parcel_order_and_person(pages: Pages) -> None:
    one, other = two_cases(pages)
    returned = pages.desk.opens(a_return())
    returned.does(NORD, "approve")
    returned.does(SYSTEMS, "ship", parcels=[{"carrier": "DHL", "tracking": "00340434161094027318"}])
    assert found(pages, f"q={one.file.case.number}") == {one.id}
    assert found(pages, "q=00340434161094027318") == {returned.id}
    assert found(pages, "q=FR-7") == {other.id}
    assert found(pages, "q=Mia+Blom") == {other.id}


@pytest.mark.parametrize(
    ("words", "link"), [("DE-77", "/?order=DE-77"), ("mia blom", "/?buyer=mia"), ("Spaet und Sohn", "/?seller=spaet")]
)
def test_it_names_who_and_what_is_in_no_case_yet(pages: Pages, words: str, link: str) -> None:
    pages.desk.takes(number="77", seller="spaet", buyer="mia")
    html = pages.as_(ROOT).get(f"/search?q={words}").text
    assert f'href="{link}"' in html
    assert f'href="{link}"' not in pages.as_(NORD).get(f"/search?q={words}").text


@pytest.mark.parametrize("narrow", ["order=DE-1042", "buyer=jan", "seller=nord", "market=DE"])
def test_it_shows_the_cases_of_an_order_or_a_person(pages: Pages, narrow: str) -> None:
    one, other = two_cases(pages)
    html = pages.as_(ROOT).get(f"/?{narrow}").text
    assert [f"/cases/{case.id}" in html for case in (one, other)] == [True, False]


def test_it_narrows_nothing_down_for_the_parties(pages: Pages) -> None:
    one, _ = two_cases(pages)
    html = pages.as_(JAN).get("/search?q=sieve&market=FR&seller=spaet").text
    assert f"/cases/{one.id}" in html
    assert 'name="seller"' not in html


def test_it_goes_on_where_the_page_ended(pages: Pages) -> None:
    for number in range(60):
        pages.desk.takes(number=str(3000 + number))
        pages.desk.opens(a_question(f"DE-{3000 + number}", body="Does the sieve fit?"))
    html = pages.as_(ROOT).get("/search?q=sieve&kind=question").text
    onward = re.search(r'href="(/search[^"]+)" rel="next"', html)
    assert onward
    more = pages.as_(ROOT).get(onward[1].replace("&amp;", "&")).text
    first, second = (set(re.findall(r"/cases/[^#?\"]+", page)) for page in (html, more))
    assert (len(first), len(second), first & second) == (50, 10, set())


def test_it_takes_nonsense_for_no_filter(pages: Pages) -> None:
    two_cases(pages)
    for query in ("from=x&until=2026-99-01", "after=1+2+3", "until=9999-12-31", "after=x", "from=0001-01-01"):
        assert len(found(pages, f"q=sieve&{query}")) == 2, query

"""What may not be said, as the parties meet it in the case's page: refused with the place marked, covered, freed."""

from __future__ import annotations

import html
import re

import pytest

from cases.casefile.asker import Asker
from tests.builders import Told, a_question
from tests.cast import JAN, NORD, ROOT
from tests.pages.reader import Pages

pytestmark = pytest.mark.usefixtures("every_rule_applied")

NUMBER = "+49 151 23456789"
CALL = f"It fits 👍🏽. My number is {NUMBER}."
RUDE = "It fits, you idiot."


@pytest.fixture
def case(pages: Pages) -> Told:
    """A question that waits."""
    return pages.desk.opens(a_question())


def writes(pages: Pages, who: Asker, case: Told, body: str, **more: str) -> str:
    where = f"/cases/{case.id}/messages"
    return html.unescape(pages.as_(who).fills(f"/cases/{case.id}", where, {"body": body, **more}).text)


def marked_in(page: str) -> list[str]:
    return re.findall(r"<mark>(.*?)</mark>", page)


def words(pages: Pages, who: Asker, case: Told) -> list[str]:
    page = html.unescape(pages.as_(who).get(f"/cases/{case.id}").text)
    return re.findall(r'<div class="words" lang="en">(.*?)</div>', page)


def test_it_marks_the_place_that_is_refused_and_takes_the_correction(pages: Pages, case: Told) -> None:
    page = writes(pages, NORD, case, CALL)
    assert NUMBER in " ".join(marked_in(page))
    assert f">\n{CALL}</textarea>" in page
    assert (case.state, case.version) == ("awaiting_seller", 1)
    assert "Your message was sent." in writes(pages, NORD, case, "It fits 👍🏽.")
    assert case.state == "answered"


def test_it_marks_it_before_sending(pages: Pages, case: Told) -> None:
    assert NUMBER in " ".join(marked_in(writes(pages, NORD, case, CALL, preview="yes")))


def test_it_covers_the_number_of_a_buyer(pages: Pages, case: Told) -> None:
    writes(pages, JAN, case, f"Is it blue? My number is {NUMBER}.")
    pages.as_(ROOT).looks(case.id)
    for who in (JAN, NORD):
        assert words(pages, who, case)[1].startswith("Is it blue?")
        assert NUMBER not in words(pages, who, case)[1]


def test_it_shows_a_held_message_once_it_is_freed_with_its_first_time(pages: Pages, case: Told) -> None:
    writes(pages, NORD, case, RUDE)
    assert RUDE not in words(pages, JAN, case)
    pages.desk.waits(hours=2)
    (review,) = pages.desk.rows("SELECT id FROM review WHERE kind = 'held'")
    where = f"/admin/reviews/{review[0]}"
    pages.as_(ROOT).fills("/admin/reviews", where, {"decision": "release", "reason": "Rude, no more."})
    page = pages.as_(JAN).get(f"/cases/{case.id}").text
    assert RUDE in words(pages, JAN, case)
    assert re.search(r'<a href="#m2"><time datetime="2026-04-02T1[35]:00:00', page)

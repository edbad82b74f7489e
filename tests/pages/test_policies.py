"""What the platform sees of its policies, and of who would be treated otherwise under another one."""

from __future__ import annotations

from datetime import date

import pytest

from cases.casefile.policies import activate
from markets.policy import parse_policy
from tests.builders import a_question
from tests.cast import JAN, NORD, ROOT
from tests.pages.reader import Pages
from tests.pages.test_standing import waits_until, words

STRICT = """
[policy]
version = "2026-05"
from = 2026-05-01

[weights.on_time]
points = 90
"""


@pytest.fixture
def planned(pages: Pages) -> Pages:
    """Nord missed an answer, and a policy that weighs that more is to come."""
    pages.desk.opens(a_question(pages.desk.takes()))
    waits_until(pages, "2026-04-08 16:00")
    activate(pages.desk.database, parse_policy(STRICT), date(2026, 5, 1), pages.desk.now, "ida")
    return pages


def test_it_lists_every_policy_on_record(planned: Pages) -> None:
    html = planned.as_(ROOT).get("/admin/policies").text
    assert "2026-05" in html
    assert "Treated otherwise" not in html


def test_it_says_who_would_be_treated_otherwise(planned: Pages) -> None:
    said = words(planned.as_(ROOT).get("/admin/policies?old=defaults&new=0").text)
    assert "Treated otherwise: 1 of 1 sellers." in said
    assert "Werkstatt Nord" in said
    assert "→" in said


def test_it_treats_nobody_otherwise_under_the_same(planned: Pages) -> None:
    said = words(planned.as_(ROOT).get("/admin/policies?old=0&new=0").text)
    assert "Treated otherwise: 0 of 1 sellers." in said


@pytest.mark.parametrize("wrong", ["old=7&new=0", "old=-1&new=x", "old=99999999&new=0", "old=%00&new=0"])
def test_it_takes_no_harm_from_what_is_typed(planned: Pages, wrong: str) -> None:
    answer = planned.as_(ROOT).get(f"/admin/policies?{wrong}")
    assert answer.status_code == 200
    assert "Treated otherwise" not in answer.text


def test_it_is_the_platforms_alone(planned: Pages) -> None:
    for who in (JAN, NORD):
        assert planned.as_(who).get("/admin/policies").status_code == 404

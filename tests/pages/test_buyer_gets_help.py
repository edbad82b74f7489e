"""Help with an order in three steps, a question before the sale, and what is refused on the way."""

from __future__ import annotations

import re

import pytest

from api.pages.buyer.problems import PROBLEMS
from cases.clock import set_sandbox_clock
from tests.builders import a_png, a_return
from tests.cast import JAN, MIA, NORD, ROOT
from tests.pages.reader import Pages, title
from workflows.registry import CURRENT

HELP = "/orders/DE-1042/help"
CASES = "SELECT kind, reason, state FROM cases"


def to(problem: str, way: str = "") -> str:
    """The address of the second or the third step."""
    return f"{HELP}?problem={problem}&units/1=1" + (f"&way={way}" if way else "")


@pytest.mark.parametrize("problem", PROBLEMS)
def test_it_knows_only_kinds_and_reasons_that_there_are(problem: str) -> None:
    for kind, reason in PROBLEMS[problem]:
        assert {reason} <= {code for row in CURRENT[kind].openings for code in row.reasons} | {""}


def test_it_asks_first_what_is_wrong(pages: Pages) -> None:
    html = pages.as_(JAN).get(HELP).text
    assert set(re.findall(r'name="problem" value="([a-z_]+)"', html)) == set(PROBLEMS)
    assert 'name="units/1" value="1" checked' in html


def test_it_explains_every_way_and_takes_none_by_itself(pages: Pages) -> None:
    html = pages.as_(JAN).get(to("not_as_expected")).text
    ways = re.findall(r"<h2>([^<]+)</h2>", html)
    assert ways == ["Withdrawal from the contract", "Complaint", "Return"]
    assert "Possible until Monday, 13 April 2026." in html
    assert "Possible until Tuesday, 28 March 2028." in html
    assert pages.desk.rows(CASES) == []


def test_it_says_why_a_way_is_closed(pages: Pages) -> None:
    pages.desk.opens(a_return())
    html = pages.as_(JAN).get(to("changed_mind")).text
    assert "There is already an open case of this kind about the same goods." in html
    assert "way=return" not in html


def test_it_takes_no_way_that_is_closed(pages: Pages) -> None:
    form = pages.as_(JAN).forms(to("changed_mind", "return:changed_mind"))[HELP]
    pages.desk.opens(a_return())
    answer = pages.as_(JAN).post(HELP, {**form, "body": "Please.", "f/wished_remedy": "refund"})
    assert answer.status_code == 404
    assert len(pages.desk.rows(CASES)) == 1


def test_it_leads_a_withdrawal_to_its_own_function(pages: Pages) -> None:
    html = pages.as_(JAN).get(to("changed_mind", "withdrawal:")).text
    assert '<a class="button" href="/orders/DE-1042/withdraw">Withdraw from contract here</a>' in html


def test_it_opens_the_case_with_a_photo(pages: Pages) -> None:
    typed = {"body": "The housing is broken.", "f/found_on": "2026-04-01", "f/wished_remedy": "replacement"}
    files = [("f/photos", ("housing.png", a_png(), "image/png"))]
    answer = pages.as_(JAN).fills(to("damaged", "complaint:damaged_in_transit"), HELP, typed, files)
    assert title(answer).endswith("Complaint · Nazorg")
    assert "The seller has been told." in answer.text
    assert "/attachments/att_" in answer.text
    assert [tuple(row) for row in pages.desk.rows(CASES)] == [("complaint", "damaged_in_transit", "lodged")]


def test_it_asks_about_an_order(pages: Pages) -> None:
    answer = pages.as_(JAN).fills(to("question", "question:invoice"), HELP, {"body": "Where is the invoice?"})
    assert "Where is the invoice?" in answer.text
    assert [tuple(row) for row in pages.desk.rows(CASES)] == [("question", "invoice", "awaiting_seller")]


def test_it_says_what_is_missing_and_keeps_the_rest(pages: Pages) -> None:
    typed = {"body": "It is broken.", "f/found_on": ""}
    files = [("attachments", ("housing.png", a_png(), "image/png"))]
    answer = pages.as_(JAN).fills(to("damaged", "complaint:damaged_in_transit"), HELP, typed, files)
    assert answer.status_code == 422
    assert 'id="f-found_on-error"' in answer.text
    assert ">\nIt is broken.</textarea>" in answer.text
    assert re.search(r'name="attachments" value="att_[^"]+" checked', answer.text)
    assert pages.desk.rows(CASES) == []


def test_it_needs_words(pages: Pages) -> None:
    answer = pages.as_(JAN).fills(to("question", "question:invoice"), HELP, {"body": " "})
    assert answer.status_code == 422
    assert 'id="body-error"' in answer.text
    assert pages.desk.rows(CASES) == []


def test_it_opens_once_what_is_sent_twice(pages: Pages) -> None:
    form = pages.as_(JAN).forms(to("question", "question:invoice"))[HELP]
    for _ in range(2):
        assert pages.as_(JAN).post(HELP, {**form, "body": "Where is it?"}).status_code == 200
    assert len(pages.desk.rows(CASES)) == 1


def test_it_takes_no_forged_form(pages: Pages) -> None:
    form = pages.as_(JAN).forms(to("question", "question:invoice"))[HELP]
    assert pages.as_(JAN).post(HELP, {**form, "body": "Where is it?", "pass": "x"}).status_code == 403
    assert pages.desk.rows(CASES) == []


@pytest.mark.parametrize("query", ["?problem=x&units/1=1", "?problem=late", "?problem=late&units/1=9"])
def test_it_stays_at_the_first_step_where_nothing_fits(pages: Pages, query: str) -> None:
    assert 'role="alert"' in pages.as_(JAN).get(HELP + query).text


def test_it_hides_another_buyers_order(pages: Pages) -> None:
    for who in (MIA, NORD, ROOT):
        assert pages.as_(who).get(HELP).status_code == 404
    form = pages.as_(JAN).forms(to("question", "question:invoice"))[HELP]
    key = pages.as_(MIA).forms("/")["/sign-out"]["pass"]
    assert pages.as_(MIA).post(HELP, {**form, "pass": key, "body": "Mine?"}).status_code == 404
    assert pages.desk.rows(CASES) == []


ARTICLE = {"seller": "nord", "market": "DE", "sku": "CM-200", "title": "Coffee machine CM 200"}
LINK = "/ask?" + "&".join(f"{name}={value}" for name, value in ARTICLE.items())


def test_it_asks_before_the_sale(pages: Pages) -> None:
    answer = pages.as_(JAN).fills(LINK, "/ask", {"topic": "product", "body": "Does it fit under a shelf?"})
    assert "Coffee machine CM 200" in answer.text
    assert [tuple(row) for row in pages.desk.rows(CASES)] == [("question", "product", "awaiting_seller")]


def test_it_says_what_is_missing_in_a_question(pages: Pages) -> None:
    answer = pages.as_(JAN).fills("/ask", "/ask", {"title": "", "body": "Does it fit?", "topic": "product"})
    assert answer.status_code == 422
    assert 'id="title-error"' in answer.text
    assert ">\nDoes it fit?</textarea>" in answer.text


def test_it_lets_buyers_alone_ask_before_the_sale(pages: Pages) -> None:
    for who in (NORD, ROOT):
        assert pages.as_(who).get("/ask").status_code == 404


def test_it_says_when_a_right_has_ended(pages: Pages) -> None:
    pages.desk.waits(days=12)
    set_sandbox_clock(pages.desk.database, pages.desk.now)
    html = pages.as_(JAN).get(to("changed_mind")).text
    assert "ended on Monday, 13 April 2026" in html

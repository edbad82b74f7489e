"""What a seller sees of how they stand."""

from __future__ import annotations

import re
from datetime import timedelta

from httpx2 import Response

from cases.clock import set_sandbox_clock
from cases.sellers.scale import WEIGHTS
from cases.verbs.weigh_sellers import weigh_sellers
from tests.builders import Told, a_measure, a_question, at
from tests.cast import JAN, NORD, ROOT, SPAET
from tests.pages.reader import Pages
from tests.pages.statements import statements


def asked(pages: Pages, number: int) -> Told:
    return pages.desk.opens(a_question(pages.desk.takes(number=str(number))))


def waits_until(pages: Pages, wall: str) -> None:
    pages.desk.waits_until(at(wall))
    set_sandbox_clock(pages.desk.database, pages.desk.now)


def missed(pages: Pages, number: int = 1) -> Told:
    """Jan asked, and Nord let it pass."""
    case = asked(pages, number)
    waits_until(pages, "2026-04-08 16:00")
    return case


def words(html: str) -> str:
    """The text of a page, without its marks."""
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_it_shows_the_score_in_parts_that_say_why(pages: Pages) -> None:
    asked(pages, 1).says(NORD, "It fits the pot of 18 cm.")
    told = words(pages.as_(NORD).get("/standing").text)
    assert "Answers in time 38.18 of 45 Answered in time in the last 30 days: 1 of 1." in told
    assert "No measure limits selling." in told


def test_it_shows_the_window_that_is_chosen(pages: Pages) -> None:
    asked(pages, 1).says(NORD, "It fits the pot of 18 cm.")
    pages.desk.now += timedelta(days=10)
    set_sandbox_clock(pages.desk.database, pages.desk.now)
    assert "in the last 90 days: 1 of 1" in pages.as_(NORD).get("/standing?window=90").text
    assert "Nothing had to be answered in the last 7 days" in pages.as_(NORD).get("/standing?window=7").text
    assert "in the last 30 days: 1 of 1" in pages.as_(NORD).get("/standing?window=x").text


def test_it_leads_from_a_breach_to_its_message_and_says_why_it_counts(pages: Pages) -> None:
    case = missed(pages)
    html = pages.as_(NORD).get("/standing").text
    assert f'href="/cases/{case.id}?all=true#m1"' in html
    told = words(html)
    assert "answer missed" in told
    assert "counts The deadline passed." in told
    assert "Thu 7 May" in told  # thirty days after it passed on Tuesday 7 April


def test_it_says_why_a_breach_does_not_count(pages: Pages) -> None:
    case = asked(pages, 1)
    case.says(JAN, "And is it blue?")
    waits_until(pages, "2026-04-08 16:00")
    assert "does not count It fell into the same silence" in words(pages.as_(NORD).get("/standing").text)


def test_it_says_what_would_raise_the_score(pages: Pages) -> None:
    missed(pages)
    told = words(pages.as_(NORD).get("/standing").text)
    assert re.search(r"Answer \d+ messages? in time\. Answers in time: from [\d.]+ to [\d.]+ of 45 points", told)
    assert re.search(r"Thu 7 May, 14:00 ?: answer missed; the score is then [\d.]+\.", told)


def test_it_draws_the_way_of_the_score_and_tells_it(pages: Pages) -> None:
    missed(pages)
    html = pages.as_(NORD).get("/standing").text
    figure = html[html.index('<figure class="trend">') : html.index("</figure>")]
    assert (figure.count("<circle"), figure.count("<li>")) == (13, 13)
    scores = [float(score) for score in re.findall(r": ([\d.]+)</li>", figure)]
    assert scores[-1] < scores[0]


def test_it_leads_to_the_measure_that_limits_selling(pages: Pages) -> None:
    missed(pages)
    ((breach,),) = pages.desk.rows("SELECT id FROM breach")
    case = pages.desk.opens(a_measure("suspension", [str(breach)]), ROOT)
    case.does(NORD, "respond")
    case.does(ROOT, "impose")
    html = pages.as_(NORD).get("/standing").text
    assert "Visibility of offers 0%" in words(html)
    assert re.search(rf'suspended</strong>.*href="/cases/{case.id}"', html, re.DOTALL)


def test_it_is_each_sellers_own(pages: Pages) -> None:
    case = missed(pages)
    assert case.id not in pages.as_(SPAET).get("/standing").text
    assert [pages.as_(who).get("/standing").status_code for who in (JAN, ROOT)] == [404, 404]


def test_it_asks_no_more_for_many_breaches_than_for_few(pages: Pages) -> None:
    def sent() -> int:
        with statements(pages.desk.database) as found:
            assert pages.as_(NORD).get("/standing").status_code == 200
        return len(found)

    asked(pages, 1)
    asked(pages, 2).says(NORD, "It fits the pot of 18 cm.")
    waits_until(pages, "2026-04-08 16:00")
    sent()
    few = sent()
    for number in range(3, 20):
        asked(pages, number)
    waits_until(pages, "2026-04-14 16:00")
    assert sent() <= few  # a percentile is asked for only where the answers reach it


def test_it_publishes_the_formula_and_the_thresholds(pages: Pages) -> None:
    told = words(pages.as_(NORD).get("/standing/scale").text)
    for part in WEIGHTS.values():
        assert f" {part.points:g} " in told
    assert "Messages answered in time 30 days 20 below 90% below 80% Restriction 14 days" in told
    assert "Findings of conduct 90 days 1 from 12 on from 15 on Removal no end" in told
    assert words(pages.as_(ROOT).get("/standing/scale").text).count("Restriction 14 days") == 5
    assert pages.as_(JAN).get("/standing/scale").status_code == 404


def contests(pages: Pages, **typed: str) -> Response:
    ((breach,),) = pages.desk.rows("SELECT id FROM breach")
    reader = pages.as_(NORD)
    form = {"pass": reader.forms("/")["/sign-out"]["pass"][0], "breach": str(breach), "body": "The site was down."}
    return reader.post("/standing/objections?window=90", {**form, **typed})


def test_it_lets_a_seller_contest_one_breach(pages: Pages) -> None:
    missed(pages)
    assert 'action="/standing/objections?window=30&amp;page=1"' in pages.as_(NORD).get("/standing").text
    answer = contests(pages)
    assert (answer.url.path, answer.url.query) == ("/standing", b"window=90")
    assert "does not count The seller objected, and a person has yet to decide." in words(answer.text)
    assert "/standing/objections" not in answer.text
    assert "The site was down." in pages.as_(ROOT).get("/admin/reviews").text


def test_it_says_why_a_breach_cannot_be_contested_and_keeps_the_words(pages: Pages) -> None:
    missed(pages)
    pages.desk.now += timedelta(days=15)
    set_sandbox_clock(pages.desk.database, pages.desk.now)
    answer = contests(pages, body=" ")
    assert answer.status_code == 422
    assert "The objection was not sent:" in answer.text
    assert contests(pages, breach="x").status_code == 422


def test_it_takes_the_scores_of_the_days_that_were_kept(pages: Pages) -> None:
    missed(pages)
    weigh_sellers(pages.desk.database, pages.desk.now)
    pages.desk.now += timedelta(days=7)
    set_sandbox_clock(pages.desk.database, pages.desk.now)
    pages.desk.rows("UPDATE standing_day SET score = 12.5 RETURNING 1")
    assert "Wed 8 Apr: 12.5" in pages.as_(NORD).get("/standing").text
    assert "12.5" not in pages.as_(NORD).get("/standing?window=90").text

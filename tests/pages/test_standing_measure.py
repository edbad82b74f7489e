"""A measure as its seller and the platform see it: what it means, until when, and what it rests on."""

from __future__ import annotations

import json
import re
from html import unescape as html_text

from tests.builders import Told, a_measure
from tests.cast import NORD, ROOT, SPAET
from tests.pages.reader import Pages
from tests.pages.test_standing import missed, words

STATEMENT = "statement.pdf"


def proposed(pages: Pages, measure: str = "restriction") -> Told:
    missed(pages)
    ((breach,),) = pages.desk.rows("SELECT id FROM breach")
    return pages.desk.opens(a_measure(measure, [str(breach)]), ROOT)


def imposed(pages: Pages, measure: str = "restriction") -> Told:
    case = proposed(pages, measure)
    case.does(NORD, "respond")
    case.does(ROOT, "impose")
    return case


def panel(html: str) -> str:
    return words(html[html.index('id="measure"') : html.index("</section>", html.index('id="measure"'))])


def test_it_says_that_a_proposal_has_no_effect_yet(pages: Pages) -> None:
    case = proposed(pages)
    html = pages.as_(NORD).get(f"/cases/{case.id}").text
    assert "Restriction. It is only proposed and has no effect yet." in panel(html)
    assert STATEMENT not in html


def test_it_says_what_a_measure_in_force_means_and_until_when(pages: Pages) -> None:
    case = imposed(pages)
    html = pages.as_(NORD).get(f"/cases/{case.id}").text
    told = panel(html)
    assert "It is in force. Offers are shown half as much." in told
    assert re.search("Until when Friday,? 29 May 2026", told)
    assert "Appeal possible until" in told
    assert f'href="/cases/{case.id}/{STATEMENT}"' in html


def test_it_leads_to_each_breach_that_it_rests_on(pages: Pages) -> None:
    case = imposed(pages)
    ((breach,),) = pages.desk.rows("SELECT id FROM breach")
    assert f'href="/standing?window=90#b{breach}"' in pages.as_(NORD).get(f"/cases/{case.id}").text
    assert f'href="/admin/sellers/nord?window=90#b{breach}"' in pages.as_(ROOT).looks(case.id).text
    assert f'id="b{breach}"' in pages.as_(NORD).get("/standing?window=90").text


def test_it_says_that_a_lifted_measure_is_over(pages: Pages) -> None:
    case = imposed(pages)
    case.does(ROOT, "lift")
    assert "It is over and has no effect any more." in panel(pages.as_(NORD).get(f"/cases/{case.id}").text)


def test_it_takes_the_response_to_a_proposal(pages: Pages) -> None:
    case = proposed(pages)
    page = f"/cases/{case.id}?do=respond"
    more = {"f/text": "Two of us were ill.", "body": "We answer on the same day since then.", "send": "yes"}
    answer = pages.as_(NORD).fills(page, f"/cases/{case.id}/messages", more)
    assert answer.status_code == 200
    assert case.entries()[-1].event == "respond"


def test_it_takes_an_appeal_against_one_breach_in_words(pages: Pages) -> None:
    case = imposed(pages)
    ((breach,),) = pages.desk.rows("SELECT id FROM breach")
    page = f"/cases/{case.id}?do=appeal"
    assert "answer missed · Q-" in pages.as_(NORD).get(page).text
    more = {"f/breaches": [str(breach)], "f/facts": "The site was down.", "body": "We appeal.", "send": "yes"}
    assert pages.as_(NORD).fills(page, f"/cases/{case.id}/messages", more).status_code == 200
    assert case.entries()[-1].event == "appeal"


def test_it_is_nobody_elses(pages: Pages) -> None:
    case = imposed(pages)
    assert pages.as_(SPAET).get(f"/cases/{case.id}").status_code == 404


def test_it_reads_the_statement_of_reasons_in_the_page(pages: Pages) -> None:
    case = imposed(pages)
    told = words(pages.as_(NORD).get(f"/cases/{case.id}").text)
    assert "Measure Restriction" in told
    statement = next(entry for entry in case.entries() if entry.event == "impose")
    fields = json.loads(statement.fields or "{}")
    for name in ("facts_and_period", "relied_on", "rule", "why_it_fits", "scope", "internal_complaint", "court"):
        assert " ".join(fields[name].split()) in html_text(told), name
    assert re.search("Start Wednesday,? 8 April 2026", told)

"""What a case has to choose from is offered in its forms: parcels, and the breaches that a measure rests on."""

from __future__ import annotations

import re

from cases.clock import set_sandbox_clock
from tests.builders import Told, a_measure, a_question, a_return, at
from tests.cast import JAN, NORD, ROOT, SYSTEMS
from tests.pages.reader import Pages

SHIPPED = [
    {"id": "p1", "carrier": "DHL", "tracking": "0034 out", "lines": ["1"], "shipped_at": "2026-03-21T10:00:00+01:00"}
]


def measured(pages: Pages) -> Told:
    """A measure in force against Anna's team, which rests on an answer that it missed."""
    desk = pages.desk
    case = desk.opens(a_question())
    desk.waits_until(at("2026-04-07 16:00"))
    ((breach,),) = desk.rows(f"SELECT id FROM breach WHERE case_id = '{case.id}'")
    measure = desk.opens(a_measure("restriction", [str(breach)]), ROOT)
    desk.waits_until(at("2026-04-15 00:01"))
    measure.does(ROOT, "impose")
    set_sandbox_clock(desk.database, desk.now)
    return measure


def test_it_offers_the_parcels_on_their_way_back(pages: Pages) -> None:
    case = pages.desk.opens(a_return())
    case.does(NORD, "approve")
    case.does(JAN, "ship", parcels=[{"carrier": "DHL", "tracking": "0034 <back>"}])
    html = pages.as_(NORD).get(f"/cases/{case.id}?do=arrive").text
    assert re.search(r'<input id="f-parcel"[^>]* list="f-parcel-known"', html)
    assert '<option value="0034 &lt;back&gt;">DHL</option>' in html
    case.does(SYSTEMS, "arrive", parcel="another parcel")
    assert case.state == "inspecting"


def test_it_offers_the_buyer_the_parcels_of_the_order(pages: Pages) -> None:
    pages.desk.takes(number="1050", delivered_at=None, parcels=SHIPPED)
    html = pages.as_(JAN).get("/orders/DE-1050/help?problem=not_received&units/1=1&way=delivery:not_received").text
    assert '<option value="0034 out">DHL</option>' in html


def test_it_offers_the_breaches_that_a_measure_rests_on(pages: Pages) -> None:
    measure = measured(pages)
    page = f"/cases/{measure.id}?do=appeal"
    html = pages.as_(NORD).get(page).text
    choice = re.search(r'name="f/breaches" value="([^"]+)"> answer missed · Q-\w+ · Tuesday 7 April 2026, 15:00', html)
    assert choice, html
    typed = {"body": "We were ill.", "f/facts": "The whole team was ill.", "f/breaches": choice[1]}
    answer = pages.as_(NORD).fills(page, f"/cases/{measure.id}/messages", typed)
    assert "Your message was sent." in answer.text
    assert choice[1] in str(measure.entries()[-1].fields)

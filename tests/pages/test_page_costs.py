"""What a page costs: as many statements for many rows and messages as for few, and a bounded size."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from cases.casefile.asker import Asker
from tests.builders import Told, a_question, a_return
from tests.cast import JAN, NORD, ROOT
from tests.pages.reader import Pages
from tests.pages.routes import paths
from tests.pages.statements import statements

MOST_BYTES = 300_000
PAGES = {
    "queue": (NORD, "/"),
    "queue of the platform's": (NORD, "/?folder=platform"),
    "queue of somebody's": (NORD, "/?assignee=me"),
    "today": (NORD, "/today"),
    "many": (NORD, "/many?{selection}"),
    "seller's case": (NORD, "/cases/{case}"),
    "seller's case, an action": (NORD, "/cases/{case}?do=answer"),
    "seller's search": (NORD, "/search?q=sieve"),
    "buyer's cases": (JAN, "/"),
    "buyer's order": (JAN, "/orders/DE-1042"),
    "buyer's case": (JAN, "/cases/{case}"),
    "buyer's help": (JAN, "/orders/DE-1042/help?problem=question&units/1=1"),
    "standing": (NORD, "/standing"),
    "scale": (NORD, "/standing/scale"),
    "scan": (NORD, "/scan?code=DE-1042"),
    "profile": (NORD, "/profile"),
    "buyer's withdrawal": (JAN, "/orders/DE-1042/withdraw"),
    "buyer's question": (JAN, "/ask"),
    "admin's queue": (ROOT, "/?folder=all"),
    "admin's claims": (ROOT, "/?folder=claims"),
    "admin's late ones": (ROOT, "/?folder=overdue"),
    "admin's case": (ROOT, "/cases/{case}?show=messages&show=transitions&show=clock&show=looks"),
    "admin's replay": (ROOT, "/cases/{case}?at=2"),
    "admin's search": (ROOT, "/search?q=sieve"),
    "admin's reviews": (ROOT, "/admin/reviews"),
    "admin's workflows": (ROOT, "/admin/workflows"),
    "admin's markets": (ROOT, "/admin/markets"),
    "admin's market": (ROOT, "/admin/markets/DE"),
    "admin's workflow": (ROOT, "/admin/workflows/question"),
    "admin's sellers": (ROOT, "/admin/sellers"),
    "admin's seller": (ROOT, "/admin/sellers/nord"),
    "admin's measure": (ROOT, "/admin/sellers/nord/measure"),
    "admin's outages": (ROOT, "/admin/outages"),
    "admin's statistics": (ROOT, "/admin/statistics"),
    "admin's policies": (ROOT, "/admin/policies"),
}

ASKS_FOR_ONE = {
    "/acknowledgements/{token}", "/acknowledgements/{token}/pdf", "/admin/verify", "/attachments/{attachment}",
    "/cases/{case}/acknowledgement.pdf", "/cases/{case}/evidence.zip", "/deadlines/{link}.ics", "/live", "/sign-in",
    "/sign-on", "/sign-on/return",
    "/static/{digest}/{name}", "/withdraw/{token}", "/withdraw/{token}/statement",
}  # fmt: skip
"""Pages of one thing, or of nothing that grows."""


def test_it_measures_every_page_that_lists_something() -> None:
    templates = [re.compile(re.sub(r"{\w+}", "[^/]+", path)) for path in paths("GET") if path not in ASKS_FOR_ONE]
    measured = [path.partition("?")[0] for _, path in PAGES.values()]
    assert [one.pattern for one in templates if not any(one.fullmatch(path) for path in measured)] == []


def asked(pages: Pages, who: Asker, path: str) -> list[str]:
    """What the page asks, by the beginning of each statement, once everything is warm."""
    assert pages.as_(who).get(path).status_code == 200
    with statements(pages.desk.database) as sent:
        assert pages.as_(who).get(path).status_code == 200
    assert sent, "a page that asks nothing"
    return [" ".join(sql.split())[:60] for sql in sent]


def goes_on(case: Told, turns: int) -> None:
    """Both write, so many times; each time there is a question, an answer and their deadlines."""
    for number in range(turns):
        case.says(JAN, f"Does the sieve of {number} cups fit, and who pays?")
        case.says(NORD, f"Yes, the sieve of {number} cups fits, and we pay.", waives=[])


def grows(pages: Pages) -> None:
    """More of everything: orders, cases of each folder, claims, messages."""
    desk = pages.desk
    for number in range(2000, 2012):
        desk.takes(number=str(number))
        case = desk.opens(a_question(f"DE-{number}", body="Does the sieve fit?"))
        returned = desk.opens(a_return(f"DE-{number}"))
        if number % 3 == 0:
            returned.does(NORD, "decline")
            returned.does(JAN, "escalate")
        if number % 3 == 1:
            case.says(NORD, "Yes, the sieve fits.")


@pytest.mark.parametrize("page", PAGES)
def test_it_asks_no_more_for_many_than_for_few(pages: Pages, page: str) -> None:
    desk = pages.desk
    case = desk.opens(a_question(body="Does the sieve fit?"))
    claimed = desk.opens(a_return())
    claimed.does(NORD, "decline")
    claimed.does(JAN, "escalate")
    goes_on(case, 2)
    case.says(JAN, "And the lid?")
    who, path = PAGES[page]
    if who is ROOT:
        pages.as_(ROOT).looks(case.id)
    few = asked(pages, who, path.format(case=case.id, selection=f"case={case.id}"))
    grows(pages)
    goes_on(case, 12)
    case.says(JAN, "And the lid?")
    selection = "&".join(
        f"case={name}" for (name,) in desk.rows("SELECT id FROM cases WHERE state = 'awaiting_seller'")
    )
    assert selection.count("case=") > 5
    assert asked(pages, who, path.format(case=case.id, selection=selection)) == few


def a_long_talk(pages: Pages) -> Told:
    """A case with more than five hundred messages, each of the buyer's with a question, an answer and its deadlines."""
    case = pages.desk.opens(a_question(body="Does the sieve fit?"))
    for _ in range(14):
        goes_on(case, 19)
        pages.desk.now += timedelta(days=1)
    case.says(JAN, "And the lid?")
    return case


def test_it_shows_the_end_of_a_long_case_and_leads_to_the_rest(pages: Pages) -> None:
    case = a_long_talk(pages)
    pages.as_(ROOT).looks(case.id)
    for who in (JAN, NORD, ROOT):
        html = pages.as_(who).get(f"/cases/{case.id}").text
        assert [f'id="m{seq}"' in html for seq in (1, case.version)] == [False, True]
        assert f'href="/cases/{case.id}?all=true"' in html
        assert len(html) < MOST_BYTES
        assert 'id="m1"' in pages.as_(who).get(f"/cases/{case.id}?all=true").text


def test_it_leads_to_the_middle_of_a_long_case(pages: Pages) -> None:
    case = a_long_talk(pages)
    pages.as_(ROOT).looks(case.id)
    html = pages.as_(ROOT).get(f"/cases/{case.id}?at=250&show=looks&show=clock&show=messages&show=transitions").text
    assert [f'id="m{seq}"' in html for seq in (150, 250, 290, case.version)] == [False, True, True, False]
    assert len(html) < MOST_BYTES
    for who in (JAN, NORD, ROOT):
        assert f"/cases/{case.id}?all=true#m" in pages.as_(who).get("/search?q=18+cups").text
        assert f'href="/cases/{case.id}#m{case.version}"' in pages.as_(who).get("/search?q=lid").text

"""A script in every text that people can write, in every event of every kind: it comes alive on no page."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import quote

import pytest
from markupsafe import escape

from api.door import Door
from cases.casefile import rules
from cases.casefile.asker import Asker
from cases.casefile.order_shape import OrderIn
from cases.verbs.import_orders import import_order
from markets.policy import MarketPolicy, Policy
from tests.builders import Told, a_line, a_png, a_question, a_return, an_order
from tests.cast import JAN, NORD, ROOT, SYSTEMS
from tests.pages.hostile import HOSTILE, HostileDesk, alive
from tests.pages.reader import Pages, title
from tests.pages.routes import paths
from tests.stories.walk import walk
from tests.stories.ways import Way, common_ways_of, ways_of
from workflows.registry import CURRENT

FACES = (JAN, NORD, ROOT)
EVERYTHING = "all=true&show=messages&show=transitions&show=clock&show=looks"


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """One kind of database, because what a page does with a text does not depend on where it lay."""
    return sqlite_url


@pytest.fixture
def desk(pages: Pages, monkeypatch: pytest.MonkeyPatch) -> HostileDesk:
    """The desk of the pages, whose clock is that of every page; every way can be walked under its policy."""
    hostile = HostileDesk(pages.desk.database, pages.desk.folder)
    monkeypatch.setattr(Door, "now", lambda _: hostile.now)
    silent = Policy({"NL": MarketPolicy(returns_approved_by_silence=True)})
    monkeypatch.setattr(rules, "_known", rules.alone(silent))
    return hostile


def enough_ways(kind: str) -> list[Way]:
    """Ways on which every step of the kind is taken."""
    common = common_ways_of(kind) if CURRENT[kind].everywhere else ()
    taken: set[tuple[str, str, str]] = set()
    chosen = []
    for way in sorted((*ways_of(kind), *common), key=lambda way: -len(way.steps)):
        if set(way.steps) - taken:
            chosen.append(way)
            taken |= set(way.steps)
    return chosen


@pytest.mark.parametrize("kind", CURRENT)
def test_it_lets_no_script_of_any_event_live(pages: Pages, desk: HostileDesk, kind: str) -> None:
    seen = Seen(pages)
    desk.after = seen.case
    for number, way in enumerate(enough_ways(kind)):
        desk.now = pages.desk.now
        walk(desk, way, f"7{number}")
    for who in FACES:
        for path in ("/", "/search?q=machine", "/search?q=stored", "/?folder=closed", "/?folder=all", "/today"):
            seen.page(who, path)
    assert len(desk.took) > 1, "nobody wrote a script"


@dataclass
class Seen:
    """What everybody saw: each event of the kind once, and the fields of each thing that could be done."""

    pages: Pages
    known: set[tuple[str, str]] = field(default_factory=set)

    def case(self, case: Told) -> None:
        """Look at the case, where its newest event or what can be done now is new."""
        event = case.entries()[-1].event
        for who in (who for who in FACES if who.sees(case.file)):
            page = f"/cases/{case.id}"
            actions = {action["event"] for action in case.view(who)["available_actions"]}
            for action in sorted(action for action in actions if self._is_new(who, f"do={action}")):
                self.says_why(who, case)
                self.page(who, f"{page}?do={action}")
            if self._is_new(who, event):
                self.says_why(who, case)
                assert "x-stored" in self.page(who, f"{page}?{EVERYTHING}&at=1")

    def page(self, who: Asker, path: str) -> str:
        """A page in which no script lives."""
        answer = self.pages.as_(who).get(path)
        assert alive(answer.text) == [], f"{who.sub} {path}"
        return answer.text

    def _is_new(self, who: Asker, what: str) -> bool:
        before, self.known = self.known, self.known | {(who.role, what)}
        return self.known != before

    def says_why(self, who: Asker, case: Told) -> None:
        if who is ROOT and f"/cases/{case.id}/look" in self.pages.as_(ROOT).forms(f"/cases/{case.id}"):
            self.pages.as_(ROOT).looks(case.id, HOSTILE)


def an_order_of_theirs(number: str) -> OrderIn:
    """An order in which whatever is free is a script."""
    parcel = {"id": HOSTILE, "carrier": HOSTILE, "tracking": HOSTILE, "lines": [HOSTILE]}
    given = an_order(number=number).model_dump(mode="json", exclude_unset=True)
    given |= {"id": f"{number}?{HOSTILE}#/&1", "parcels": [parcel]}
    given["seller"] |= {"name": HOSTILE}
    given["buyer"] |= {"name": HOSTILE}
    given["lines"] = [{**a_line(HOSTILE), "sku": HOSTILE, "title": HOSTILE, "withdrawal_exception": None}]
    return OrderIn.model_validate(given)


def test_it_lets_no_script_of_an_order_live(pages: Pages) -> None:
    order = import_order(pages.desk.database, an_order_of_theirs("1"), pages.desk.now).order
    case = pages.desk.opens(a_return(order, units=[(HOSTILE, 1)]))
    case.does(NORD, "request_information")
    seen, place = Seen(pages), f"/orders/{quote(order, safe='')}"
    steps = (f"{place}/withdraw", f"{place}/help", f"{place}/help?problem=defective&units/{quote(HOSTILE)}=1")
    for path in ("/", place, *steps):
        assert title(pages.as_(JAN).get(path)) != "Not found · Nazorg", path
        assert "x-stored" in seen.page(JAN, path), path
    for who in FACES:
        seen.says_why(who, case)
        for path in ("/", f"/cases/{case.id}", "/search?q=machine", f"/cases/{case.id}?do=approve"):
            seen.page(who, path)


def test_it_leads_to_an_order_whatever_its_name(pages: Pages) -> None:
    import_order(pages.desk.database, an_order_of_theirs("1"), pages.desk.now)
    html = pages.as_(JAN).get("/").text
    links = {unescape(link) for link in re.findall(r'href="(/orders/[^"]+)"', html)}
    assert len(links) > 2
    assert [link for link in links if pages.as_(JAN).get(link).status_code != 200] == []


def test_it_lets_no_script_of_a_file_name_live(pages: Pages) -> None:
    case, seen = pages.desk.opens(a_question()), Seen(pages)
    files = [("attachments", (f"{HOSTILE}.png", a_png(), "image/png"))]
    where = f"/cases/{case.id}/messages"
    for typed in ({"preview": "yes"}, {"body": "See here."}):
        assert alive(pages.as_(JAN).fills(f"/cases/{case.id}", where, typed, files).text) == []
    bad = [("attachments", (f"{HOSTILE}.exe", b"MZ", "image/png"))]
    assert alive(pages.as_(JAN).fills(f"/cases/{case.id}", where, {"body": "See here."}, bad).text) == []
    for who in FACES:
        seen.says_why(who, case)
        assert "x-stored a='b' onfocus=c" not in seen.page(who, f"/cases/{case.id}")


FIELDS = {"name", "note", "assignee", "deputy", "deputy_name", "languages", "body", "reason", "title", "sku", "seller"}
FIELDS |= {f"DE/{part}" for part in ("name", "street", "postal_code", "city")}
FIELDS |= {"f/rma_number", "f/return_address/street", "contact", "q", "why", "day"}


@pytest.mark.parametrize("who", FACES, ids=["buyer", "seller", "admin"])
def test_it_lets_no_script_in_any_form_live(pages: Pages, who: Asker) -> None:
    case, seen = pages.desk.opens(a_question()), Seen(pages)
    contradicted = pages.desk.opens(a_return())
    for one, event in ((NORD, "refund_without_return"), (NORD, "refund"), (SYSTEMS, "confirm_payment")):
        contradicted.does(one, event)
    contradicted.does(SYSTEMS, "fail_payment")
    seen.says_why(who, case)
    places = {"buyer": BUYERS, "seller": SELLERS, "admin": ADMINS}[who.role]
    for page in (path.format(case=case.id) for path in places):
        for action, form in pages.as_(who).forms(page).items():
            if action.partition("#")[0] in ("", "/sign-out", "/", "/search"):
                continue
            typed = {name: HOSTILE if name in FIELDS else value for name, value in form.items()}
            answer = pages.as_(who).post(action, typed)
            assert alive(answer.text) == [], f"{action} on {page}"
            seen.page(who, page)
    for path in (*places, "/"):
        seen.page(who, path.format(case=case.id))


BUYERS = ("/cases/{case}", "/ask", "/orders/DE-1042/withdraw", "/orders/DE-1042/help?problem=question&units/1=1")
SELLERS = ("/cases/{case}", "/profile?market=DE", "/", "/many?case={case}", "/today")
ADMINS = ("/cases/{case}", "/admin/reviews", "/admin/verify", "/admin/markets/DE")


@pytest.mark.parametrize("who", FACES, ids=["buyer", "seller", "admin"])
def test_it_lets_no_script_in_an_address_live(pages: Pages, who: Asker) -> None:
    case, seen, said = pages.desk.opens(a_question()), Seen(pages), quote(HOSTILE)
    seen.says_why(who, case)
    names = (
        "q",
        "folder",
        "kind",
        "market",
        "assignee",
        "state",
        "after",
        "page",
        "code",
        "do",
        "at",
        "moment",
        "then",
    )
    query = "&".join(f"{name}={said}" for name in names)
    for path in (*paths("GET"), "/x{token}"):
        known = {"case": case.id, "order": "DE-1042", "kind": "return", "code": "DE"}
        for place in (path.format_map(Filled(known)), path.format_map(Filled({}))):
            seen.page(who, f"{place}?{query}")


class Filled(dict[str, str]):
    """What stands in an address; a script where nothing is known."""

    def __missing__(self, key: str) -> str:
        return quote(HOSTILE, safe="")


def test_it_would_notice_a_script_that_lives() -> None:
    for html in (HOSTILE, f"<input value='{HOSTILE}'>", "<a href='javascript:x'>x</a>", "<script>x</script>"):
        assert alive(html), html
    assert alive(str(escape(HOSTILE))) == []

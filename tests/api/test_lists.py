"""Lists: whose cases, which of them, in which order, a page at a time."""

from __future__ import annotations

from typing import Any

import pytest

from cases.casefile.asker import Asker
from tests.api.web import Web, refusal
from tests.builders import Told, a_question, a_return, a_withdrawal
from tests.cast import JAN, MIA, NORD, ROOT, SPAET, SYSTEMS


def walk(web: Web, who: Asker, path: str, limit: int) -> list[dict[str, Any]]:
    """Every item of a list, page by page."""
    items: list[dict[str, Any]] = []
    page = web.get(who, f"{path}{'&' if '?' in path else '?'}limit={limit}").json()
    while True:
        assert len(page["items"]) == limit or page["next"] is None
        items += page["items"]
        if page["next"] is None:
            return items
        page = web.get(who, f"{path}{'&' if '?' in path else '?'}limit={limit}&cursor={page['next']}").json()


def ids(web: Web, who: Asker, query: str = "") -> set[str]:
    answer = web.get(who, f"/cases?{query}")
    assert answer.status_code == 200, answer.text
    found = [case["id"] for case in answer.json()["items"]]
    assert len(set(found)) == len(found)
    return set(found)


@pytest.fixture
def cases(web: Web) -> dict[str, Told]:
    """Cases of two buyers with two sellers in two markets, each opened some hours after the one before."""
    desk = web.desk
    desk.takes(number="7", buyer="mia", seller="spaet")
    desk.takes("NL", number="8", buyer="jan", seller="spaet", delivered_at="2026-03-30T10:00:00+02:00")
    found = {}
    for name, opening, who in (
        ("question", a_question(), JAN),
        ("return", a_return(), JAN),
        ("mias", a_question("DE-7"), MIA),
        ("dutch", a_withdrawal("NL-8"), JAN),
    ):
        found[name] = desk.opens(opening, who)
        desk.waits(hours=1)
    _stand(web)
    return found


def _stand(web: Web) -> None:
    """The sandbox's clock follows the desk."""
    answer = web.post(ROOT, "/sandbox/clock", {"now": web.desk.now.isoformat()})
    assert answer.status_code == 200, answer.text


def test_it_shows_everybody_their_own(web: Web, cases: dict[str, Told]) -> None:
    everything = {case.id for case in cases.values()}
    assert ids(web, JAN) == everything - {cases["mias"].id}
    assert ids(web, MIA) == {cases["mias"].id}
    assert ids(web, NORD) == {cases["question"].id, cases["return"].id}
    assert ids(web, SPAET) == {cases["mias"].id, cases["dutch"].id}
    assert ids(web, ROOT) == ids(web, SYSTEMS) == everything
    assert ids(web, Asker("seller", "jan", "jan")) == set()


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("kind=return", {"return"}),
        ("kind=return&kind=withdrawal", {"return", "dutch"}),
        ("kind=none", set()),
        ("state=requested", {"return"}),
        ("market=NL", {"dutch"}),
        ("seller=spaet", {"mias", "dutch"}),
        ("seller=spaet&market=DE", {"mias"}),
        ("buyer=mia", {"mias"}),
        ("buyer=mia&buyer=jan&kind=question", {"question", "mias"}),
        ("order=DE-7&order=NL-8", {"mias", "dutch"}),
        ("open=true", {"question", "return", "mias", "dutch"}),
        ("open=false", set()),
        ("needs_reply=true", {"question", "mias"}),
        ("needs_reply=false", {"return", "dutch"}),
        ("overdue=true", set()),
        ("overdue=false", {"question", "return", "mias", "dutch"}),
        ("tracking=none", set()),
    ],
)
def test_it_filters(web: Web, cases: dict[str, Told], query: str, expected: set[str]) -> None:
    assert ids(web, ROOT, query) == {cases[name].id for name in expected}


def test_it_widens_nothing_by_a_filter(web: Web, cases: dict[str, Told]) -> None:
    assert ids(web, NORD, "seller=spaet") == ids(web, MIA, "buyer=jan") == set()
    assert cases


def test_it_finds_the_parcel_that_came_and_the_one_that_goes_back(web: Web) -> None:
    desk = web.desk
    desk.takes(number="9", parcels=[{"id": "p", "carrier": "DHL", "tracking": "JD0042"}])
    there = desk.opens(a_question("DE-9"))
    back = desk.opens(a_return())
    back.does(NORD, "approve", "Please send it back.")
    parcel = {"carrier": "DHL", "tracking": "JD0043"}
    back.says(JAN, "It is on its way.", event="ship", fields={"parcels": [parcel]})
    assert ids(web, JAN, "tracking=JD0042") == {there.id}
    assert ids(web, JAN, "tracking=JD0043") == {back.id}


def test_it_tells_what_is_overdue_and_what_is_closed(web: Web) -> None:
    asked, back = web.desk.opens(a_question()), web.desk.opens(a_return())
    back.does(JAN, "cancel")
    web.desk.waits(days=6)
    _stand(web)
    assert ids(web, NORD, "overdue=true") == ids(web, NORD, "needs_reply=true") == {asked.id}
    assert ids(web, NORD, "open=false") == {back.id}


@pytest.mark.parametrize("sort", ["due", "-due", "opened", "-opened", "updated"])
def test_it_loses_and_repeats_none(web: Web, cases: dict[str, Told], sort: str) -> None:
    for number in range(2):
        web.desk.opens(a_question(body=f"Is it the model of {2020 + number}?"))
    cases["return"].does(JAN, "cancel")
    whole = [case["id"] for case in web.get(ROOT, f"/cases?sort={sort}").json()["items"]]
    assert len(whole) == len(cases) + 2
    for limit in (1, 2, 3, 50):
        assert [case["id"] for case in walk(web, ROOT, f"/cases?sort={sort}", limit)] == whole


def test_it_sorts_by_what_was_opened_and_written_last(web: Web, cases: dict[str, Told]) -> None:
    names = {case.id: name for name, case in cases.items()}

    def order(sort: str) -> list[str]:
        return [names[case["id"]] for case in web.get(ROOT, f"/cases?sort={sort}").json()["items"]]

    opened = ["question", "return", "mias", "dutch"]
    assert order("opened") == opened
    assert order("-opened") == opened[::-1]
    cases["question"].says(NORD, "It fits.")
    assert order("updated") == ["return", "mias", "dutch", "question"]


def _first_due(case: dict[str, Any], role: str) -> str | None:
    own = [d["due_at"] for d in case["deadlines"] if d["state"] == "open" and d["due_at"] and d["on"] == role]
    return min(own, default=None)


@pytest.mark.parametrize(("who", "role"), [(NORD, "seller"), (SPAET, "seller"), (JAN, "buyer")])
def test_it_sorts_by_what_the_asker_owes_first(web: Web, cases: dict[str, Told], who: Asker, role: str) -> None:
    cases["question"].says(NORD, "It fits.")
    rising = [_first_due(case, role) for case in web.get(who, "/cases?sort=due").json()["items"]]
    falling = [_first_due(case, role) for case in web.get(who, "/cases?sort=-due").json()["items"]]
    owed = sorted(due for due in rising if due is not None)
    free = [None] * (len(rising) - len(owed))
    assert rising == owed + free
    assert falling == owed[::-1] + free


@pytest.mark.parametrize("path", ["/cases", "/cases?sort=due", "/orders", "/markets", "/sellers/nord/breaches"])
def test_it_knows_its_own_cursors(web: Web, path: str) -> None:
    for cursor in ("x", "%00", "0", "e30=", "W10=", "%F0%9F%98%80", "a" * 3000):
        answer = web.get(NORD, f"{path}{'&' if '?' in path else '?'}cursor={cursor}")
        assert refusal(answer) == (422, "cursor_invalid"), cursor


def test_it_takes_no_cursor_of_another_list(web: Web, cases: dict[str, Told]) -> None:
    cursor = web.get(JAN, "/cases?limit=1&sort=due").json()["next"]
    assert refusal(web.get(JAN, f"/cases?limit=1&sort=opened&cursor={cursor}")) == (422, "cursor_invalid")
    assert refusal(web.get(JAN, f"/orders?limit=1&cursor={cursor}")) == (422, "cursor_invalid")
    assert cases


def test_it_shows_a_case_in_a_list_as_alone(web: Web, cases: dict[str, Told]) -> None:
    cases["question"].says(NORD, "It fits.")
    listed = {case["id"]: case for case in web.get(JAN, "/cases").json()["items"]}
    assert listed
    for name, case in listed.items():
        assert case == web.get(JAN, f"/cases/{name}").json()


@pytest.mark.parametrize("limit", [1, 2, 50])
def test_it_reads_a_log_page_by_page(web: Web, limit: int) -> None:
    case = web.desk.opens(a_question())
    case.says(NORD, "It fits.")
    case.says(JAN, "And in red?")
    case.says(NORD, "In red too.")
    messages = walk(web, JAN, f"/cases/{case.id}/messages", limit)
    assert [message["seq"] for message in messages] == [1, 2, 3, 4]
    trail = walk(web, JAN, f"/cases/{case.id}/transitions", limit)
    assert [line["seq"] for line in trail] == [entry.seq for entry in case.entries() if entry.event]


def test_it_lists_orders_page_by_page(web: Web) -> None:
    for number in "789":
        web.desk.takes(number=number, placed_at=f"2026-03-2{number}T10:00:00+01:00")
    assert [order["id"] for order in walk(web, JAN, "/orders", 1)] == ["DE-9", "DE-8", "DE-7", "DE-1042"]
    assert walk(web, MIA, "/orders", 1) == []


def test_it_lists_breaches_page_by_page(web: Web) -> None:
    asked = {web.desk.opens(a_question(body=f"Is it the model of {2020 + number}?")).id for number in range(3)}
    web.desk.waits(days=6)
    breaches = walk(web, NORD, "/sellers/nord/breaches", 1)
    assert {breach["case"] for breach in breaches} == asked
    assert {breach["kind"] for breach in breaches} == {"reply"}
    for breach in breaches:
        assert breach["counts"] is True
        assert breach["because"]
        assert breach["deadline"].startswith(breach["case"])
    assert refusal(web.get(SPAET, "/sellers/nord/breaches")) == (404, "not_found")
    assert refusal(web.get(JAN, "/sellers/nord/breaches"))[1] in ("forbidden", "not_found")
    assert [b["id"] for b in walk(web, ROOT, "/sellers/nord/breaches", 50)] == [b["id"] for b in breaches]


def test_it_lists_markets_and_workflows_page_by_page(web: Web) -> None:
    for path, name in (("/markets", "code"), ("/workflows", "kind")):
        whole = [item[name] for item in web.get(JAN, f"{path}?limit=200").json()["items"]]
        assert [item[name] for item in walk(web, JAN, path, 2)] == whole
        assert len(whole) == len(set(whole)) >= 3

"""The feed over HTTP, and as a stream from a real server."""

from __future__ import annotations

import json
from contextlib import AbstractContextManager, ExitStack
from typing import Any

import pytest
from fastapi import FastAPI

from api import live
from api.listing import cursor_after
from cases.casefile.asker import Asker
from tests.api.streams import Listening, listening
from tests.api.web import Web, pointers, refusal, token
from tests.builders import Told, a_question, a_withdrawal
from tests.cast import JAN, MIA, NORD, ROOT, SPAET, SYSTEMS
from tests.pages.site import serving


@pytest.fixture
def case(web: Web) -> Told:
    """A question that was answered: four events."""
    case = web.desk.opens(a_question())
    case.says(NORD, "It fits.")
    return case


def positions(body: dict[str, Any]) -> list[int]:
    return [event["position"] for event in body["items"]]


def test_it_answers_with_what_happened_at_once(web: Web, case: Told) -> None:
    body = web.get(SYSTEMS, "/events").json()
    assert [event["type"] for event in body["items"]] == [
        "case.opened",
        "message.written",
        "case.moved",
        "message.written",
    ]
    assert body["items"][2] == {
        "position": 3,
        "type": "case.moved",
        "timestamp": "2026-04-02T13:00:00+00:00",
        "case": case.id,
        "version": 2,
        "market": "DE",
        "seller": "nord",
    }
    assert (body["next"], body["first"], body["last"]) == (None, 1, 4)


def test_it_is_replayed_from_any_position(web: Web, case: Told) -> None:
    assert positions(web.get(JAN, "/events?after=2").json()) == [3, 4]
    assert positions(web.get(JAN, "/events?after=4").json()) == []
    assert positions(web.get(JAN, "/events?after=0").json()) == [1, 2, 3, 4]


def test_it_comes_in_pages(web: Web, case: Told) -> None:
    first = web.get(NORD, "/events?limit=3").json()
    assert positions(first) == [1, 2, 3]
    second = web.get(NORD, f"/events?limit=3&cursor={first['next']}").json()
    assert (positions(second), second["next"]) == ([4], None)


def test_it_tells_nobody_of_anothers_case(web: Web, case: Told) -> None:
    for who in (MIA, SPAET, Asker("seller", "x", "unknown")):
        body = web.get(who, "/events").json()
        assert (body["items"], body["next"]) == ([], None)
    for who in (JAN, NORD, ROOT, SYSTEMS):
        assert positions(web.get(who, "/events").json()) == [1, 2, 3, 4]


def test_it_is_narrowed_by_type(web: Web, case: Told) -> None:
    assert positions(web.get(ROOT, "/events?type=case.moved&type=case.opened").json()) == [1, 3]
    assert positions(web.get(ROOT, "/events?type=weather.changed").json()) == []


def test_it_refuses_what_is_no_position(web: Web) -> None:
    for wrong in ("-1", "x", "1.5", "9" * 19, "%00"):
        assert pointers(web.get(ROOT, f"/events?after={wrong}")) == ["/query/after"]
    assert pointers(web.get(ROOT, "/stream?after=x")) == ["/query/after"]
    assert pointers(web.get(ROOT, "/stream", **{"Last-Event-ID": "x"})) == ["/headers/Last-Event-ID"]
    for wrong in ("x", cursor_after("events", "x"), cursor_after("cases", "1")):
        assert refusal(web.get(ROOT, f"/events?cursor={wrong}")) == (422, "cursor_invalid")


def test_it_asks_who_reads(web: Web) -> None:
    for path in ("/v1/events", "/v1/stream"):
        assert refusal(web.client.get(path)) == (401, "unauthenticated")


def served(web: Web) -> AbstractContextManager[str]:
    """The application of the test on a port of this machine."""
    app = web.client.app
    assert isinstance(app, FastAPI)
    return serving(app)


def listens(address: str, who: Asker, query: str = "", **headers: str) -> AbstractContextManager[Listening]:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return listening(f"{address}/v1/stream{query}", {"Authorization": f"Bearer {token(who)}", **named})


def told(heard: Listening) -> list[tuple[str, str]]:
    return [(one.id, one.event) for one in heard.events]


def test_it_streams_what_happens_from_now_on(web: Web, case: Told) -> None:
    with served(web) as address, listens(address, NORD) as heard:
        assert (heard.status, heard.kind) == (200, "text/event-stream; charset=utf-8")
        case.says(JAN, "Thank you, and the lid?")
        (sent, *_) = heard.wait_for(1)
    assert json.loads(sent.data) == web.get(NORD, "/events?after=4").json()["items"][0]
    assert sent.id == "5"


def test_it_goes_on_after_the_last_event_without_loss_or_doubles(web: Web, case: Told) -> None:
    with served(web) as address:
        with listens(address, JAN, "?after=0") as heard:
            before = told(heard) if heard.wait_for(4) else []
        case.says(JAN, "Thank you!", reply_expected=False)
        with listens(address, JAN, "?after=0", Last_Event_ID=before[-1][0]) as heard:
            heard.wait_for(1)
            case.says(NORD, "You are welcome.")
            heard.wait_for(2)
            after = told(heard)
    assert [int(name) for name, _ in before + after] == list(range(1, len(before + after) + 1))
    assert positions(web.get(JAN, "/events").json()) == [int(name) for name, _ in before + after]


def test_it_streams_to_nobody_what_is_not_theirs(web: Web, case: Told) -> None:
    web.desk.takes(number="7", seller="spaet", buyer="mia")
    with served(web) as address, listens(address, SPAET, "?after=0") as spaet, listens(address, MIA) as mia:
        case.says(JAN, "Thank you!", reply_expected=False)
        other = web.desk.opens(a_withdrawal("DE-7"), MIA)
        for heard in (spaet, mia):
            found = heard.wait_for(4)
            assert {json.loads(one.data)["case"] for one in found} == {other.id}


def test_it_hears_of_a_buyers_first_case(web: Web) -> None:
    with served(web) as address, listens(address, MIA) as heard:
        web.desk.takes(number="8", buyer="mia")
        web.desk.opens(a_question("DE-8"), MIA)
        assert heard.wait_for(1)[0].event == "case.opened"


def test_it_gives_signs_of_life(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "HEARTBEAT", 0.2)
    with served(web) as address, listens(address, NORD) as heard, heard.more:
        assert heard.more.wait_for(lambda: any(one.comment for one in heard.came), 10)


def test_it_ends_after_a_while_so_that_the_token_is_looked_at_again(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "LONGEST", 0.3)
    monkeypatch.setattr(live, "HEARTBEAT", 0.1)
    with served(web) as address, listens(address, NORD) as heard:
        assert heard.ended.wait(10)


def test_it_is_open_so_many_times_for_one_person(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "MOST_EACH", 2)
    with served(web) as address, ExitStack() as stack:
        one, two = (stack.enter_context(listens(address, NORD, "?after=0")) for _ in range(2))
        web.desk.opens(a_question())
        one.wait_for(1)
        two.wait_for(1)
        answer = web.get(NORD, "/stream")
        assert refusal(answer) == (429, "rate_limited")
        assert answer.headers["retry-after"] == "10"
        with listens(address, JAN, "?after=0") as heard:
            heard.wait_for(1)

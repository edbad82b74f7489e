"""The sandbox's clock: it stands until an admin moves it, and everything due on the way fires on the way."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from cases.clock import real_now, set_sandbox_clock
from cases.db import Database
from cases.messages.files import Files
from cases.settings import Settings
from tests.api.web import SECRET, Web, pointers, refusal
from tests.builders import A_SECOND, THURSDAY, a_question, a_withdrawal
from tests.cast import JAN, NORD, ROOT, SYSTEMS

DUE = "2026-04-07T15:00:00+02:00"


def move(web: Web, now: Any) -> Any:
    answer = web.post(ROOT, "/sandbox/clock", {"now": now})
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_it_stands_still(web: Web) -> None:
    opening = {"kind": "question", "order": "DE-1042", "reason": "product", "message": {"body": "Does it fit?"}}
    case = web.post(JAN, "/cases", opening).json()
    assert case["opened_at"] == "2026-04-02T15:00:00+02:00"
    assert case["reply_due_at"] == DUE


def test_it_fires_one_second_after_a_deadline_and_not_before(web: Web) -> None:
    case = web.desk.opens(a_question())
    assert move(web, DUE)["fired"] == {}
    moved = move(web, "2026-04-07T13:00:01Z")
    assert moved["fired"] == {"reply": 1}
    assert moved["messages"] == 1
    assert datetime.fromisoformat(moved["from"]) == datetime.fromisoformat(DUE)
    assert datetime.fromisoformat(moved["to"]) == datetime.fromisoformat(DUE) + A_SECOND
    last = web.get(JAN, f"/cases/{case.id}/messages").json()["items"][-1]
    assert last["author"]["role"] == "clock"
    assert last["created_at"] == "2026-04-07T15:00:01+02:00"


def test_it_stamps_each_firing_with_its_own_time_on_a_long_way(web: Web) -> None:
    case = web.desk.opens(a_withdrawal())
    moved = move(web, "2026-06-30T12:00:00+02:00")
    entries = case.entries(after=2)
    assert moved["messages"] == len(entries) >= 3, "what is armed on the way fires on the way too"
    assert sum(moved["fired"].values()) == moved["messages"]
    assert moved["warnings"] > 0
    moments = [entry.at for entry in entries]
    assert moments == sorted(moments)
    dues = {deadline.due_at + A_SECOND for kind in ("state", "statutory") for deadline in case.ended(kind)
            if deadline.due_at is not None}  # fmt: skip
    assert set(moments) <= dues


def test_it_fires_first_what_was_due_where_it_stands(web: Web) -> None:
    asked = web.desk.opens(a_question())
    set_sandbox_clock(web.desk.database, THURSDAY + timedelta(days=30))
    assert move(web, (THURSDAY + timedelta(days=30)).isoformat())["fired"]["reply"] == 1
    assert asked.entries(after=1)[0].at == THURSDAY + timedelta(days=30)


def test_it_leaves_nothing_to_fire_where_it_stands(web: Web) -> None:
    web.desk.opens(a_question())
    move(web, "2026-05-01T00:00:00+02:00")
    again = move(web, "2026-05-01T00:00:00+02:00")
    assert again.pop("from") == again.pop("to")
    assert again == {"fired": {}, "warnings": 0, "messages": 0}


@pytest.mark.parametrize(
    "now",
    ["2026-04-02T14:59:59+02:00", "2026-04-09T15:00:00", "2026-04-09", "soon", "", None, 7, "2999-01-01T00:00:00Z"],
)
def test_it_goes_nowhere_but_to_a_later_moment(web: Web, now: Any) -> None:
    assert pointers(web.post(ROOT, "/sandbox/clock", {"now": now})) == ["/now"]
    assert move(web, THURSDAY.isoformat())["messages"] == 0


def test_it_is_moved_by_an_admin_only(web: Web) -> None:
    for who in (JAN, NORD):
        assert refusal(web.post(who, "/sandbox/clock", {"now": DUE})) == (403, "forbidden")
    assert refusal(web.post(SYSTEMS, "/sandbox/clock", {"now": DUE})) == (403, "forbidden")


def test_it_is_not_there_without_the_flag(database: Database, tmp_path: Path) -> None:
    settings = Settings(database.url, SECRET, "", Files(str(tmp_path)), None)
    with TestClient(create_app(settings, database)) as client:
        answer = client.post("/v1/sandbox/clock", json={"now": DUE}, headers=Web.signed(ROOT, {}))
        assert refusal(answer) == (404, "not_found")
        assert "/v1/sandbox/clock" not in client.get("/openapi.json").json()["paths"]


def test_it_begins_at_the_real_time_where_none_was_given(database: Database, tmp_path: Path) -> None:
    settings = Settings(database.url, SECRET, "", Files(str(tmp_path)), None, sandbox=True)
    with TestClient(create_app(settings, database)) as client:
        later = (real_now() + timedelta(days=1)).replace(microsecond=0)
        answer = client.post("/v1/sandbox/clock", json={"now": later.isoformat()}, headers=Web.signed(ROOT, {}))
        assert answer.status_code == 200
        assert later - datetime.fromisoformat(answer.json()["from"]) < timedelta(days=1, minutes=1)

"""Idempotency-Key: the same answer again and nothing written, for whoever may have sent it twice."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from httpx2 import Response

from tests.api.web import Web, refusal
from tests.builders import Told, a_question, an_order
from tests.cast import JAN, NORD, ROOT, SYSTEMS

QUESTION = {"kind": "question", "order": "DE-1042", "reason": "product", "message": {"body": "Does it fit?"}}


def ask(web: Web) -> Told:
    return web.desk.opens(a_question())


def is_again(answer: Response, first: Response) -> bool:
    """Whether an answer is one that was given before."""
    assert "idempotency-replayed" not in first.headers
    same = (answer.status_code, answer.content) == (first.status_code, first.content)
    alike = answer.headers["content-type"] == first.headers["content-type"]
    return same and alike and answer.headers.get("idempotency-replayed") == "true"


def order() -> dict[str, Any]:
    return an_order(number="7").model_dump(mode="json", exclude_unset=True)


def test_it_opens_one_case(web: Web) -> None:
    first, again = (web.post(JAN, "/cases", QUESTION, "k") for _ in range(2))
    assert first.status_code == 201
    assert is_again(again, first)
    assert web.desk.rows("SELECT count(*) FROM cases") == [(1,)]


def test_it_writes_one_message_whatever_came_later(web: Web) -> None:
    case = ask(web)
    path = f"/cases/{case.id}/messages"
    first = web.post(NORD, path, {"body": "It fits."}, "k")
    case.says(JAN, "And in red?")
    assert first.status_code == 201
    assert is_again(web.post(NORD, path, {"body": "It fits."}, "k"), first)
    assert case.version == 3


def test_it_imports_orders_once(web: Web) -> None:
    first = web.post(SYSTEMS, "/orders", {"items": [order()]}, "k")
    assert [item["result"] for item in first.json()["items"]] == ["created"]
    assert is_again(web.post(SYSTEMS, "/orders", {"items": [order()]}, "k"), first)


def test_it_moves_the_clock_once(web: Web) -> None:
    to = {"now": "2026-04-02T16:00:00+02:00"}
    first = web.post(ROOT, "/sandbox/clock", to, "k")
    assert web.post(ROOT, "/sandbox/clock", {"now": "2026-04-02T17:00:00+02:00"}).status_code == 200
    assert is_again(web.post(ROOT, "/sandbox/clock", to, "k"), first)


@pytest.mark.parametrize(
    "message",
    [{"body": ""}, {"body": "x", "event": "refund"}, {"body": "x", "event": "no_reply_needed"}, {"colour": "red"}],
)
def test_it_refuses_once_and_the_same_again(web: Web, message: dict[str, Any]) -> None:
    case = ask(web)
    path = f"/cases/{case.id}/messages"
    first = web.post(NORD, path, message, "k")
    recorded = web.desk.rows("SELECT count(*) FROM refusal")
    assert first.status_code in (409, 422)
    assert is_again(web.post(NORD, path, message, "k"), first)
    assert web.desk.rows("SELECT count(*) FROM refusal") == recorded == [(1,)]


def test_it_keeps_a_refusal_after_it_would_have_passed(web: Web) -> None:
    case = ask(web)
    path, message = f"/cases/{case.id}/messages", {"event": "follow_up", "body": "And in red?"}
    first = web.post(JAN, path, message, "k")
    case.says(NORD, "It fits.")
    assert is_again(web.post(JAN, path, message, "k"), first)
    assert web.post(JAN, path, message, "another").status_code == 201


def test_it_does_not_keep_that_the_case_moved_on(web: Web) -> None:
    case = ask(web)
    path, message = f"/cases/{case.id}/messages", {"body": "It fits.", "version": 2}
    assert refusal(web.post(NORD, path, message, "k")) == (409, "version_conflict")
    case.says(JAN, "And in red?")
    assert web.post(NORD, path, message, "k").status_code == 201


def test_it_does_not_keep_that_there_was_nothing(web: Web) -> None:
    question = QUESTION | {"order": "DE-7"}
    assert refusal(web.post(JAN, "/cases", question, "k")) == (404, "not_found")
    web.desk.takes(number="7")
    assert web.post(JAN, "/cases", question, "k").status_code == 201


@pytest.mark.parametrize("later", [{"body": "It does not."}, {"body": "It fits.", "version": 1}, {"colour": "red"}])
def test_it_refuses_another_request_under_the_key(web: Web, later: dict[str, Any]) -> None:
    case = ask(web)
    path = f"/cases/{case.id}/messages"
    first = web.post(NORD, path, {"body": "It fits."}, "k")
    assert refusal(web.post(NORD, path, later, "k")) == (409, "idempotency_conflict")
    assert is_again(web.post(NORD, path, {"body": "It fits."}, "k"), first)
    assert case.version == 2


def test_it_knows_a_key_by_who_sent_it_and_where(web: Web) -> None:
    one, other = ask(web), ask(web)
    words = {"body": "It fits."}
    said = [web.post(who, f"/cases/{case.id}/messages", words, "k") for case in (one, other) for who in (JAN, NORD)]
    assert [answer.status_code for answer in said] == [201] * 4
    assert (one.version, other.version) == (3, 3)


def test_it_lets_one_in_flight_end_first(web: Web) -> None:
    case = ask(web)
    path = f"/cases/{case.id}/messages"
    with ThreadPoolExecutor(6) as many:
        answers = list(many.map(lambda _: web.post(NORD, path, {"body": "It fits."}, "k"), range(6)))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1
    assert case.version == 2


def test_it_imports_once_where_two_send_at_once(web: Web) -> None:
    with ThreadPoolExecutor(4) as many:
        answers = list(many.map(lambda _: web.post(SYSTEMS, "/orders", {"items": [order()]}, "k"), range(4)))
    assert {answer.json()["items"][0]["result"] for answer in answers} == {"created"}


def test_it_needs_no_key_for_a_preview_and_keeps_none(web: Web) -> None:
    case = ask(web)
    path = f"/cases/{case.id}/messages/preview"
    assert web.post(NORD, path, {"body": "It fits."}, "k").status_code == 200
    assert web.post(NORD, path, {"body": "It does not."}, "k").status_code == 200
    assert web.desk.rows("SELECT count(*) FROM idempotency") == [(0,)]
    assert web.desk.rows("SELECT count(*) FROM refusal") == [(0,)]
    assert case.version == 1


def test_it_refuses_an_empty_key(web: Web) -> None:
    answer = web.post(SYSTEMS, "/orders", {"items": [order()]}, "")
    assert refusal(answer) == (422, "fields_invalid")

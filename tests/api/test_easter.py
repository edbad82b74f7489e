"""Over HTTP, in a sandbox that stands on Thursday 2 April 2026, 15:00 in Germany."""

from __future__ import annotations

from typing import Any

import pytest

from cases.casefile.asker import Asker
from tests.api.web import Web, refusal, token
from tests.cast import JAN, MIA, NORD, ROOT, SYSTEMS


def asked(web: Web) -> str:
    """A buyer's question on the order; its id."""
    words = {"body": "Past het zeefje?", "lang": "nl"}
    question = {"kind": "question", "order": "DE-1042", "reason": "product", "message": words}
    return str(web.post(JAN, "/cases", question).json()["id"])


def test_it_names_what_does_not_count(web: Web) -> None:
    case = web.get(JAN, f"/cases/{asked(web)}").json()
    assert case["reply_due_at"] == "2026-04-07T15:00:00+02:00"
    skipped = [day["why"] for day in case["deadlines"][0]["explanation"]["skipped"]]
    assert skipped == ["Good Friday", "Saturday", "Sunday", "Easter Monday"]


def test_it_is_open_at_the_moment_and_missed_one_second_later(web: Web) -> None:
    case = asked(web)
    assert web.post(ROOT, "/sandbox/clock", {"now": "2026-04-07T15:00:00+02:00"}).json()["fired"] == {}
    moved = web.post(ROOT, "/sandbox/clock", {"now": "2026-04-07T15:00:01+02:00"}).json()
    assert moved["fired"] == {"reply": 1}
    assert moved["messages"] == 1
    breach = web.get(NORD, "/sellers/nord/breaches").json()["items"][0]
    assert (breach["case"], breach["counts"]) == (case, True)
    assert web.get(NORD, f"/cases/{case}/messages").json()["items"][-1]["kind"] == "system"


def test_it_does_not_turn_the_clock_back(web: Web) -> None:
    answer = web.post(ROOT, "/sandbox/clock", {"now": "2026-04-01T15:00:00+02:00"})
    assert (answer.status_code, answer.json()["code"]) == (422, "fields_invalid")


def test_it_moves_a_case_by_a_message_and_tells_it_as_a_transition(web: Web) -> None:
    case = asked(web)
    answer = web.post(NORD, f"/cases/{case}/messages", {"body": "Ja, het past.", "version": 1})
    assert answer.status_code == 201
    assert answer.json()["transition"]["to"] == "answered"
    assert answer.json()["case"]["questions"][0]["state"] == "answered"
    trail = web.get(JAN, f"/cases/{case}/transitions").json()["items"]
    assert [(line["from"], line["event"], line["to"]) for line in trail] == [
        (None, "ask", "awaiting_seller"),
        ("awaiting_seller", "answer", "answered"),
    ]


def test_it_gives_the_same_answer_again_and_writes_nothing(web: Web) -> None:
    case = asked(web)
    words = {"body": "Ja, het past."}
    first = web.post(NORD, f"/cases/{case}/messages", words, key="k1")
    web.post(JAN, f"/cases/{case}/messages", {"body": "En hoe maak ik het schoon?"})
    again = web.post(NORD, f"/cases/{case}/messages", words, key="k1")
    assert again.headers["Idempotency-Replayed"] == "true"
    assert again.json() == first.json()
    other = web.post(NORD, f"/cases/{case}/messages", {"body": "Nee."}, key="k1")
    assert (other.status_code, other.json()["code"]) == (409, "idempotency_conflict")
    assert web.get(NORD, f"/cases/{case}").json()["version"] == 3


@pytest.mark.parametrize(
    ("who", "body", "status", "code"),
    [
        (NORD, {"body": "x", "event": "refund"}, 409, "event_not_allowed"),
        (NORD, {"body": "x", "version": 7}, 409, "version_conflict"),
        (NORD, {"body": " "}, 422, "message_required"),
        (NORD, {"body": "x", "event": "no_reply_needed"}, 422, "not_eligible"),
        (NORD, {"body": "x", "event": "promise_answer", "fields": {}}, 422, "fields_invalid"),
        (NORD, {"body": "x", "colour": "red"}, 422, "fields_invalid"),
        (MIA, {"body": "x"}, 404, "not_found"),
        (SYSTEMS, {"event": "arrive"}, 422, "fields_invalid"),
    ],
)
def test_it_refuses_with_a_stable_code(web: Web, who: Asker, body: Any, status: int, code: str) -> None:
    case = asked(web)
    answer = web.post(who, f"/cases/{case}/messages", body)
    assert refusal(answer) == (status, code)
    assert web.get(NORD, f"/cases/{case}").json()["version"] == 1


def test_it_knows_nobody_without_a_true_token(web: Web) -> None:
    for given in ("", "Bearer x", f"Bearer {token(ROOT, secret='another secret that is long enough, too')}"):
        answer = web.client.get("/v1/cases", headers={"Authorization": given})
        assert (answer.status_code, answer.json()["code"]) == (401, "unauthenticated")


def test_it_lists_page_by_page_without_losing_one(web: Web) -> None:
    questions = {asked(web) for _ in range(5)}
    seen, path = [], "/cases?limit=2&sort=due"
    while path:
        page = web.get(NORD, path).json()
        seen += [case["id"] for case in page["items"]]
        path = f"/cases?limit=2&sort=due&cursor={page['next']}" if page["next"] else ""
    assert len(seen) == 5
    assert set(seen) == questions


def test_it_shows_a_workflow_as_data(web: Web) -> None:
    shown = web.get(JAN, "/workflows/return").json()
    assert (shown["kind"], shown["version"], shown["initial"]) == ("return", 1, ["requested"])
    opening = next(row for row in shown["rows"] if row["from"] is None)
    assert opening["fields"]["additionalProperties"] is False
    assert web.get(JAN, "/workflows/loan").status_code == 404

"""What may not be said, as the outside sees it: refused, covered, held, objected to and decided, all over HTTP."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from tests.api.web import Web, pointers, refusal
from tests.builders import Told, a_question, at
from tests.cast import JAN, NORD, ROOT

pytestmark = pytest.mark.usefixtures("every_rule_applied")

NUMBER = "+49 151 23456789"
CALL = f"It fits 👍🏽. My number is {NUMBER}."
RUDE = "It fits, you idiot."


@pytest.fixture
def case(web: Web) -> Told:
    web.desk.takes()
    return web.desk.opens(a_question())


def reads(web: Web, who: Any, case: Told) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = web.get(who, f"/cases/{case.id}/messages").json()["items"]
    return items


def test_it_refuses_with_rule_span_and_how_to_object(web: Web, case: Told) -> None:
    answer = web.post(NORD, f"/cases/{case.id}/messages", {"body": CALL})
    problem = answer.json()
    assert (answer.status_code, problem["code"], problem["automated"]) == (422, "off_platform_contact", True)
    start, end, label = problem["spans"][-1]
    assert (CALL[start:end], label) == (NUMBER, "phone")
    assert problem["rule"] == problem["findings"][0]["rule"]
    assert problem["object_until"] == "2026-10-02T13:00:00+00:00"
    assert "/v1/reviews" in problem["how_to_object"]
    assert len(reads(web, NORD, case)) == 1


def test_it_takes_the_corrected_message(web: Web, case: Told) -> None:
    web.post(NORD, f"/cases/{case.id}/messages", {"body": CALL})
    answer = web.post(NORD, f"/cases/{case.id}/messages", {"body": "It fits 👍🏽."})
    assert (answer.status_code, answer.json()["message"]["delivery"]) == (201, "delivered")


def test_it_refuses_advertising_by_its_own_code(web: Web, case: Told) -> None:
    advert = "It fits. Subscribe to our newsletter and get 10% off with code SAVE10!"
    assert web.post(NORD, f"/cases/{case.id}/messages", {"body": advert}).json()["code"] == "marketing"


def test_it_gives_the_same_refusal_again_under_its_key(web: Web, case: Told) -> None:
    first, again = (web.post(NORD, f"/cases/{case.id}/messages", {"body": CALL}, "k").json() for _ in range(2))
    assert first == again
    assert len(web.desk.rows("SELECT id FROM refusal")) == 1


def test_it_refuses_one_of_a_batch(web: Web, case: Told) -> None:
    items = [{"case": case.id, "body": CALL}, {"case": case.id, "body": "It fits."}]
    answers = web.post(NORD, "/messages/batch", {"items": items}).json()["items"]
    assert [one["status"] for one in answers] == [422, 201]
    assert answers[0]["error"]["refusal"]


def test_it_shows_the_number_of_a_buyer_to_the_platform_alone(web: Web, case: Told) -> None:
    body = f"Is it blue? My number is {NUMBER}."
    answer = web.post(JAN, f"/cases/{case.id}/messages", {"body": body}).json()["message"]
    assert (answer["delivery"], NUMBER in answer["body"]) == ("masked", False)
    assert [NUMBER in reads(web, who, case)[1]["body"] for who in (JAN, NORD, ROOT)] == [False, False, True]
    told = reads(web, JAN, case)[2]
    assert (told["kind"], "telephone number" in told["body"]) == ("system", True)


def test_it_holds_and_frees_with_the_first_moment(web: Web, case: Told) -> None:
    written = web.post(NORD, f"/cases/{case.id}/messages", {"body": RUDE, "event": "answer"})
    held = written.json()
    assert (written.status_code, held["message"]["delivery"], held["transition"]) == (201, "held", None)
    assert [reads(web, who, case)[1]["body"] for who in (JAN, NORD, ROOT)] == [None, RUDE, RUDE]
    web.desk.waits(hours=2)
    (review,) = web.get(ROOT, "/reviews?open=true").json()["items"]
    assert (review["kind"], review["message"]) == ("held", held["message"]["id"])
    decided = web.post(ROOT, f"/reviews/{review['id']}/decision", {"decision": "release", "reason": "Rude, no more."})
    assert (decided.status_code, decided.json()["decision"]) == (200, "release")
    freed = reads(web, JAN, case)[1]
    assert (freed["body"], freed["delivery"]) == (RUDE, "delivered")
    assert (freed["seq"], freed["created_at"]) == (held["message"]["seq"], held["message"]["created_at"])
    assert web.get(JAN, f"/cases/{case.id}").json()["state"] == "answered"


def test_it_gives_the_held_answer_again_under_its_key(web: Web, case: Told) -> None:
    path = f"/cases/{case.id}/messages"
    first = web.post(NORD, path, {"body": RUDE}, "k").json()["message"]
    (review,) = web.get(ROOT, "/reviews?open=true").json()["items"]
    web.post(ROOT, f"/reviews/{review['id']}/decision", {"decision": "release", "reason": "Rude, no more."})
    assert web.post(NORD, path, {"body": RUDE}, "k").json()["message"] == first


def test_it_takes_an_objection_and_writes_what_was_refused(web: Web, case: Told) -> None:
    refusal = web.post(NORD, f"/cases/{case.id}/messages", {"body": CALL}).json()["refusal"]
    answer = web.post(NORD, "/reviews", {"refusal": refusal, "body": "It is an article number."})
    review = answer.json()
    assert (answer.status_code, review["kind"], review["refusal"], review["message"]) == (
        201,
        "objection",
        refusal,
        None,
    )
    assert [item["body"] for item in web.get(JAN, "/reviews").json()["items"]] == [None]
    decided = web.post(ROOT, f"/reviews/{review['id']}/decision", {"decision": "strike", "reason": "It is one."})
    assert decided.status_code == 200
    assert reads(web, JAN, case)[-1]["body"] == CALL
    (breach,) = web.get(NORD, "/sellers/nord/breaches").json()["items"]
    assert (breach["kind"], breach["counts"], breach["because"]) == ("conduct", False, "objection_won")


def test_it_takes_no_objection_to_both_or_to_nothing(web: Web, case: Told) -> None:
    for named in ({}, {"refusal": "x", "message": case.message(1)}):
        answer = web.post(NORD, "/reviews", {"body": "Why?", **named})
        assert (answer.status_code, answer.json()["code"]) == (422, "fields_invalid")
    assert web.post(ROOT, "/reviews", {"body": "Why?", "refusal": "x"}).status_code == 403


def test_it_previews_its_findings(web: Web, case: Told) -> None:
    seen = web.post(NORD, f"/cases/{case.id}/messages/preview", {"body": CALL})
    assert seen.status_code == 200
    (finding,) = [one for one in seen.json()["findings"] if CALL[slice(*one["span"])] == NUMBER]
    assert (finding["label"], finding["action"], finding["pointer"]) == ("phone", "refuse", "/body")
    assert finding["reason"]


def test_it_misses_the_clock_of_what_a_partial_reply_left_open(web: Web) -> None:
    web.desk.takes()
    case = web.desk.opens(a_question(body="When will you ship it? Is it blue?"))
    path = f"/cases/{case.id}"
    preview = web.post(NORD, f"{path}/messages/preview", {"body": "It is blue."}).json()
    first = f"{case.id}.1.q1"
    assert (preview["unanswered"], preview["reply"]["verdict"]) == ([first], "partial")
    written = web.post(NORD, f"{path}/messages", {"body": "It is blue."}).json()
    assert [one["state"] for one in written["case"]["questions"]] == ["open", "answered"]
    due = written["case"]["reply_due_at"]
    web.desk.waits_until(datetime.fromisoformat(due))
    assert web.get(NORD, "/sellers/nord/breaches").json()["items"] == []
    web.desk.waits(seconds=1)
    (breach,) = web.get(NORD, "/sellers/nord/breaches").json()["items"]
    assert (breach["kind"], breach["message"], breach["counts"]) == ("reply", f"{case.id}.1", True)


def test_it_lets_the_buyer_object_to_what_the_seller_calls_answered(web: Web, case: Told) -> None:
    path, question = f"/cases/{case.id}", f"{case.id}.1.q1"
    vague = {"body": "We are looking into it.", "answers": [question]}
    assert web.post(NORD, f"{path}/messages", vague).json()["case"]["questions"][0]["state"] == "answered"
    objection = {"body": "", "event": "object", "fields": {"to": [question]}}
    seen = web.post(JAN, f"{path}/messages", objection).json()["case"]
    assert (seen["questions"][0]["state"], seen["reply_due_at"]) == ("open", "2026-04-07T15:00:00+02:00")


def test_it_contests_a_breach(web: Web) -> None:
    web.desk.opens(a_question())
    web.desk.waits_until(at("2026-04-07 16:00"))
    (breach,) = web.get(NORD, "/sellers/nord/breaches").json()["items"]
    said = {"breach": breach["id"], "body": "The platform was not to be reached."}
    answer = web.post(NORD, "/reviews", said)
    assert (answer.status_code, answer.json()["breach"]) == (201, breach["id"])
    (breach,) = web.get(NORD, "/sellers/nord/breaches").json()["items"]
    assert (breach["counts"], breach["because"]) == (False, "objection_open")
    decision = {"decision": "strike", "reason": "You are right."}
    assert web.post(ROOT, f"/reviews/{answer.json()['id']}/decision", decision).status_code == 200
    (breach,) = web.get(NORD, "/sellers/nord/breaches").json()["items"]
    assert breach["because"] == "objection_won"


def test_it_objects_to_one_thing_at_a_time(web: Web) -> None:
    both = {"breach": "a", "refusal": "b", "body": "No."}
    assert refusal(web.post(NORD, "/reviews", both)) == (422, "fields_invalid")
    assert pointers(web.post(NORD, "/reviews", {"breach": "a", "body": "No."})) == ["/breach"]

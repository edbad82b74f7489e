"""The first refusal that applies answers; each is a problem, and none writes anything."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from cases.casefile.asker import Asker
from tests.api.web import Web, pointers, refusal
from tests.builders import Told, a_question
from tests.cast import JAN, MIA, NORD, ROOT, SPAET, SYSTEMS

HUGE = b'{"body": "' + b"x" * 1_000_001 + b'"}'
DEEP = b'{"fields": ' + b'{"a": ' * 5_000 + b"1" + b"}" * 5_001
NOT_JSON = {
    "nothing": b"",
    "half an object": b"{",
    "a name twice": b'{"body": "a", "body": "b"}',
    "a name twice, deeper": b'{"fields": {"a": 1, "a": 2}}',
    "no number": b'{"version": NaN}',
    "a number without end": b'{"version": 1e999}',
    "a number that is a page": b'{"version": ' + b"9" * 5000 + b"}",
    "no UTF-8": b'{"body": "\xff"}',
    "a byte order mark": b'\xef\xbb\xbf{"body": "a"}',
    "no bottom": DEEP,
    "only openings": b"[" * 100_000,
    "a line break in a text": b'{"body": "a\nb"}',
}
NO_CASE = "01a212e7-3ba5-724d-9125-f4a8f0b6bedc"


def ask(web: Web) -> Told:
    return web.desk.opens(a_question())


def test_it_knows_nobody_before_it_reads_a_body(web: Web) -> None:
    answer = web.client.post("/v1/cases", content=HUGE, headers={"Content-Type": "text/plain"})
    assert refusal(answer) == (401, "unauthenticated")


def test_it_measures_a_body_before_it_looks_at_its_type(web: Web) -> None:
    assert refusal(web.send(JAN, "/cases", HUGE, Content_Type="text/plain")) == (413, "too_large")


def test_it_measures_a_body_that_does_not_tell_its_length(web: Web) -> None:
    def parts() -> Iterator[bytes]:
        for _ in range(20):
            yield b" " * 100_000

    assert refusal(web.send(JAN, "/cases", parts())) == (413, "too_large")


@pytest.mark.parametrize("kind", ["text/plain", "", "application/jsonx", "multipart/form-data"])
def test_it_looks_at_the_type_before_it_reads(web: Web, kind: str) -> None:
    answer = web.send(JAN, f"/cases/{NO_CASE}/messages", b"{", Content_Type=kind)
    assert refusal(answer) == (415, "unsupported_media_type")


def test_it_takes_json_with_a_character_set(web: Web) -> None:
    case = ask(web)
    raw = b'{"body": "And which one?"}'
    answer = web.send(JAN, f"/cases/{case.id}/messages", raw, Content_Type="application/json; charset=utf-8")
    assert answer.status_code == 201


def test_it_reads_before_it_asks_whose_the_case_is(web: Web) -> None:
    answers = {name: refusal(web.send(JAN, f"/cases/{NO_CASE}/messages", raw)) for name, raw in NOT_JSON.items()}
    assert answers == dict.fromkeys(NOT_JSON, (400, "bad_json"))


@pytest.mark.parametrize("name", [NO_CASE, "none", "%00", "1" * 3000, NO_CASE.upper()])
def test_it_asks_whose_the_case_is_before_it_looks_at_the_shape(web: Web, name: str) -> None:
    assert refusal(web.post(JAN, f"/cases/{name}/messages", {"colour": "red"})) == (404, "not_found")


def test_it_does_not_tell_a_foreign_case_from_none(web: Web) -> None:
    case = ask(web)
    for stranger in (MIA, SPAET):
        for path in ("", "/messages", "/transitions"):
            theirs = web.get(stranger, f"/cases/{case.id}{path}")
            none = web.get(stranger, f"/cases/{NO_CASE}{path}")
            assert refusal(theirs) == (404, "not_found")
            assert theirs.json() == none.json()
        for path in ("/messages", "/messages/preview"):
            assert refusal(web.post(stranger, f"/cases/{case.id}{path}", {"colour": "red"})) == (404, "not_found")


def test_it_asks_whose_the_order_in_a_body_is_before_it_looks_at_the_shape(web: Web) -> None:
    wrong = {"kind": "question", "order": "DE-1042", "colour": "red"}
    for path in ("/cases", "/cases/preview"):
        assert refusal(web.post(MIA, path, wrong)) == (404, "not_found")
        assert "/colour" in pointers(web.post(JAN, path, wrong))


def test_it_asks_for_the_role_before_it_looks_at_the_shape(web: Web) -> None:
    for who in (JAN, NORD):
        assert refusal(web.post(who, "/orders", {"colour": "red"})) == (403, "forbidden")
        assert refusal(web.post(who, "/sandbox/clock", {"colour": "red"})) == (403, "forbidden")


def test_it_asks_for_the_role_of_a_kind_before_it_looks_at_the_shape(web: Web) -> None:
    opening = {"kind": "return", "order": "DE-1042", "units": [], "message": {"body": "x"}}
    assert refusal(web.post(NORD, "/cases", opening)) == (403, "forbidden")


def test_it_asks_for_the_key_before_it_looks_at_the_shape(web: Web) -> None:
    case = ask(web)
    assert web.post(NORD, f"/cases/{case.id}/messages", {"body": "It fits."}, "k").status_code == 201
    answer = web.post(NORD, f"/cases/{case.id}/messages", {"colour": "red"}, "k")
    assert refusal(answer) == (409, "idempotency_conflict")


def test_it_looks_at_the_shape_before_the_version(web: Web) -> None:
    case = ask(web)
    assert pointers(web.post(NORD, f"/cases/{case.id}/messages", {"version": 9, "colour": "red"})) == ["/colour"]


@pytest.mark.parametrize(
    ("who", "message", "expected"),
    [
        pytest.param(NORD, {"version": 9, "event": "fly"}, (409, "version_conflict"), id="version, event"),
        pytest.param(NORD, {"event": "refund"}, (409, "event_not_allowed"), id="event, words"),
        pytest.param(NORD, {"event": "fly", "body": "x"}, (409, "event_not_allowed"), id="no such event"),
        pytest.param(JAN, {"event": "answer", "body": "x"}, (409, "event_not_allowed"), id="another role's event"),
        pytest.param(NORD, {"event": "no_reply_needed"}, (422, "not_eligible"), id="guard, words"),
        pytest.param(
            NORD, {"event": "promise_answer", "fields": {"x": 1}}, (422, "message_required"), id="words, fields"
        ),
        pytest.param(NORD, {}, (422, "message_required"), id="nothing said"),
        pytest.param(NORD, {"body": " \n"}, (422, "message_required"), id="blank"),
        pytest.param(
            NORD, {"body": "x", "event": "promise_answer", "fields": {"x": 1}}, (422, "fields_invalid"), id="fields"
        ),
    ],
)
def test_it_answers_with_the_first_that_applies(
    web: Web, who: Asker, message: dict[str, Any], expected: tuple[int, str]
) -> None:
    case = ask(web)
    assert refusal(web.post(who, f"/cases/{case.id}/messages", message)) == expected
    assert case.version == 1
    assert web.desk.rows("SELECT role, code FROM refusal") == [(who.role, expected[1])]


def test_it_says_what_is_possible_instead(web: Web) -> None:
    case = ask(web)
    problem = web.post(NORD, f"/cases/{case.id}/messages", {"body": "x", "event": "refund"}).json()
    assert problem["state"] == "awaiting_seller"
    assert "answer" in {action["event"] for action in problem["available_actions"]}


def test_it_shows_what_was_written_meanwhile(web: Web) -> None:
    case = ask(web)
    case.says(JAN, "And in red?")
    problem = web.post(NORD, f"/cases/{case.id}/messages", {"body": "It fits.", "version": 1}).json()
    assert (problem["state"], problem["version"]) == ("awaiting_seller", 2)
    assert [message["body"] for message in problem["unseen"]] == ["And in red?"]


def test_it_names_every_condition_with_its_reason(web: Web) -> None:
    case = ask(web)
    problem = web.post(NORD, f"/cases/{case.id}/messages", {"body": "x", "event": "no_reply_needed"}).json()
    (guard,) = problem["guards"]
    assert (guard["name"], guard["holds"]) == ("no_question_is_open", False)
    assert " " in guard["reason"]


@pytest.mark.parametrize(
    ("message", "pointer"),
    [
        ({"body": "x" * 20_001}, "/body"),
        ({"body": 7}, "/body"),
        ({"body": "x", "lang": "not a language"}, "/lang"),
        ({"body": "x", "version": "1"}, "/version"),
        ({"body": "x", "version": True}, "/version"),
        ({"body": "x", "answers": ["none"]}, "/answers/0"),
        ({"body": "x", "answers": "none"}, "/answers"),
        ({"body": "x", "waives": ["none"]}, "/waives/0"),
        ({"body": "x", "corrects": "none"}, "/corrects"),
        ({"body": "x", "attachments": ["att_none"]}, "/attachments/0"),
        ({"body": "x", "fields": []}, "/fields"),
        ({"body": "x", "reply_expected": "yes"}, "/reply_expected"),
        ({"body": "x", "a/b~c": 1}, "/a~1b~0c"),
        ([], ""),
        ("x", ""),
    ],
)
def test_it_points_at_what_is_wrong(web: Web, message: Any, pointer: str) -> None:
    case = ask(web)
    assert pointers(web.post(NORD, f"/cases/{case.id}/messages", message)) == [pointer]
    assert case.version == 1


@pytest.mark.parametrize(
    ("raw", "pointer"),
    [
        (b"null", ""),
        (rb'{"body": "a\ud800b"}', "/body"),
        (rb'{"body": "a\u0000b"}', "/body"),
        (rb'{"body": "x", "event": "a\u0000b"}', "/event"),
        (rb'{"body": "x", "event": "promise_answer", "fields": {"date": "\udfff"}}', "/fields/date"),
    ],
)
def test_it_points_at_what_cannot_be_kept(web: Web, raw: bytes, pointer: str) -> None:
    case = ask(web)
    assert pointer in pointers(web.send(NORD, f"/cases/{case.id}/messages", raw))
    assert case.version == 1


def test_it_keeps_a_character_of_two_halves(web: Web) -> None:
    case = ask(web)
    answer = web.send(NORD, f"/cases/{case.id}/messages", rb'{"body": "It fits \ud83d\ude00"}')
    assert answer.json()["message"]["body"] == "It fits \N{GRINNING FACE}"


def test_it_does_not_fall_over_a_name_that_cannot_be_kept(web: Web) -> None:
    case = ask(web)
    for raw in (rb'{"body": "x", "fields": {"\ud800": 1}}', rb'{"body": "x", "\u0000": 1}'):
        assert pointers(web.send(NORD, f"/cases/{case.id}/messages", raw))


def test_it_asks_the_systems_for_a_key(web: Web) -> None:
    case = ask(web)
    for path, body in (("/orders", {"items": []}), (f"/cases/{case.id}/messages", {"event": "arrive"})):
        answer = web.post(SYSTEMS, path, body)
        assert "Idempotency-Key" in " ".join(pointers(answer))


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("DELETE", "/v1/cases", {"GET", "POST"}),
        ("PUT", f"/v1/cases/{NO_CASE}/messages", {"GET", "POST"}),
        ("POST", "/v1/markets", {"GET"}),
        ("POST", "/healthz", {"GET"}),
    ],
)
def test_it_names_the_methods_that_there_are(web: Web, method: str, path: str, allowed: set[str]) -> None:
    answer = web.client.request(method, path, headers=web.signed(ROOT, {}))
    assert refusal(answer) == (405, "method_not_allowed")
    assert {name.strip() for name in answer.headers["allow"].split(",")} - {"HEAD"} == allowed


@pytest.mark.parametrize("path", ["/v1", "/v1/none", "/none", "/v1/cases/", "/v1/reviewed", f"/v1/cases/{NO_CASE}/x"])
def test_it_has_no_such_address(web: Web, path: str) -> None:
    answer = web.client.get(path, headers=web.signed(ROOT, {}), follow_redirects=False)
    assert refusal(answer) == (404, "not_found")


@pytest.mark.parametrize("query", ["limit=0", "limit=201", "limit=x", "limit=", "sort=colour", "open=maybe"])
def test_it_points_at_a_bad_value_of_a_query(web: Web, query: str) -> None:
    (pointer,) = pointers(web.get(JAN, f"/cases?{query}"))
    assert pointer.endswith(query.partition("=")[0])


def test_it_finds_nothing_under_a_name_that_no_database_keeps(web: Web) -> None:
    for path in ("/orders/%00", "/orders/%ff", "/sellers/%00/breaches", "/markets/%00", "/workflows/%00"):
        assert refusal(web.get(ROOT, path)) == (404, "not_found")
    assert web.get(ROOT, "/cases?order=%00").status_code in (200, 422)


def test_it_lets_no_browser_guess_or_keep(web: Web) -> None:
    for answer in (web.get(JAN, "/cases"), web.get(JAN, f"/cases/{NO_CASE}"), web.client.get("/v1/cases")):
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["cache-control"] == "no-store"

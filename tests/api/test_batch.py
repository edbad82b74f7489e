"""Many messages at once: each on its own, and all of them once."""

from __future__ import annotations

from typing import Any

import pytest

from api.problems import STATUS
from cases.casefile.idempotency import IN_FLIGHT, Key, release
from tests.api.web import Web, pointers, refusal
from tests.builders import Told, a_question
from tests.cast import JAN, NORD, ROOT, SPAET, SYSTEMS

NO_CASE = "01a212e7-3ba5-724d-9125-f4a8f0b6bedc"
ANSWER = {"body": "It fits."}


@pytest.fixture
def cases(web: Web) -> list[Told]:
    """Three questions of Jan's to Werkstatt Nord."""
    return [web.desk.opens(a_question(body=f"Is it the model of {2020 + number}?")) for number in range(3)]


def send(web: Web, *items: Any, who: Any = NORD, key: str | None = None) -> list[dict[str, Any]]:
    answer = web.post(who, "/messages/batch", {"items": items}, key)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["items"]
    assert [item["index"] for item in found] == list(range(len(items)))
    return found


def test_it_writes_each_as_it_would_be_written_alone(web: Web, cases: list[Told]) -> None:
    found = send(web, *({"case": case.id, "event": "answer", **ANSWER} for case in cases))
    assert [item["status"] for item in found] == [201] * 3
    assert [case.state for case in cases] == ["answered"] * 3
    for item, case in zip(found, cases, strict=True):
        assert item["message"] == web.get(NORD, f"/cases/{case.id}/messages").json()["items"][1]
        assert "error" not in item


def test_it_stops_at_none_that_is_refused(web: Web, cases: list[Told]) -> None:
    one, other, last = (case.id for case in cases)
    found = send(
        web,
        {"case": one, "event": "refund", **ANSWER},
        {"case": other, "colour": "red", **ANSWER},
        {"case": NO_CASE, **ANSWER},
        {"case": "none", "colour": "red"},
        {"case": one, "version": 9, **ANSWER},
        {"case": one},
        "no object",
        {"case": 7, **ANSWER},
        ANSWER,
        {"case": last, **ANSWER},
    )
    codes = [item["error"]["code"] if "error" in item else None for item in found]
    assert codes == [
        "event_not_allowed",
        "fields_invalid",
        "not_found",
        "not_found",
        "version_conflict",
        "message_required",
        *["fields_invalid"] * 3,
        None,
    ]
    assert [item["status"] for item in found] == [STATUS[code] if code else 201 for code in codes]
    assert [[fault["pointer"] for fault in found[place]["error"]["errors"]] for place in (1, 6, 7, 8)] == [
        ["/colour"],
        [""],
        ["/case"],
        ["/case"],
    ]
    assert found[0]["error"]["available_actions"]
    assert found[4]["error"]["unseen"] == []
    assert [case.version for case in cases] == [1, 1, 2]


def test_it_records_each_refusal(web: Web, cases: list[Told]) -> None:
    case = cases[0]
    send(web, {"case": case.id, "event": "refund", **ANSWER}, {"case": case.id, "event": "answer", "colour": 1})
    recorded = web.desk.rows("SELECT event, code, case_id FROM refusal ORDER BY event")
    assert [(event, code, str(name)) for event, code, name in recorded] == [
        ("answer", "fields_invalid", case.id),
        ("refund", "event_not_allowed", case.id),
    ]


def test_it_writes_twice_to_one_case_in_order(web: Web, cases: list[Told]) -> None:
    case = cases[0]
    send(web, {"case": case.id, "body": "One moment.", "answers": []}, {"case": case.id, **ANSWER}, who=ROOT)
    assert [entry.body for entry in case.entries()][1:] == ["One moment.", "It fits."]


@pytest.mark.parametrize("who", [JAN, SYSTEMS])
def test_it_is_for_sellers_and_admins(web: Web, who: Any) -> None:
    assert refusal(web.post(who, "/messages/batch", {"colour": 1}, "k")) == (403, "forbidden")


def test_it_writes_to_no_case_of_another_seller(web: Web, cases: list[Told]) -> None:
    (item,) = send(web, {"case": cases[0].id, **ANSWER}, who=SPAET)
    assert item["error"]["code"] == "not_found"
    assert cases[0].version == 1


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({}, ["/items"]),
        ({"items": []}, ["/items"]),
        ({"items": [{}] * 101}, ["/items"]),
        ({"items": {}}, ["/items"]),
        ({"items": [ANSWER], "colour": 1}, ["/colour"]),
        ([ANSWER], [""]),
        (7, [""]),
    ],
)
def test_it_refuses_what_is_no_batch(web: Web, body: Any, expected: list[str]) -> None:
    assert pointers(web.post(NORD, "/messages/batch", body)) == expected


def test_it_takes_a_hundred(web: Web, cases: list[Told]) -> None:
    found = send(web, *({"case": cases[0].id, "body": f"Part {number}.", "answers": []} for number in range(100)))
    assert {item["status"] for item in found} == {201}
    assert cases[0].version == 101


def test_it_writes_all_of_them_once(web: Web, cases: list[Told]) -> None:
    items = [{"case": case.id, **ANSWER} for case in cases] + [{"case": NO_CASE, **ANSWER}]
    first, again = (web.post(NORD, "/messages/batch", {"items": items}, "k") for _ in range(2))
    assert again.content == first.content
    assert again.headers["idempotency-replayed"] == "true"
    assert [case.version for case in cases] == [2] * 3
    assert refusal(web.post(NORD, "/messages/batch", {"items": items[:1]}, "k")) == (409, "idempotency_conflict")


def test_it_writes_none_again_after_it_broke_off(web: Web, cases: list[Told]) -> None:
    items = [{"case": case.id, **ANSWER} for case in cases]
    first = web.post(NORD, "/messages/batch", {"items": items}, "k")
    # As if the process had died before the whole answer was kept: the key was taken, and is given back.
    raw = first.request.content
    key = Key.of(
        sub="anna", role="seller", method="POST", path="/v1/messages/batch", key="k", body=raw, real_now=web.desk.now
    )
    with web.desk.database.write() as connection:
        connection.driver.execute(f"UPDATE idempotency SET status = {IN_FLIGHT} WHERE scope = '{key.scope}'")
    release(web.desk.database, key)
    again = web.post(NORD, "/messages/batch", {"items": items}, "k")
    assert again.content == first.content
    assert [case.version for case in cases] == [2] * 3

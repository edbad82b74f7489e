"""Over HTTP, in a sandbox that stands on Thursday 2 April 2026, 15:00 in Germany."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from cases.clock import set_sandbox_clock
from cases.db import Database
from cases.settings import Settings
from cli.token import sign

SECRET = "a secret that is only for these tests, and long"
ORDER = {
    "id": "DE-1",
    "market": "DE",
    "seller": {"id": "nord", "name": "Werkstatt Nord"},
    "buyer": {"id": "jan", "name": "Jan Vos", "lang": "nl"},
    "currency": "EUR",
    "placed_at": "2026-03-20T10:00:00+01:00",
    "delivered_at": "2026-03-28T10:00:00+01:00",
    "lines": [{"line": "1", "title": "Coffee machine", "quantity": 1, "unit_price": "129.00"}],
}
WHO = {
    "admin": {"role": "admin", "sub": "root"},
    "buyer": {"role": "buyer", "sub": "jan"},
    "stranger": {"role": "buyer", "sub": "somebody"},
    "seller": {"role": "seller", "sub": "anna", "seller": "nord"},
    "systems": {"role": "integration", "sub": "market-place"},
}


@dataclass
class Desk:
    """The API as each of the cast calls it."""

    client: TestClient

    def get(self, who: str, path: str) -> Any:
        """What ``who`` reads at ``path``."""
        return self.client.get(f"/v1{path}", headers=self._as(who))

    def post(self, who: str, path: str, body: Any, **headers: str) -> Any:
        """What ``who`` is answered."""
        return self.client.post(f"/v1{path}", json=body, headers=self._as(who) | headers)

    def asked(self) -> str:
        """A buyer's question on the order; its id."""
        question = {"kind": "question", "order": "DE-1", "reason": "product", "message": {"body": "Past het zeefje?"}}
        return str(self.post("buyer", "/cases", question).json()["id"])

    @staticmethod
    def _as(who: str) -> dict[str, str]:
        return {"Authorization": f"Bearer {sign(SECRET, **WHO[who])}"}


@pytest.fixture
def desk(database: Database, tmp_path: Path) -> Iterator[Desk]:
    """A sandbox with one order."""
    settings = Settings(database.url, SECRET, "", tmp_path, None, sandbox=True)
    set_sandbox_clock(database, datetime(2026, 4, 2, 13, 0, tzinfo=UTC))
    with TestClient(create_app(settings, database)) as client:
        desk = Desk(client)
        assert desk.post("admin", "/orders", [ORDER]).json()["items"][0]["result"] == "created"
        yield desk


def test_it_names_what_does_not_count(desk: Desk) -> None:
    case = desk.get("buyer", f"/cases/{desk.asked()}").json()
    assert case["reply_due_at"] == "2026-04-07T15:00:00+02:00"
    skipped = [day["why"] for day in case["deadlines"][0]["explanation"]["skipped"]]
    assert skipped == ["Good Friday", "Saturday", "Sunday", "Easter Monday"]


def test_it_is_open_at_the_moment_and_missed_one_second_later(desk: Desk) -> None:
    case = desk.asked()
    assert desk.post("admin", "/sandbox/clock", {"now": "2026-04-07T15:00:00+02:00"}).json()["fired"] == {}
    moved = desk.post("admin", "/sandbox/clock", {"now": "2026-04-07T15:00:01+02:00"}).json()
    assert moved["fired"] == {"reply": 1}
    assert moved["messages"] == 1
    breach = desk.get("seller", "/sellers/nord/breaches").json()["items"][0]
    assert (breach["case"], breach["counts"]) == (case, True)
    assert desk.get("seller", f"/cases/{case}/messages").json()["items"][-1]["kind"] == "system"


def test_it_does_not_turn_the_clock_back(desk: Desk) -> None:
    answer = desk.post("admin", "/sandbox/clock", {"now": "2026-04-01T15:00:00+02:00"})
    assert (answer.status_code, answer.json()["code"]) == (422, "fields_invalid")


def test_it_moves_a_case_by_a_message_and_tells_it_as_a_transition(desk: Desk) -> None:
    case = desk.asked()
    answer = desk.post("seller", f"/cases/{case}/messages", {"body": "Ja, het past.", "version": 1})
    assert answer.status_code == 201
    assert answer.json()["transition"]["to"] == "answered"
    assert answer.json()["case"]["questions"][0]["state"] == "answered"
    trail = desk.get("buyer", f"/cases/{case}/transitions").json()["items"]
    assert [(line["from"], line["event"], line["to"]) for line in trail] == [
        (None, "ask", "awaiting_seller"),
        ("awaiting_seller", "answer", "answered"),
    ]


def test_it_gives_the_same_answer_again_and_writes_nothing(desk: Desk) -> None:
    case = desk.asked()
    words = {"body": "Ja, het past."}
    first = desk.post("seller", f"/cases/{case}/messages", words, **{"Idempotency-Key": "k1"})
    desk.post("buyer", f"/cases/{case}/messages", {"body": "En hoe maak ik het schoon?"})
    again = desk.post("seller", f"/cases/{case}/messages", words, **{"Idempotency-Key": "k1"})
    assert again.headers["Idempotency-Replayed"] == "true"
    assert again.json() == first.json()
    other = desk.post("seller", f"/cases/{case}/messages", {"body": "Nee."}, **{"Idempotency-Key": "k1"})
    assert (other.status_code, other.json()["code"]) == (409, "idempotency_conflict")
    assert desk.get("seller", f"/cases/{case}").json()["version"] == 3


@pytest.mark.parametrize(
    ("who", "body", "status", "code"),
    [
        ("seller", {"body": "x", "event": "refund"}, 409, "event_not_allowed"),
        ("seller", {"body": "x", "version": 7}, 409, "version_conflict"),
        ("seller", {"body": " "}, 422, "message_required"),
        ("seller", {"body": "x", "event": "no_reply_needed"}, 422, "not_eligible"),
        ("seller", {"body": "x", "event": "promise_answer", "fields": {}}, 422, "fields_invalid"),
        ("seller", {"body": "x", "colour": "red"}, 422, "fields_invalid"),
        ("stranger", {"body": "x"}, 404, "not_found"),
        ("systems", {"event": "arrive"}, 422, "fields_invalid"),
    ],
)
def test_it_refuses_with_a_stable_code(desk: Desk, who: str, body: Any, status: int, code: str) -> None:
    case = desk.asked()
    answer = desk.post(who, f"/cases/{case}/messages", body)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.json()["detail"]
    assert desk.get("seller", f"/cases/{case}").json()["version"] == 1


def test_it_knows_nobody_without_a_true_token(desk: Desk) -> None:
    for token in ("", "Bearer x", f"Bearer {sign('another secret that is long enough, too', 'admin', 'root')}"):
        answer = desk.client.get("/v1/cases", headers={"Authorization": token})
        assert (answer.status_code, answer.json()["code"]) == (401, "unauthenticated")


def test_it_lists_page_by_page_without_losing_one(desk: Desk) -> None:
    asked = {desk.asked() for _ in range(5)}
    seen, path = [], "/cases?limit=2&sort=due"
    while path:
        page = desk.get("seller", path).json()
        seen += [case["id"] for case in page["items"]]
        path = f"/cases?limit=2&sort=due&cursor={page['next']}" if page["next"] else ""
    assert len(seen) == 5
    assert set(seen) == asked


def test_it_shows_a_workflow_as_data(desk: Desk) -> None:
    shown = desk.get("buyer", "/workflows/return").json()
    assert (shown["kind"], shown["version"], shown["initial"]) == ("return", 1, ["requested"])
    opening = next(row for row in shown["rows"] if row["from"] is None)
    assert opening["fields"]["additionalProperties"] is False
    assert desk.get("buyer", "/workflows/loan").status_code == 404

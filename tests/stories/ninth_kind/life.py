"""The life of the ninth kind, run where the kind is registered: through the API, and by the clock."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.web import Web, refusal
from tests.builders import Told
from tests.cast import JAN, NORD
from workflows.fields.base import SAMPLE
from workflows.fields.parcels import AddressConfirmed

BOOKED = {
    "kind": "installation",
    "order": "DE-1042",
    "units": [{"line": "1", "quantity": 1}],
    "message": {"body": "Please set it up in our kitchen.", "lang": "en"},
    "fields": AddressConfirmed.example(SAMPLE),
}


@pytest.fixture
def booked(web: Web) -> Any:
    """Jan has booked an installation."""
    answer = web.post(JAN, "/cases", BOOKED)
    assert answer.status_code == 201, answer.text
    return answer.json()


def acts(web: Web, who: Any, case: str, event: str, body: str = "") -> Any:
    """Somebody takes an action that is offered, with the example of its own form."""
    offered = web.get(who, f"/cases/{case}").json()["available_actions"]
    form = next(action for action in offered if action["event"] == event)["fields"]
    said = {"event": event, "body": body, "lang": "en", "fields": form["examples"][0]}
    answer = web.post(who, f"/cases/{case}/messages", said)
    assert answer.status_code == 201, answer.text
    return answer.json()


def test_it_opens_through_the_api(booked: Any) -> None:
    assert (booked["kind"], booked["workflow"], booked["state"]) == ("installation", "installation@1", "to_be_planned")
    assert booked["number"].startswith("N-")
    assert booked["waits_on"] == ["seller"]


def test_it_is_moved_by_messages_to_its_end(web: Web, booked: Any) -> None:
    case = booked["id"]

    assert (
        acts(web, NORD, case, "offer_appointment", "Would Saturday suit you?")["case"]["state"] == "appointment_offered"
    )
    taken = acts(web, JAN, case, "take_appointment")
    assert taken["message"]["body"] == "The appointment suits me."
    assert acts(web, NORD, case, "report_installed", "It stands and is tested.")["case"]["outcome"] == "installed"
    trail = web.get(JAN, f"/cases/{case}/transitions").json()["items"]
    assert [entry["event"] for entry in trail] == [
        "book_installation",
        "offer_appointment",
        "take_appointment",
        "report_installed",
    ]


def test_it_has_what_every_kind_has(web: Web, booked: Any) -> None:
    offered = {action["event"] for action in web.get(JAN, f"/cases/{booked['id']}").json()["available_actions"]}

    assert {"report", "convert", "cancel"} <= offered
    assert acts(web, JAN, booked["id"], "cancel")["case"]["outcome"] == "withdrawn_by_buyer"


def test_it_refuses_what_its_table_does_not_have(web: Web, booked: Any) -> None:
    said = {"event": "report_installed", "body": "It stands.", "lang": "en", "fields": {"done": "It stands."}}

    assert refusal(web.post(NORD, f"/cases/{booked['id']}/messages", said)) == (409, "event_not_allowed")


def test_it_refuses_fields_that_its_rules_forbid(web: Web, booked: Any) -> None:
    window = {"date": "2026-04-01", "window_from": "09:00", "window_until": "13:00"}
    said = {"event": "offer_appointment", "body": "Was yesterday well?", "lang": "en", "fields": window}

    assert refusal(web.post(NORD, f"/cases/{booked['id']}/messages", said)) == (422, "fields_invalid")


def test_it_holds_its_bound(web: Web, booked: Any) -> None:
    for _ in range(3):
        acts(web, NORD, booked["id"], "offer_appointment", "Would that suit you?")
        acts(web, JAN, booked["id"], "decline_appointment")
    offered = [action["event"] for action in web.get(NORD, f"/cases/{booked['id']}").json()["available_actions"]]

    assert "offer_appointment" not in offered


def test_it_ends_by_silence(web: Web, booked: Any) -> None:
    told = Told(web.desk, booked["id"])
    told.does(NORD, "offer_appointment")

    told.waits_for("decline_appointment")
    assert told.state == "to_be_planned"
    told.waits_for("give_up")
    assert (told.state, told.outcome) == ("closed", "not_installed")


def test_it_is_read_as_json(web: Web) -> None:
    printed = web.get(JAN, "/workflows/installation").json()

    assert (printed["kind"], printed["initial"]) == ("installation", ["to_be_planned"])
    assert [state["name"] for state in printed["states"]] == [
        "to_be_planned",
        "appointment_offered",
        "planned",
        "closed",
    ]

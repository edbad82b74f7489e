"""Webhooks over HTTP: made, shown, tried, given a new secret and removed, each by its owner alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from fastapi import FastAPI

from cases.clock import real_now
from cases.outbox import webhooks
from cases.outbox.deliveries import call_webhooks
from cases.outbox.events import Event
from cases.outbox.sequence import put_in_sequence
from cases.outbox.signature import sign
from tests.api.web import Web, pointers, refusal
from tests.builders import a_question
from tests.cast import BEN, JAN, NORD, ROOT, SPAET, SYSTEMS
from tests.receiver import Receiver, receiving


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as receiver:
        yield receiver


def delivers(web: Web) -> None:
    """The scheduler looks once."""
    put_in_sequence(web.desk.database)
    call_webhooks(web.desk.database, real_now)


def stops_being_a_sandbox(web: Web) -> None:
    app = web.client.app
    assert isinstance(app, FastAPI)
    app.state.door.settings = replace(app.state.door.settings, sandbox=False)


def test_it_calls_with_what_the_feed_shows(web: Web, receiver: Receiver) -> None:
    made = web.post(SYSTEMS, "/webhooks", {"url": receiver.url, "types": ["case.opened"]}, "k1")
    assert made.status_code == 201
    web.desk.opens(a_question())
    delivers(web)
    (call,) = receiver.came
    assert call.event == web.get(SYSTEMS, "/events").json()["items"][0]
    said = call.headers
    signed = sign(made.json()["secret"], said["webhook-id"], int(said["webhook-timestamp"]), call.body)
    assert said["webhook-signature"] == signed
    shown = web.get(SYSTEMS, f"/webhooks/{made.json()['id']}").json()
    assert (shown["state"], shown["waiting"], shown["delivered_at"] is not None) == ("active", 0, True)


def test_it_shows_the_secret_once(web: Web, receiver: Receiver) -> None:
    made = web.post(NORD, "/webhooks", {"url": receiver.url}).json()
    (listed,) = web.get(NORD, "/webhooks").json()["items"]
    shown = web.get(NORD, f"/webhooks/{made['id']}").json()
    assert made["secret"].startswith("whsec_")
    assert "secret" not in listed
    assert listed == shown == {name: value for name, value in made.items() if name != "secret"}


def test_it_makes_one_for_one_key(web: Web, receiver: Receiver) -> None:
    one = web.post(SYSTEMS, "/webhooks", {"url": receiver.url}, "k1")
    two = web.post(SYSTEMS, "/webhooks", {"url": receiver.url}, "k1")
    assert one.json() == two.json()
    assert two.headers["idempotency-replayed"] == "true"
    assert len(web.get(SYSTEMS, "/webhooks").json()["items"]) == 1
    assert pointers(web.post(SYSTEMS, "/webhooks", {"url": receiver.url})) == ["/headers/Idempotency-Key"]


def test_it_belongs_to_the_seller_or_to_the_market_place(web: Web, receiver: Receiver) -> None:
    sellers = web.post(NORD, "/webhooks", {"url": receiver.url}).json()["id"]
    places = web.post(ROOT, "/webhooks", {"url": receiver.url}).json()["id"]
    for who, sees in ((NORD, [sellers]), (BEN, [sellers]), (SPAET, []), (ROOT, [places]), (SYSTEMS, [places])):
        assert [one["id"] for one in web.get(who, "/webhooks").json()["items"]] == sees
    for who, name in ((SPAET, sellers), (ROOT, sellers), (NORD, places), (NORD, "x"), (NORD, "0" * 36)):
        assert refusal(web.get(who, f"/webhooks/{name}")) == (404, "not_found")
        assert refusal(web.post(who, f"/webhooks/{name}/test", None)) == (404, "not_found")
        assert refusal(web.post(who, f"/webhooks/{name}/secret", None)) == (404, "not_found")
        assert refusal(web.delete(who, f"/webhooks/{name}")) == (404, "not_found")


def test_it_is_not_for_buyers(web: Web, receiver: Receiver) -> None:
    assert refusal(web.post(JAN, "/webhooks", {"url": receiver.url})) == (403, "forbidden")
    assert refusal(web.get(JAN, "/webhooks")) == (403, "forbidden")


def test_it_is_removed(web: Web, receiver: Receiver) -> None:
    name = web.post(NORD, "/webhooks", {"url": receiver.url}).json()["id"]
    answer = web.delete(NORD, f"/webhooks/{name}")
    assert (answer.status_code, answer.content) == (204, b"")
    assert refusal(web.delete(NORD, f"/webhooks/{name}")) == (404, "not_found")
    web.desk.opens(a_question())
    delivers(web)
    assert receiver.came == []


def test_it_is_tried(web: Web, receiver: Receiver) -> None:
    made = web.post(NORD, "/webhooks", {"url": receiver.url}).json()
    answer = web.post(NORD, f"/webhooks/{made['id']}/test", None)
    assert answer.json() == {"delivered": True, "status": 204, "error": None}
    (call,) = receiver.came
    assert (call.event["type"], call.event["webhook"]) == ("webhook.test", made["id"])
    said = call.headers
    signed = sign(made["secret"], said["webhook-id"], int(said["webhook-timestamp"]), call.body)
    assert said["webhook-signature"] == signed


def test_it_is_called_again_after_a_trial_that_was_taken(web: Web, receiver: Receiver) -> None:
    name = web.post(NORD, "/webhooks", {"url": receiver.url}).json()["id"]
    receiver.says = lambda _: 410
    web.desk.opens(a_question())
    delivers(web)
    shown = web.get(NORD, f"/webhooks/{name}").json()
    assert (shown["state"], shown["disabled_because"], shown["undelivered_from"]) == ("disabled", "gone", 1)
    assert web.post(NORD, f"/webhooks/{name}/test", None).json()["delivered"] is False
    assert web.get(NORD, f"/webhooks/{name}").json()["state"] == "disabled"
    receiver.says = lambda _: 200
    assert web.post(NORD, f"/webhooks/{name}/test", None).json()["delivered"] is True
    assert web.get(NORD, f"/webhooks/{name}").json()["state"] == "active"
    web.desk.opens(a_question())
    delivers(web)
    assert receiver.came[-1].event["type"] == "message.written"


def test_it_gets_a_new_secret(web: Web, receiver: Receiver) -> None:
    made = web.post(SYSTEMS, "/webhooks", {"url": receiver.url}, "k1").json()
    path = f"/webhooks/{made['id']}/secret"
    anew = web.post(SYSTEMS, path, None, "k2").json()
    assert anew["secret"] != made["secret"]
    assert web.post(SYSTEMS, path, None, "k2").json()["secret"] == anew["secret"]
    assert pointers(web.post(SYSTEMS, path, None)) == ["/headers/Idempotency-Key"]
    web.post(SYSTEMS, f"/webhooks/{made['id']}/test", None)
    assert receiver.came[0].headers["webhook-signature"].count("v1,") == 2


@pytest.mark.parametrize("url", ["http://market.example/", "https://127.0.0.1/", "https://localhost/", "https://a@b/"])
def test_it_takes_only_public_addresses_outside_a_sandbox(web: Web, url: str) -> None:
    stops_being_a_sandbox(web)
    assert pointers(web.post(ROOT, "/webhooks", {"url": url})) == ["/url"]


def test_it_calls_nothing_inside_that_was_made_outside_a_sandbox(web: Web, receiver: Receiver) -> None:
    port = receiver.url.rpartition(":")[2]
    made = webhooks.create(web.desk.database, None, f"http://localhost:{port}", None, real_now(), internal=False)
    web.desk.opens(a_question())
    delivers(web)
    assert receiver.came == []
    shown = web.get(ROOT, f"/webhooks/{made.id}").json()
    assert (shown["state"], shown["last_error"], shown["waiting"]) == ("failing", "not_public", 2)
    answer = web.post(ROOT, f"/webhooks/{made.id}/test", None).json()
    assert answer == {"delivered": False, "status": None, "error": "not_public"}


def test_it_refuses_what_is_no_webhook(web: Web, receiver: Receiver) -> None:
    for wrong, where in (
        ({}, ["/url"]),
        ({"url": 1}, ["/url"]),
        ({"url": receiver.url, "types": []}, ["/types"]),
        ({"url": receiver.url, "types": ["case.eaten"]}, ["/types/0"]),
        ({"url": receiver.url, "secret": "mine"}, ["/secret"]),
    ):
        assert pointers(web.post(ROOT, "/webhooks", wrong)) == where
    for _ in range(webhooks.MOST):
        assert web.post(ROOT, "/webhooks", {"url": receiver.url}).status_code == 201
    assert pointers(web.post(ROOT, "/webhooks", {"url": receiver.url})) == ["/url"]


def test_it_takes_every_type_that_there_is(web: Web, receiver: Receiver) -> None:
    types = [str(event) for event in Event]
    assert web.post(ROOT, "/webhooks", {"url": receiver.url, "types": types}).json()["types"] == types

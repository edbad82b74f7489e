"""Calls to somebody else's address: signed, to public places only, never redirected, never long."""

from __future__ import annotations

import socket
import time

import pytest

from cases.outbox.addresses import NotPublic, addresses_of, fault_of, is_public
from cases.outbox.post import AGENT, Caller
from cases.outbox.signature import PREFIX, headers, new_secret, sign
from tests.receiver import receiving


def test_it_signs_as_the_specification_shows() -> None:
    secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    body = b'{"test": 2432232314}'
    signed = sign(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, body)
    assert signed == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_it_makes_a_secret_of_its_own_each_time() -> None:
    one, two = new_secret(), new_secret()
    assert one != two
    assert one.startswith(PREFIX)
    assert len(one) == len(PREFIX) + 44


def test_it_signs_with_the_old_secret_too_while_both_count() -> None:
    one, two = new_secret(), new_secret()
    said = headers([one, two], "evt_1", 7, b"{}")
    assert said["webhook-signature"] == f"{sign(one, 'evt_1', 7, b'{}')} {sign(two, 'evt_1', 7, b'{}')}"


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1",
        "fe80::1%eth0",
        "fc00::1",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
        "2001:0:7f00:1::",
        "2001:db8::1",
    ],
)
def test_it_knows_what_is_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c", "64:ff9b::808:808"])
def test_it_knows_what_is_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    ("url", "fault"),
    [
        ("https://market.example/hook?a=1", ""),
        ("https://market.example:8443/hook", ""),
        ("http://market.example/hook", "field.webhook_https"),
        ("ftp://market.example/", "field.webhook_address"),
        ("market.example/hook", "field.webhook_address"),
        ("https://", "field.webhook_address"),
        ("https://anna:secret@market.example/", "field.webhook_address"),
        ("https://market.example/#part", "field.webhook_address"),
        ("https://market.example/ two", "field.webhook_address"),
        ("https://market.example\\@evil.example/", "field.webhook_address"),
        ("https://market.example:99999/", "field.webhook_address"),
        ("https://[::1", "field.webhook_address"),
        ("https://m\u00fcnchen.example/", "field.webhook_address"),
        ("https://localhost/", "field.webhook_not_public"),
        ("https://127.0.0.1/", "field.webhook_not_public"),
        ("https://127.1/", "field.webhook_not_public"),
        ("https://2130706433/", "field.webhook_not_public"),
        ("https://0x7f.1/", "field.webhook_not_public"),
        ("https://[::1]/", "field.webhook_not_public"),
        ("https://db.internal/", "field.webhook_not_public"),
    ],
)
def test_it_sees_what_is_wrong_with_an_address(url: str, fault: str) -> None:
    assert fault_of(url, internal=False) == fault


def test_it_takes_an_address_inside_where_that_is_allowed() -> None:
    assert fault_of("http://127.0.0.1:8080/hook", internal=True) == ""
    assert fault_of("http://anna@127.0.0.1:8080/hook", internal=True) == "field.webhook_address"


def test_it_calls_nobody_whose_name_leads_inside() -> None:
    with receiving() as receiver, Caller(internal=False) as caller:
        assert caller.call(receiver.url, {}, b"{}").error == "not_public"
        assert caller.call(receiver.url.replace("127.0.0.1", "localhost"), {}, b"{}").error == "not_public"
        assert receiver.came == []


def test_it_calls_nobody_whose_name_leads_inside_and_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    leads = [(socket.AF_INET, 0, 0, "", (address, 443)) for address in ("93.184.215.14", "127.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: leads)
    with pytest.raises(NotPublic):
        addresses_of("market.example", 443, internal=False)


def test_it_looks_a_name_up_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    with receiving() as receiver, Caller(internal=True) as caller:
        port = int(receiver.url.rpartition(":")[2].partition("/")[0])

        def leads(host: str, *_: object, **__: object) -> object:
            asked.append(host)
            return [(socket.AF_INET, 0, 0, "", ("127.0.0.1", port))] if host == "market.example" else real(host, port)

        real = socket.getaddrinfo
        monkeypatch.setattr(socket, "getaddrinfo", leads)
        assert caller.call(f"http://market.example:{port}/hook", {}, b"{}").status == 204
    assert asked.count("market.example") == 1
    assert receiver.came[0].headers["host"] == f"market.example:{port}"


def test_it_says_who_calls_and_what_it_sends() -> None:
    with receiving() as receiver, Caller(internal=True) as caller:
        assert caller.call(receiver.url, {"webhook-id": "evt_1"}, b'{"a":1}').is_taken
    (came,) = receiver.came
    assert came.body == b'{"a":1}'
    assert came.headers["content-type"] == "application/json"
    assert (came.headers["user-agent"], came.headers["webhook-id"]) == (AGENT, "evt_1")


def test_it_follows_no_redirect() -> None:
    with receiving() as other, receiving() as receiver, Caller(internal=True) as caller:
        receiver.says, receiver.adds = lambda _: 307, {"location": other.url}
        answer = caller.call(receiver.url, {}, b"{}")
        assert (answer.status, answer.is_taken) == (307, False)
        assert other.came == []


@pytest.mark.parametrize("how", ["waits", "trickles"])
def test_it_waits_for_nobody_longer_than_the_limit(how: str) -> None:
    with receiving() as receiver, Caller(internal=True, seconds=0.4) as caller:
        setattr(receiver, how, 3 if how == "waits" else True)
        begun = time.monotonic()
        assert caller.call(receiver.url, {}, b"{}").error == "too_slow"
        assert time.monotonic() - begun < 2


def test_it_says_where_nobody_answers() -> None:
    with receiving() as receiver:
        gone = receiver.url
    with Caller(internal=True) as caller:
        assert caller.call(gone, {}, b"{}").error == "no_answer"


def test_it_hears_when_to_come_back() -> None:
    with receiving() as receiver, Caller(internal=True) as caller:
        receiver.says, receiver.adds = lambda _: 503, {"Retry-After": "120"}
        assert caller.call(receiver.url, {}, b"{}").retry_after == 120
        receiver.adds = {"Retry-After": "Fri, 31 Dec 2027 23:59:59 GMT"}
        assert caller.call(receiver.url, {}, b"{}").retry_after == 0

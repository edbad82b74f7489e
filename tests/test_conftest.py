"""What holds for every test, held itself."""

from __future__ import annotations

import os
import socket
from datetime import datetime, timedelta

import pytest

from tests.conftest import StrangerCalled, of_nobody


@pytest.mark.parametrize("address", [("192.0.2.1", 80), ("2001:db8::1", 80, 0, 0)])
def test_it_connects_to_no_stranger(address: tuple[str, int]) -> None:
    family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
    with socket.socket(family) as stranger, pytest.raises(StrangerCalled):
        stranger.connect(address)


def test_it_sends_nothing_to_a_stranger() -> None:
    with socket.socket(type=socket.SOCK_DGRAM) as stranger, pytest.raises(StrangerCalled):
        stranger.sendto(b"hello", ("192.0.2.1", 9))


def test_it_asks_no_name_server() -> None:
    with pytest.raises(StrangerCalled):
        socket.getaddrinfo("shop.example", 443)


def test_it_reaches_itself_by_name() -> None:
    with socket.create_server(("127.0.0.1", 0)) as here:
        socket.create_connection(("localhost", here.getsockname()[1])).close()


def test_it_lives_far_from_utc() -> None:
    new_year = datetime(2026, 1, 1).astimezone()  # naive on purpose: the machine's zone is asked for
    assert new_year.utcoffset() == timedelta(hours=13, minutes=45)


def test_it_forgets_whose_database_this_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://somebody@example/real")
    monkeypatch.setenv("NAZORG_SECRET", "somebody's")
    of_nobody()
    assert not {"DATABASE_URL", "NAZORG_SECRET"} & os.environ.keys()

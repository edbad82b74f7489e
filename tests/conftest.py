"""What holds for every test: a zone that is not UTC, settings of nobody, no network, files below `.cache`."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from importlib import resources
from ipaddress import ip_address
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis.database import DirectoryBasedExampleDatabase

pytest_plugins = ["tests.databases"]

CACHE = Path(__file__).parents[1] / ".cache"
REFUSED_EVENTS = {"socket.connect": 1, "socket.sendto": 1, "socket.getaddrinfo": 0, "socket.gethostbyname": 0}
OWN_NAMES = {"", "localhost", "localhost.localdomain"}


class StrangerCalled(BaseException):
    """A test reached for a host other than this one; no handler of ordinary errors may swallow that."""


def stay_at_home(event: str, arguments: tuple[object, ...]) -> None:
    """Refuse to look up or to connect to any host but this one; an audit hook, so it sees every library."""
    position = REFUSED_EVENTS.get(event)
    if position is None:
        return
    address = arguments[position]
    host = address[0] if isinstance(address, tuple) else address
    if event in ("socket.connect", "socket.sendto") and not isinstance(address, tuple):
        return  # a unix socket
    if isinstance(host, bytes):
        host = host.decode()
    if host is not None and not _is_here(str(host)):
        raise StrangerCalled(f"{event}: {host}")


def _is_here(host: str) -> bool:
    try:
        address = ip_address(host)
    except ValueError:
        return host.lower() in OWN_NAMES
    return address.is_loopback or address.is_unspecified


def far_from_utc() -> None:
    """Live on the Chatham Islands (UTC+12:45, summer time in December), so that a naive time shows."""
    os.environ["TZ"] = "Pacific/Chatham"
    os.environ.setdefault("TZDIR", str(resources.files("tzdata") / "zoneinfo"))  # for machines without zone files
    time.tzset()
    assert time.timezone == -45900, "the C library does not know the zone"


def of_nobody() -> None:
    """Forget the settings of whoever runs the tests, above all the address of a real database."""
    for name in [name for name in os.environ if name == "DATABASE_URL" or name.startswith("NAZORG_")]:
        if name != "NAZORG_TEST_SESSION":
            del os.environ[name]


far_from_utc()
of_nobody()
sys.addaudithook(stay_at_home)

(CACHE / "tmp").mkdir(parents=True, exist_ok=True)
os.environ["PYTEST_DEBUG_TEMPROOT"] = str(CACHE / "tmp")
os.environ["HYPOTHESIS_STORAGE_DIRECTORY"] = str(CACHE / "hypothesis")

settings.register_profile("developer", deadline=None, database=DirectoryBasedExampleDatabase(CACHE / "hypothesis"))
settings.register_profile("gate", deadline=None, database=None, derandomize=True, print_blob=True)
settings.load_profile("gate" if os.environ.get("CI") else "developer")


@pytest.fixture(autouse=True)
def days_of_nobody() -> Iterator[None]:
    """Calendars belong to the process, so a day that a test set is taken out again."""
    yield
    from markets.calendars import use_decrees

    use_decrees({})


@pytest.fixture
def every_rule_applied(monkeypatch: pytest.MonkeyPatch) -> None:
    """Markets in which whatever the rules of conduct find has its consequence."""
    from cases.casefile import rules
    from markets.catalogue import MARKETS
    from markets.policy import CONDUCT, MarketPolicy, Policy

    strict = MarketPolicy(conduct_applied=CONDUCT)
    policy = Policy(dict.fromkeys(MARKETS, strict))
    monkeypatch.setattr(rules, "_known", rules.alone(policy))

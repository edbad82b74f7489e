"""``nazorg serve`` as people start it: ready when it says so, the demo's lines work as they stand, a clean stop."""

from __future__ import annotations

import json
import re
import resource
import shlex
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import HTTPCookieProcessor, Request, build_opener, urlopen

import pytest

from cases.clock import business_now, set_sandbox_clock
from cases.db import open_database, run
from tests.api.streams import listening
from tests.cli.terminal import nazorg, started
from tests.scheduler.desk import ASKED, ask, open_shop

TOGETHER = ("--host", "127.0.0.1", "--port", "0")


@contextmanager
def serving(url: str, *words: str) -> Iterator[tuple[subprocess.Popen[str], str, list[str]]]:
    """A server that has said that it is ready: its process, its address, and what it said before."""
    server = started("serve", *TOGETHER, *words, url=url)
    assert server.stdout is not None
    said = []
    try:
        for line in server.stdout:
            if line.startswith("ready "):
                break
            said.append(line.rstrip("\n"))
        else:
            pytest.fail(f"it did not become ready: {server.communicate()}")
        yield server, line.split()[1], said
    finally:
        with suppress(ProcessLookupError):
            server.kill()
        server.communicate()


def spent() -> float:
    """Seconds of work of all processes that this one has started and that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def answer_of(address: str, token: str = "", body: str | None = None) -> tuple[int, Any]:
    headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {token}"} if token else {})
    request = Request(address, data=body.encode() if body is not None else None, headers=headers)
    try:
        with urlopen(request, timeout=30) as answer:
            return answer.status, json.loads(answer.read() or b"null")
    except HTTPError as error:
        with error:
            return error.code, json.loads(error.read())


def calls_in(said: list[str]) -> list[tuple[str, str, str | None]]:
    """The welcome's curl lines as (address, token, body)."""
    tokens: dict[str, str] = dict(re.findall(r"^export (\w+)=(\S+)$", "\n".join(said), re.MULTILINE))
    calls = []
    for line in "\n".join(said).replace("\\\n", " ").splitlines():
        if line.startswith("curl "):
            words = shlex.split(line)
            name = next(word for word in words if word.startswith("Authorization")).partition("$")[2]
            calls.append((words[-1], tokens[name], words[words.index("-d") + 1] if "-d" in words else None))
    return calls


def heading_at(link: str) -> str:
    """The heading of the page to which a link leads a browser that keeps its cookies."""
    with build_opener(HTTPCookieProcessor()).open(link, timeout=10) as page:
        found = re.search(r"<h1[^>]*>(.*?)</h1>", page.read().decode())
    assert found
    return found[1]


def test_it_serves_a_demo_whose_lines_work_as_they_stand(blank_sqlite_url: str) -> None:
    before = spent()
    with serving(blank_sqlite_url, "--demo") as (server, address, said):
        calls = calls_in(said)
        assert len(calls) >= 5
        for place, token, body in calls:
            status, found = answer_of(place, token, body)
            assert status == (201 if body else 200), place
            assert body or found["items"], place
        assert answer_of(f"{address}/readyz")[0] == 200
        links = re.findall(rf"{re.escape(address)}/sign-in\?token=\S+", "\n".join(said))
        assert [heading_at(link) for link in links] == ["My cases", "Queue", "All cases"]
        server.send_signal(signal.SIGTERM)
        assert server.wait(timeout=30) == 0
        assert server.stderr is not None
        assert server.stderr.read() == ""
    assert spent() - before < 20, "seconds of work, which on a machine of its own is the time to wait"

    with serving(blank_sqlite_url, "--demo") as (server, _, again):
        assert "making a demo market place ..." not in again
        assert [body for *_, body in calls_in(again)] == [body for *_, body in calls]
        server.send_signal(signal.SIGINT)
        assert server.wait(timeout=30) == 0


def test_it_makes_no_demo_beside_orders_of_somebodys_own(sqlite_url: str) -> None:
    with closing(open_database(sqlite_url)) as database:
        open_shop(database)
    with serving(sqlite_url, "--demo", "--no-scheduler") as (_, _, said):
        assert said == ["This database has orders of its own, so there is no demo market place in it."]


def test_it_fires_what_became_due_while_nobody_served(sqlite_url: str) -> None:
    with closing(open_database(sqlite_url)) as database:
        open_shop(database)
        case = ask(database, business_now(database) - timedelta(days=30))
        with serving(sqlite_url):
            give_up = time.monotonic() + 20
            while time.monotonic() < give_up:
                with database.read() as connection:
                    found = run(connection, f"SELECT count(*) FROM message WHERE case_id = '{case}'")
                if found != [(1,)]:
                    return
                time.sleep(0.05)
    pytest.fail("the scheduler of the server fired nothing")


def test_it_lets_a_sandbox_clock_stand_and_refuses_it_elsewhere(sqlite_url: str) -> None:
    moment = "2026-04-02T15:00+02:00"
    with serving(sqlite_url, "--sandbox", "--now", moment), closing(open_database(sqlite_url)) as database:
        assert business_now(database).isoformat() == "2026-04-02T13:00:00+00:00"
    answer = nazorg("serve", *TOGETHER, url=sqlite_url)
    assert answer.code == 2
    assert "serve it with --sandbox" in answer.errors


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--now", "2026-04-02T15:00+02:00"), "--now goes with --sandbox."),
        (("--sandbox", "--now", "2026-04-02T15:00"), "has no offset"),
        (("--sandbox", "--now", "tomorrow"), "is no time"),
        (("--sandbox", "--now", "2026-01-01T00:00+00:00"), "only moves forward"),
        (("--port", "99999"), "'99999' is no port"),
        (("--port", "http"), "'http' is no port"),
    ],
)
def test_it_says_why_it_does_not_serve(sqlite_url: str, words: tuple[str, ...], said: str) -> None:
    with closing(open_database(sqlite_url)) as database:
        set_sandbox_clock(database, ASKED)
    answer = nazorg("serve", *TOGETHER, *words, url=sqlite_url)
    assert (answer.code, answer.out) == (2, "")
    assert said in answer.errors


def test_it_does_nothing_on_a_port_that_somebody_has(blank_sqlite_url: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        answer = nazorg("serve", "--demo", "--host", "127.0.0.1", "--port", port, url=blank_sqlite_url)
    assert answer.code == 2
    assert f"port {port}" in answer.errors
    assert not Path(blank_sqlite_url.removeprefix("sqlite:///")).exists()


def test_it_ends_streams_when_it_stops(blank_sqlite_url: str) -> None:
    token = nazorg("token", "--role", "admin", "--sub", "root", url=blank_sqlite_url).out.strip()
    signed = {"Authorization": f"Bearer {token}"}
    with serving(blank_sqlite_url) as (server, address, _), listening(f"{address}/v1/stream", signed) as heard:
        server.send_signal(signal.SIGTERM)
        assert server.wait(5) == 0
        assert heard.ended.wait(5)
        assert heard.broke is None

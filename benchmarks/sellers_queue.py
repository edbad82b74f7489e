"""How long the seller's queue takes with many open cases beside one with few, whole pages over HTTP in one process.

Both are filled by the verbs; then each round asks both for the first page of each open folder, in turn.
    python benchmarks/sellers_queue.py [--few 1000] [--many 100000] [--rounds 40]
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from datetime import timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import jwt  # after the path is set, as in every script here
from starlette.testclient import TestClient
from starlette.types import ASGIApp

from api.app import create_app
from benchmarks import servers
from benchmarks.market_place import SELLER, START, an_order
from cases.casefile.asker import Asker
from cases.clock import set_sandbox_clock
from cases.db import open_database, run, upgrade
from cases.db.unsynced import unsynced
from cases.messages.files import Files
from cases.settings import Settings
from cases.verbs.import_orders import import_order
from cases.verbs.open_case import open_case
from cases.verbs.openings import Opening

SECRET = "a secret for measuring that is long enough"  # signs nothing but this run's own cookies
ADDRESSES = ("/", "/?folder=waiting", "/?folder=owed&kind=question")


def main() -> None:
    """Measure and print the ratio."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--few", type=int, default=1_000)
    arguments.add_argument("--many", type=int, default=100_000)
    arguments.add_argument("--rounds", type=int, default=40)
    asked = arguments.parse_args()
    with servers.session() as folder:
        for name, new in (("sqlite", servers.new_sqlite), ("postgresql", servers.new_postgresql)):
            places = [_filled(new(folder), count) for count in (asked.few, asked.many)]
            with TestClient(places[0]) as few, TestClient(places[1]) as many:
                for address in ADDRESSES:
                    _compare(f"{name} {address}", few, many, address, asked.rounds)


def _filled(url: str, count: int) -> ASGIApp:
    upgrade(url)
    with unsynced(url) as database:
        for number in range(count):
            now = START + timedelta(seconds=number % 20_000)
            import_order(database, an_order(number), now)
            buyer = Asker("buyer", f"B{number}", lang="en")
            opening = Opening("question", order=f"O{number}", reason="product", body="Does it fit?", lang="en")
            open_case(database, buyer, opening, now)
        with database.read() as connection:
            run(connection, "ANALYZE")
    database = open_database(url)
    set_sandbox_clock(database, START + timedelta(hours=6))
    return create_app(
        Settings(url, SECRET, "", Files(str(Path(servers.ROOT) / ".cache")), None, sandbox=True), database
    )


def _compare(name: str, few: TestClient, many: TestClient, address: str, rounds: int) -> None:
    claims = {"sub": SELLER.sub, "role": "seller", "seller": SELLER.seller, "lang": "en"}
    for client in (few, many):
        client.get(f"/sign-in?token={jwt.encode(claims, SECRET, algorithm='HS256')}")
        _timed(client, address)
    pairs = [(_timed(few, address), _timed(many, address)) for _ in range(rounds)]
    ratio = statistics.median(slow / fast for fast, slow in pairs)
    first, second = (statistics.median(times) * 1_000 for times in zip(*pairs, strict=True))
    print(f"{name:44} few {first:6.1f} ms   many {second:6.1f} ms   {ratio:5.2f} x (goal: at most 1.5)", flush=True)


def _timed(client: TestClient, address: str) -> float:
    start = time.perf_counter()
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    return time.perf_counter() - start


if __name__ == "__main__":
    main()

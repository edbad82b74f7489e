"""``nazorg serve``: API and scheduler in one process."""

from __future__ import annotations

import argparse
import threading
import time
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.error import URLError
from urllib.request import urlopen

from cli import doors
from cli.errors import BadInput

if TYPE_CHECKING:
    from cases.db import Database
    from cases.settings import Settings


def add(subparsers: Any) -> None:
    """Register the command."""
    parser = subparsers.add_parser("serve", help="serve the API")
    parser.add_argument("--demo", action="store_true", help="with a demo market place where there are no orders yet")
    parser.add_argument("--sandbox", action="store_true", help="the business clock stands still and is moved by hand")
    parser.add_argument("--now", default="", metavar="TIME", help="where the sandbox's clock stands (with an offset)")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--no-scheduler", action="store_true")
    parser.set_defaults(run=run)


def run(asked: argparse.Namespace) -> int:
    """Serve until stopped."""
    import uvicorn

    from api.app import create_app
    from scheduler.run import start

    settings = doors.settings(sandbox=asked.sandbox)
    if asked.now and not asked.sandbox:
        raise BadInput("--now goes with --sandbox.")
    with doors.database(settings) as database:
        if asked.sandbox:
            _stand_still(database, asked.now)
        else:
            _must_run(database)
        if asked.demo:
            print(_demonstrate(settings, database, _address(asked)), flush=True)
        scheduler = None if asked.no_scheduler else start(database)
        threading.Thread(target=_say_ready, args=(_address(asked),), daemon=True).start()
        try:
            uvicorn.run(create_app(settings, database), host=asked.host, port=asked.port, log_level="warning")
        finally:
            if scheduler is not None:
                scheduler.shutdown(wait=True)
    return 0


def _stand_still(database: Database, given: str) -> None:
    """The sandbox's clock stands at the time given, or where it stood, or at the real time."""
    from cases.clock import business_now, sandbox_now, set_sandbox_clock
    from cases.errors import ClockCannotGoBack

    with database.read() as connection:
        stands = sandbox_now(connection)
    if not given:
        set_sandbox_clock(database, stands or business_now(database))
        return
    try:
        moment = datetime.fromisoformat(given)
    except ValueError:
        raise BadInput(f"--now {given!r} is no time.") from None
    if moment.tzinfo is None:
        raise BadInput(f"--now {given!r} has no offset, such as +02:00.")
    try:
        set_sandbox_clock(database, moment.astimezone(UTC))
    except ClockCannotGoBack as error:
        raise BadInput(f"--now: {error}") from error


def _must_run(database: Database) -> None:
    """A database whose clock stands still is a sandbox's; served as anything else it would never fire a deadline."""
    from cases.clock import sandbox_now

    with database.read() as connection:
        if sandbox_now(connection) is not None:
            raise BadInput("This database is a sandbox's, with a clock that stands still: serve it with --sandbox.")


def _demonstrate(settings: Settings, database: Database, address: str) -> str:
    """What a newcomer reads; the market place is made first where there are no orders yet."""
    from cases.casefile.orders import has_orders
    from cases.clock import business_now
    from cases.db.unsynced import unsynced
    from cli.demo.market_place import build
    from cli.demo.welcome import is_there, welcome

    with database.read() as connection:
        begins = not has_orders(connection)
    if begins:
        print("making a demo market place ...", flush=True)
        with unsynced(settings.database_url) as its_own:
            build(its_own, settings.files, business_now(database))
    if not is_there(database):
        return "This database has orders of its own, so there is no demo market place in it."
    return welcome(settings, database, address)


def _address(asked: argparse.Namespace) -> str:
    host = f"[{asked.host}]" if ":" in asked.host else asked.host
    return f"http://{host}:{asked.port}"


def _say_ready(address: str) -> None:
    """Say so once the server answers; a person or a script waits for this line."""
    for _ in range(600):
        with suppress(URLError, OSError), urlopen(f"{address}/healthz", timeout=1):  # noqa: S310  # our own address
            print(f"ready {address}", flush=True)
            return
        time.sleep(0.05)

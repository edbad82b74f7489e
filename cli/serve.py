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


def add(subparsers: Any) -> None:
    """Register the command."""
    parser = subparsers.add_parser("serve", help="serve the API")
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
        scheduler = None if asked.no_scheduler else start(database)
        threading.Thread(target=_say_ready, args=(asked.host, asked.port), daemon=True).start()
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


def _say_ready(host: str, port: int) -> None:
    """Say so once the server answers; a person or a script waits for this line."""
    address = f"http://{host}:{port}"
    for _ in range(600):
        with suppress(URLError, OSError), urlopen(f"{address}/healthz", timeout=1):  # noqa: S310  # our own address
            print(f"ready {address}", flush=True)
            return
        time.sleep(0.05)

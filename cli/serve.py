"""``nazorg serve``: API and scheduler in one process."""

from __future__ import annotations

import argparse
import signal
import socket
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
    from api.pages.people import Person
    from cases.db import Database
    from cases.settings import Settings

MOST_PORTS = 1 << 16


def add(subparsers: Any) -> None:
    """Register the command."""
    parser = subparsers.add_parser("serve", help="serve the API")
    parser.add_argument("--demo", action="store_true", help="with a demo market place where there are no orders yet")
    parser.add_argument("--sandbox", action="store_true", help="the business clock stands still and is moved by hand")
    parser.add_argument("--now", default="", metavar="TIME", help="where the sandbox's clock stands (with an offset)")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=_port, default=8000)
    parser.add_argument("--no-scheduler", action="store_true")
    parser.set_defaults(run=run)


def run(asked: argparse.Namespace) -> int:
    """Serve until stopped by SIGTERM or SIGINT; what is under way ends first."""
    settings = doors.settings(sandbox=asked.sandbox)
    if asked.now and not asked.sandbox:
        raise BadInput("--now goes with --sandbox.")
    with _listening(asked.host, asked.port) as listener, doors.database(settings) as database:
        address = _address(listener)
        if asked.sandbox:
            _stand_still(database, asked.now)
        else:
            _must_run(database)
        doors.keep_policies(database)
        if asked.demo:
            print(_demonstrate(settings, database, address), flush=True)
        _serve(settings, database, listener, with_scheduler=not asked.no_scheduler, demo=asked.demo)
    return 0


def _port(text: str) -> int:
    port = int(text) if text.isascii() and text.isdigit() else MOST_PORTS
    if port >= MOST_PORTS:
        raise argparse.ArgumentTypeError(f"{text!r} is no port")
    return port


def _listening(host: str, port: int) -> socket.socket:
    """The socket to serve on, taken first of all, so that a port that somebody has is known before anything is done."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        raise BadInput(f"It cannot listen on {host} port {port}: {error}.") from error


def _address(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _serve(
    settings: Settings, database: Database, listener: socket.socket, *, with_scheduler: bool, demo: bool
) -> None:
    import uvicorn

    from api.app import create_app
    from api.serving import server_of
    from scheduler.run import start

    for number in (signal.SIGTERM, signal.SIGINT):
        # Because uvicorn raises the signal again once it has stopped, and then the scheduler must still end its work.
        signal.signal(number, lambda *_: None)
    scheduler = start(database, settings.files, settings.ledger_key) if with_scheduler else None
    threading.Thread(target=_say_ready, args=(_address(listener),), daemon=True).start()
    try:
        app = create_app(settings, database, _people(database) if demo else ())
        config = uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=10)
        server_of(app, config).run(sockets=[listener])
    finally:
        if scheduler is not None:
            scheduler.shutdown(wait=True)


def _people(database: Database) -> tuple[Person, ...]:
    """Between whom anybody may switch: the three of the demo, where it is one."""
    from api.pages.people import Person
    from cli.demo.welcome import cast, is_there

    return tuple(Person(asker, name) for asker, name in cast()) if is_there(database) else ()


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
        _make_a_key(settings)
        print("making a demo market place ...", flush=True)
        with unsynced(settings.database_url) as its_own:
            build(its_own, settings.files, business_now(database))
    if not is_there(database):
        return "This database has orders of its own, so there is no demo market place in it."
    return welcome(settings, database, address)


def _make_a_key(settings: Settings) -> None:
    """A demo shows checkpoints too; for anything else the operator asks for the key."""
    from cases.ledger.keys import NoSigningKey

    try:
        if settings.ledger_key is not None:
            settings.ledger_key.make()
    except NoSigningKey as error:
        raise BadInput(str(error)) from error


def _say_ready(address: str) -> None:
    """Say so once the server answers; a person or a script waits for this line."""
    for _ in range(600):
        with suppress(URLError, OSError), urlopen(f"{address}/healthz", timeout=1):  # noqa: S310  # our own address
            print(f"ready {address}", flush=True)
            return
        time.sleep(0.05)

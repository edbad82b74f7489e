"""Questions that nobody answers, a business clock that is moved by hand, and workers as processes of their own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cases.casefile.asker import Asker
from cases.casefile.order_shape import OrderIn
from cases.clock import set_sandbox_clock
from cases.db import Database, run
from cases.verbs.import_orders import import_order
from cases.verbs.open_case import open_case
from cases.verbs.openings import Opening

ROOT = Path(__file__).parents[2]
ASKED = datetime(2026, 4, 7, 13, tzinfo=UTC)  # a Tuesday, 15:00 in Berlin; the day after is a working day
DUE = ASKED + timedelta(days=1)
A_SECOND = timedelta(seconds=1)
LATE = "late-lamps"
SELLER = Asker("seller", "anna", LATE, "de")


def open_shop(database: Database) -> None:
    """A seller is known by an order."""
    order = {
        "id": "1", "market": "DE", "seller": {"id": LATE}, "buyer": {"id": "jan"}, "currency": "EUR",
        "placed_at": "2026-04-01T10:00:00Z",
        "lines": [{"line": "1", "title": "Lamp", "quantity": 1, "unit_price": "12.50"}],
    }  # fmt: skip
    import_order(database, OrderIn.model_validate(order), ASKED)


def ask(database: Database, at: datetime = ASKED) -> str:
    """A question before the sale, due one working day after it was asked; the case's id."""
    about = {"market": "DE", "seller": LATE, "sku": "L-1", "title": "Lamp"}
    opening = Opening("question", about=about, reason="product", body="Passt eine E27-Birne in die Lampe?", lang="de")
    return open_case(database, Asker("buyer", "jan", lang="de"), opening, at).file.case.id


def ask_many(database: Database, count: int) -> list[str]:
    """So many questions, all due at once, with the business clock one second past that."""
    open_shop(database)
    asked = [ask(database) for _ in range(count)]
    set_sandbox_clock(database, DUE + A_SECOND)
    return asked


def fired(database: Database) -> list[str]:
    """The cases in which an answer was missed, one entry for each firing."""
    both = (
        "SELECT 'deadline', case_id FROM deadline_history WHERE kind = 'reply' AND state = 'missed'"
        " UNION ALL SELECT 'message', case_id FROM message WHERE role = 'clock' AND event = ''"
    )  # in one statement, because workers fire in between two
    with database.read() as connection:
        found = [(what, str(case_id)) for what, case_id in run(connection, both)]
    rows, messages = ([case for what, case in found if what == wanted] for wanted in ("deadline", "message"))
    assert sorted(rows) == sorted(messages), "a firing and its message belong together"
    return rows


def wait_until(holds: Callable[[], bool], seconds: float = 60) -> None:
    """Look again until it holds."""
    give_up = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < give_up, "it did not come to pass"
        time.sleep(0.02)


@contextmanager
def workers(url: str, count: int) -> Iterator[list[subprocess.Popen[str]]]:
    """So many processes of ``nazorg scheduler``, ready; ended at the end."""
    environment = {**os.environ, "DATABASE_URL": url, "NAZORG_SECRET": "s" * 40}
    command = [sys.executable, "-m", "cli", "scheduler"]
    started = [
        subprocess.Popen(
            command, cwd=ROOT, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        for _ in range(count)
    ]
    try:
        for worker in started:
            assert worker.stdout is not None
            assert worker.stdout.readline() == "scheduler ready\n"
        yield started
    finally:
        for worker in started:
            with suppress(ProcessLookupError):
                worker.kill()
            worker.communicate()


def stopped(worker: subprocess.Popen[str], how: signal.Signals) -> int:
    """The exit code of a worker that was asked to stop."""
    worker.send_signal(how)
    return worker.wait(timeout=30)

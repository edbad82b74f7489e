"""APScheduler behind one door: interval jobs from an in-memory store, each caught up once after standing still."""

from __future__ import annotations

import logging
import signal
import threading
from collections.abc import Callable

from apscheduler.schedulers.background import BackgroundScheduler

from cases.clock import real_now
from cases.db import Database
from cases.ledger.keys import KeyPlace
from cases.messages.files import Files
from scheduler import jobs
from scheduler.timetable import TIMETABLE

# Because it tells of every run, and of every second that a long sweep takes; what fails it still tells.
logging.getLogger("apscheduler").setLevel(logging.ERROR)


def start(database: Database, files: Files, key: KeyPlace | None = None) -> BackgroundScheduler:
    """Begin to run the timetable in threads of this process; ``shutdown()`` of what is returned ends it.

    ``key`` is where the key of checkpoints lies; without one none are signed.
    Every job runs once at the start, because what was due while nobody ran must not wait for its interval.
    """
    scheduler = BackgroundScheduler(
        timezone="UTC", job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
    )
    jobs.beat(database)  # here, because whoever is told "ready" may ask for the heartbeat at once
    now = real_now()
    for job in TIMETABLE:
        seconds = job.every.total_seconds()
        name = job.do.__name__
        with_what = [database, *([files] if job.destroys else []), *([key] if job.signs else [])]
        scheduler.add_job(job.do, "interval", seconds=seconds, args=with_what, id=name, next_run_time=now)
    scheduler.start()
    return scheduler


def run_until_stopped(database: Database, files: Files, key: KeyPlace | None, when_ready: Callable[[], None]) -> None:
    """Run the timetable until SIGTERM or SIGINT; a firing that is under way ends first."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    scheduler = start(database, files, key)
    when_ready()
    stop.wait()
    scheduler.shutdown(wait=True)

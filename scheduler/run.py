"""APScheduler behind one door: interval jobs from an in-memory store, each caught up once after standing still."""

from __future__ import annotations

import signal
import threading

from apscheduler.schedulers.background import BackgroundScheduler

from cases.db import Database
from scheduler.timetable import TIMETABLE


def start(database: Database) -> BackgroundScheduler:
    """Begin to run the timetable in threads of this process; ``shutdown()`` of what is returned ends it."""
    scheduler = BackgroundScheduler(
        timezone="UTC", job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
    )
    for job in TIMETABLE:
        scheduler.add_job(job.do, "interval", seconds=job.every.total_seconds(), args=[database], id=job.do.__name__)
    TIMETABLE[1].do(database)
    scheduler.start()
    return scheduler


def run_until_stopped(database: Database) -> None:
    """Run the timetable until SIGTERM or SIGINT; a firing that is under way ends first."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    scheduler = start(database)
    stop.wait()
    scheduler.shutdown(wait=True)

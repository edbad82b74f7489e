"""The whole schedule: a few interval jobs, never one job a deadline. Every worker runs all of them.

The database keeps the workers apart, so a job may run anywhere and twice at once.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from cases.db import Database
from scheduler import jobs


@dataclass(frozen=True, slots=True)
class Job:
    """What is done, how often, and why so often."""

    do: Callable[[Database], None]
    every: timedelta
    because: str


# fmt: off
TIMETABLE = (
    Job(jobs.use_calendar,    timedelta(hours=1),    because="a start may have brought a newer calendar"),
    Job(jobs.sweep_deadlines, timedelta(seconds=1),  because="a deadline is missed one second after it was due"),
    Job(jobs.beat,            timedelta(seconds=15), because="readiness asks for a heartbeat of the last two minutes"),
    Job(jobs.check_ourselves, timedelta(minutes=1),  because="a firing that failed must not wait unseen"),
    Job(jobs.prune,           timedelta(hours=1),    because="answers are kept for seven days, to the hour is enough"),
)
# fmt: on

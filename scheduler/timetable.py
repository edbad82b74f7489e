"""The whole schedule: a few interval jobs, never one job a deadline. Every worker runs all of them.

The database keeps the workers apart, so a job may run anywhere and twice at once.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from scheduler import jobs


@dataclass(frozen=True, slots=True)
class Job:
    """What is done with the database, how often, and why so often; one that ``destroys`` reaches stored files too.

    One that ``signs`` is given the place of the key.
    """

    do: Callable[..., None]
    every: timedelta
    because: str
    destroys: bool = False
    signs: bool = False


# fmt: off
TIMETABLE = (
    Job(jobs.use_calendar,    timedelta(hours=1),    because="a start may have brought a newer calendar"),
    Job(jobs.follow_overrides, timedelta(seconds=15), because="a day that an admin sets holds everywhere soon"),
    Job(jobs.sweep_deadlines, timedelta(seconds=1),  because="a deadline is missed one second after it was due"),
    Job(jobs.send_what_waited, timedelta(seconds=1), because="a message waits ten seconds, and not much longer"),
    Job(jobs.deliver_the_outbox, timedelta(seconds=1), because="a feed that is late is no feed"),
    Job(jobs.call_webhooks,   timedelta(seconds=1),  because="who asked to be called hears of it while it matters"),
    Job(jobs.sign_a_checkpoint, timedelta(minutes=1), because="what was signed cannot be changed unseen", signs=True),
    Job(jobs.take_out_outages, timedelta(minutes=1), because="a deadline may begin while an outage lasts"),
    Job(jobs.take_over_from_removed, timedelta(minutes=1), because="no buyer waits for a seller who is gone"),
    Job(jobs.weigh_sellers,   timedelta(minutes=1),  because="a breach changes a seller's standing while it is known"),
    Job(jobs.beat,            timedelta(seconds=15), because="readiness asks for a heartbeat of the last two minutes"),
    Job(jobs.check_ourselves, timedelta(minutes=1),  because="a firing that failed must not wait unseen"),
    Job(jobs.prune,           timedelta(hours=1),    because="answers are kept for seven days, to the hour is enough"),
    Job(jobs.remove_what_is_over, timedelta(hours=6), because="years of keeping end on a day", destroys=True),
)
# fmt: on

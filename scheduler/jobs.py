"""The jobs, shallow: each takes the time at the door and calls one verb."""

from __future__ import annotations

import logging
import os
import socket
from dataclasses import asdict, astuple

from cases.casefile.idempotency import forget_answers
from cases.casefile.policies import apply_policies
from cases.clock import business_now, real_now
from cases.db import Database
from cases.db.scrub import scrub
from cases.ledger.keys import KeyPlace, NoSigningKey
from cases.ledger.tree import LogChanged
from cases.messages.files import Files
from cases.outbox import deliveries
from cases.outbox.feed import forget_old_events
from cases.outbox.sequence import put_in_sequence
from cases.team.presence import forget_who_left
from cases.timers import heartbeat, queries
from cases.timers.overrides import apply_overrides
from cases.verbs import declare_outage
from cases.verbs.expire_deadline import expire_all
from cases.verbs.extend_deadlines import extend_deadlines
from cases.verbs.keep_draft import send_held
from cases.verbs.prune import prune as prune_cases
from cases.verbs.seal_log import seal_log
from cases.verbs.take_over_removed import take_over_removed
from cases.verbs.weigh_sellers import weigh_sellers as weigh_all

log = logging.getLogger(__name__)

LATE = 60.0  # seconds; a sweep runs every second, so a minute means that none comes through


def sweep_deadlines(database: Database) -> None:
    """Fire everything that is due, in order of due time, as after a time of standing still too."""
    fired = expire_all(database, business_now(database))
    if fired.messages or fired.parked:
        log.info("fired %s, %d warnings, %d parked", dict(fired.by_kind), fired.warnings, fired.parked)


def send_what_waited(database: Database) -> None:
    """Write the messages whose seconds for taking them back are over."""
    sent = send_held(database, business_now(database), real_now())
    if sent:
        log.info("sent %d messages that had waited to be taken back", sent)


def deliver_the_outbox(database: Database) -> None:
    """Give what happened its position in the feed."""
    put_in_sequence(database)


_told: set[str] = set()
"""What was said of the key, because a key that is not there is not there every minute."""


def sign_a_checkpoint(database: Database, key: KeyPlace | None) -> None:
    """Sign the log as it is, where there is a key; what was signed before must still be in it."""
    try:
        seal_log(database, key, business_now(database))
    except NoSigningKey as error:
        if str(error) not in _told:
            log.warning("no checkpoint of the log is signed: %s", error)
            _told.add(str(error))
    except LogChanged as error:
        log.error("no checkpoint of the log is signed: %s", error)  # noqa: TRY400  # the sentence says it all


def call_webhooks(database: Database) -> None:
    """Tell those who asked to be called; on the real clock, because they live in it."""
    deliveries.call_webhooks(database, real_now)


def weigh_sellers(database: Database) -> None:
    """Tell how sellers stand, and propose the measures that the thresholds ask for."""
    weighed = weigh_all(database, business_now(database))
    if weighed.proposed or weighed.failed:
        log.info("proposed %d measures, %d sellers could not be weighed", weighed.proposed, weighed.failed)


def take_over_from_removed(database: Database) -> None:
    """Go on with the open cases of sellers who were removed."""
    taken = take_over_removed(database, business_now(database))
    if taken:
        log.info("took over %d cases of removed sellers", taken)


def use_calendar(database: Database) -> None:
    """Give everybody the days off that a newer calendar knows."""
    apply_overrides(database)
    extended = extend_deadlines(database, business_now(database))
    if extended:
        log.info("%d deadlines are later by a newer calendar", extended)


def take_out_outages(database: Database) -> None:
    """Take declared outages out of what began while they lasted."""
    done = declare_outage.take_out_outages(database, business_now(database))
    if done.extended or done.struck:
        log.info("outages: %d deadlines are later, %d breaches count no more", done.extended, done.struck)


_followed: dict[str, str] = {}
"""By database the last act of an admin on a calendar that open deadlines were reckoned by."""


def follow_overrides(database: Database) -> None:
    """Have the policy of today and the days that admins set, and reckon open deadlines by them once they are new."""
    changes = apply_policies(database)
    last, url = apply_overrides(database), database.url
    if changes or last != _followed.get(url, ""):
        use_calendar(database)
        _followed[url] = last


def beat(database: Database) -> None:
    """Say that this worker is alive."""
    heartbeat.beat(database, f"{socket.gethostname()}:{os.getpid()}", real_now())


def check_ourselves(database: Database) -> None:
    """Alert when the clock is late or a firing is parked; forget parked firings that are over."""
    queries.forget_parked(database)
    with database.read() as connection:
        lag, parked = queries.overdue_lag(connection, business_now(database)), queries.parked(connection)
    if parked:
        log.error("%d cases have a firing that failed and is parked", parked)
    if lag > LATE:
        log.error("the oldest deadline that has not fired is %.0f seconds late", lag)


def remove_what_is_over(database: Database, files: Files) -> None:
    """Remove cases' words whose years of keeping have passed, and end erasures that had to wait."""
    removed = prune_cases(database, files, business_now(database), real_now())
    if any(astuple(removed)):
        log.info("removed what is over: %s", asdict(removed))
        if not scrub(database):
            log.warning("the journal still holds pages of what was removed, because somebody was reading")


def prune(database: Database) -> None:
    """Forget what nobody will ask for again: kept answers, old events, workers that are gone, and who was where."""
    forget_answers(database, real_now())
    forget_old_events(database, business_now(database))
    heartbeat.forget_the_gone(database, real_now())
    forget_who_left(database, real_now())

"""Calls webhooks: each event at least once, those of one case in order, again and again while nobody takes it.

A row for each event and webhook says what is due, so nothing is forgotten when we are stopped in the middle. Whoever
takes a row moves its ``next_at`` on, and everybody else leaves it alone until then.
"""

from __future__ import annotations

import logging
import random
import time
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from datetime import datetime, timedelta

import orjson

from cases.db import Connection, Database, moment_text, placeholder, run
from cases.outbox import webhooks
from cases.outbox.feed import Happened, happened_at
from cases.outbox.post import Answer, Caller
from cases.outbox.signature import headers
from cases.outbox.webhooks import Webhook

log = logging.getLogger(__name__)

# The schedule that the Standard Webhooks specification shows: ten attempts over a little more than three days.
PAUSES = tuple(timedelta(seconds=seconds) for seconds in (5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400))
LEASE = timedelta(seconds=60)  # longer than any attempt takes
AT_ONCE, EACH_AT_ONCE = 16, 4
ROUND = 20.0  # seconds after which nothing new is begun, so that a stop does not wait for long
GONE = 410
Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Due:
    """One event for one webhook, taken by us; ``attempts`` were made before."""

    position: int
    attempts: int


def call_webhooks(database: Database, clock: Clock) -> int:
    """Call every webhook for which something is due, several at once; return how many events were taken."""
    until, taken = time.monotonic() + ROUND, 0
    under_way: dict[str, Future[int]] = {}
    resting: set[str] = set()  # who took nothing, so that nobody asks them again and again in one round
    with ThreadPoolExecutor(AT_ONCE) as pool:
        while True:
            for name in _due(database, clock()) if time.monotonic() < until else ():
                if name not in under_way and name not in resting:
                    under_way[name] = pool.submit(_serve, database, name, clock, until)
            if not under_way:
                return taken
            wait(under_way.values(), timeout=0.5, return_when=FIRST_COMPLETED)
            for name in [name for name, future in under_way.items() if future.done()]:
                took = under_way.pop(name).result()
                taken += took
                if not took:
                    resting.add(name)


def _due(database: Database, now: datetime) -> list[str]:
    sql = (
        "SELECT w.id FROM webhook w WHERE w.disabled_at IS NULL AND (w.retry_at IS NULL OR w.retry_at <= {now})"
        " AND EXISTS (SELECT 1 FROM webhook_delivery d WHERE d.webhook_id = w.id AND d.next_at <= {now}" + _FIRST + ")"
    ).format(now=placeholder(database.dialect, "now"))
    with database.read() as connection:
        return [str(name) for (name,) in run(connection, sql, {"now": moment_text(now)})]


_FIRST = (
    " AND NOT EXISTS (SELECT 1 FROM webhook_delivery e WHERE e.webhook_id = d.webhook_id AND e.about = d.about"
    " AND e.position < d.position)"
)
"""Nothing else of the same case waits before it."""


def _serve(database: Database, name: str, clock: Clock, until: float) -> int:
    """Call one webhook until nothing is due or it does not answer; how many events it took."""
    with database.read() as connection:
        webhook = webhooks.find(connection, name)
    if webhook is None:
        return 0
    taken = 0
    with Caller(internal=webhook.internal) as caller, ThreadPoolExecutor(EACH_AT_ONCE) as pool:
        while time.monotonic() < until:
            webhook, due = _take(database, name, clock())
            if webhook is None or not due:
                break
            answers = list(pool.map(lambda one, to=webhook: _call(database, caller, to, one, clock()), due))
            _settle(database, webhook, due, answers, clock())
            taken += sum(answer.is_taken for answer in answers)
            if not all(answer.is_taken for answer in answers):
                break
    return taken


def _take(database: Database, name: str, now: datetime) -> tuple[Webhook | None, list[Due]]:
    """What is due of each case first, ours for a while; of a webhook that fails only one, to see whether it answers.

    What was tried least comes first, so that one event that is never taken does not stand before all others.
    """
    with database.write() as connection:
        webhook = webhooks.find(connection, name)
        if webhook is None or webhook.disabled_at is not None or (webhook.retry_at and now < webhook.retry_at):
            return None, []
        values = {"name": name, "now": moment_text(now), "most": 1 if webhook.failures else EACH_AT_ONCE}
        rows = run(connection, _first_due(connection), values)
        due = [Due(int(position), int(attempts)) for position, attempts in rows]
        for one in due:
            _move(connection, name, one.position, now + LEASE, one.attempts)
    return webhook, due


def _first_due(connection: Connection) -> str:
    marks = {name: placeholder(connection.dialect, name) for name in ("name", "now", "most")}
    sql = (
        "SELECT d.position, d.attempts FROM webhook_delivery d WHERE d.webhook_id = {name} AND d.next_at <= {now}"
        + _FIRST
        + " ORDER BY d.attempts, d.position LIMIT {most}"
    ).format(**marks)
    return sql if connection.dialect == "sqlite" else f"{sql} FOR UPDATE SKIP LOCKED"


def _call(database: Database, caller: Caller, webhook: Webhook, due: Due, now: datetime) -> Answer:
    with database.read() as connection:
        event = happened_at(connection, due.position)
    if event is None:
        return Answer(204)  # the feed has forgotten it, so there is nothing left to tell
    return send(caller, webhook, f"evt_{event.position}", body_of(event), now)


def body_of(event: Happened) -> bytes:
    """What a webhook is sent: the event as the feed shows it."""
    return orjson.dumps(event.as_told())


def send(caller: Caller, webhook: Webhook, name: str, body: bytes, now: datetime) -> Answer:
    """One call, signed."""
    return caller.call(webhook.url, headers(webhook.secrets_at(now), name, int(now.timestamp()), body), body)


def _settle(database: Database, webhook: Webhook, due: Sequence[Due], answers: Sequence[Answer], now: datetime) -> None:
    """Write down what came of the calls."""
    failed = [(one, answer) for one, answer in zip(due, answers, strict=True) if not answer.is_taken]
    with database.write() as connection:
        for one, answer in zip(due, answers, strict=True):
            if answer.is_taken:
                _drop(connection, webhook.id, one.position)
        if len(failed) < len(due):
            webhooks.change(
                connection, webhook.id, delivered_at=moment_text(now), failures=0, failing_since=None, retry_at=None
            )
        for one, answer in failed:
            _fail(connection, webhook, one, answer, now, alone=len(failed) == len(due))


def _fail(connection: Connection, webhook: Webhook, due: Due, answer: Answer, now: datetime, *, alone: bool) -> None:
    """Arm the next attempt. After ten the event is given up; after ten in a row the webhook is, whatever they told."""
    webhooks.change(connection, webhook.id, last_error=answer.error or str(answer.status))
    if answer.status == GONE:
        _disable(connection, webhook, webhooks.GONE, now)
    elif alone and webhook.failures >= len(PAUSES):
        _disable(connection, webhook, webhooks.FAILING, now)
    elif due.attempts < len(PAUSES):
        _move(connection, webhook.id, due.position, now + _pause(due.attempts, answer), due.attempts + 1)
    else:
        _drop(connection, webhook.id, due.position)
        _remember(connection, webhook, due.position)
    if alone:
        webhooks.change(
            connection,
            webhook.id,
            failures=webhook.failures + 1,
            failing_since=moment_text(webhook.failing_since or now),
            retry_at=moment_text(now + _pause(min(webhook.failures, len(PAUSES) - 1), answer)),
        )


def _pause(attempts: int, answer: Answer) -> timedelta:
    """How long nobody tries: a little more than the schedule says, so that not all come back at once."""
    pause = PAUSES[attempts] * random.uniform(1.0, 1.1)  # noqa: S311  # nobody is harmed who guesses it
    return max(pause, min(timedelta(seconds=answer.retry_after), PAUSES[-1]))


def _disable(connection: Connection, webhook: Webhook, because: str, now: datetime) -> None:
    """Call it no more; from where on it knows nothing is kept, so that its owner can read the feed from there."""
    mark = placeholder(connection.dialect, "id")
    sql = f"SELECT min(position) FROM webhook_delivery WHERE webhook_id = {mark}"
    (first,) = run(connection, sql, {"id": webhook.id})[0]
    if first is None:
        return  # its owner has ended it meanwhile
    _remember(connection, webhook, int(first))
    run(connection, f"DELETE FROM webhook_delivery WHERE webhook_id = {mark}", {"id": webhook.id})
    webhooks.change(connection, webhook.id, disabled_at=moment_text(now), disabled_because=because)
    log.error("webhook %s is disabled (%s): %s", webhook.id, because, webhook.url)


def _remember(connection: Connection, webhook: Webhook, position: int) -> None:
    webhook.undelivered_from = min(position, webhook.undelivered_from or position)
    webhooks.change(connection, webhook.id, undelivered_from=webhook.undelivered_from)


def _move(connection: Connection, name: str, position: int, next_at: datetime, attempts: int) -> None:
    marks = {each: placeholder(connection.dialect, each) for each in ("name", "position", "next_at", "attempts")}
    sql = (
        "UPDATE webhook_delivery SET next_at = {next_at}, attempts = {attempts}"
        " WHERE webhook_id = {name} AND position = {position}"
    ).format(**marks)
    run(connection, sql, {"name": name, "position": position, "next_at": moment_text(next_at), "attempts": attempts})


def _drop(connection: Connection, name: str, position: int) -> None:
    marks = {each: placeholder(connection.dialect, each) for each in ("name", "position")}
    sql = "DELETE FROM webhook_delivery WHERE webhook_id = {name} AND position = {position}".format(**marks)
    run(connection, sql, {"name": name, "position": position})

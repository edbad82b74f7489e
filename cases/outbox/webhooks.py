"""Webhooks: who is called when something happens. Each owner sees, changes and ends only their own."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import msgspec

from cases.db import Connection, Database, insert_sql, moment_text, placeholder, run, run_all
from cases.errors import NotFound
from cases.ids import new_id
from cases.outbox.signature import new_secret

MOST = 20
OLD_SECRET_SIGNS = timedelta(hours=24)
AT_ONCE = "1970-01-01T00:00:00+00:00"
GONE, FAILING = "gone", "failing"


class TooMany(Exception):
    """One owner may have so many webhooks and no more."""


class Webhook(msgspec.Struct):
    """A webhook as its row has it; ``seller`` is None where it is the whole market place's."""

    id: str
    seller: str | None
    url: str
    types: list[str] | None
    secret: str
    old_secret: str | None
    old_until: datetime | None
    internal: bool
    created_at: datetime
    delivered_at: datetime | None
    failures: int
    failing_since: datetime | None
    retry_at: datetime | None
    last_error: str
    undelivered_from: int | None
    disabled_at: datetime | None
    disabled_because: str

    def secrets_at(self, now: datetime) -> list[str]:
        """With which it signs, the newest first."""
        old = self.old_secret if self.old_until is not None and now < self.old_until else None
        return [self.secret, *([old] if old else [])]

    @property
    def state(self) -> str:
        """In one word."""
        if self.disabled_at is not None:
            return "disabled"
        return "failing" if self.failing_since is not None else "active"


_COLUMNS = (
    "id, seller_id, url, types, secret, old_secret, old_until, internal, created_at, delivered_at, failures,"
    " failing_since, retry_at, last_error, undelivered_from, disabled_at, disabled_because"
)


def create(
    database: Database, owner: str | None, url: str, types: Sequence[str] | None, now: datetime, *, internal: bool
) -> Webhook:
    """Make a webhook, which hears of everything from now on. Raises ``TooMany``."""
    name = new_id()
    row = {
        "id": name,
        "seller_id": owner,
        "url": url,
        "types": None if types is None else json.dumps(list(dict.fromkeys(types))),
        "secret": new_secret(),
        "internal": int(internal),
        "created_at": moment_text(now),
        "failures": 0,
        "last_error": "",
        "disabled_because": "",
    }
    with database.write() as connection:
        if len(webhooks_of(connection, owner)) >= MOST:
            raise TooMany
        run(connection, insert_sql(connection.dialect, "webhook", row), row)
        return webhook_of(connection, owner, name)


def webhooks_of(connection: Connection, owner: str | None) -> list[Webhook]:
    """All of an owner, the oldest first."""
    whose, values = _owned(connection, owner)
    return [
        _webhook(row) for row in run(connection, f"SELECT {_COLUMNS} FROM webhook WHERE {whose} ORDER BY id", values)
    ]


def webhook_of(connection: Connection, owner: str | None, name: str) -> Webhook:
    """One of an owner's. Raises ``NotFound``."""
    whose, values = _owned(connection, owner)
    named = f"{whose} AND id = {placeholder(connection.dialect, 'id')}"
    rows = run(connection, f"SELECT {_COLUMNS} FROM webhook WHERE {named}", values | {"id": name})
    if not rows:
        raise NotFound
    return _webhook(rows[0])


def remove(database: Database, owner: str | None, name: str) -> None:
    """End a webhook, and forget what it has not got yet. Raises ``NotFound``."""
    with database.write() as connection:
        webhook_of(connection, owner, name)
        mark = placeholder(connection.dialect, "id")
        run(connection, f"DELETE FROM webhook_delivery WHERE webhook_id = {mark}", {"id": name})
        run(connection, f"DELETE FROM webhook WHERE id = {mark}", {"id": name})


def rotate(database: Database, owner: str | None, name: str, now: datetime) -> Webhook:
    """Give it a new secret; the one before signs beside it for a day. Raises ``NotFound``."""
    until = moment_text(now + OLD_SECRET_SIGNS)
    with database.write() as connection:
        before = webhook_of(connection, owner, name)
        change(connection, name, secret=new_secret(), old_secret=before.secret, old_until=until)
        return webhook_of(connection, owner, name)


def take_up_again(database: Database, name: str) -> None:
    """It answers: whatever waits is tried at once, and what was disabled hears of everything from now on."""
    with database.write() as connection:
        change(
            connection,
            name,
            failures=0,
            failing_since=None,
            retry_at=None,
            last_error="",
            disabled_at=None,
            disabled_because="",
        )
        mark = placeholder(connection.dialect, "id")
        run(connection, f"UPDATE webhook_delivery SET next_at = '{AT_ONCE}' WHERE webhook_id = {mark}", {"id": name})


def waiting(connection: Connection, name: str) -> int:
    """How many events it has not got yet."""
    mark = placeholder(connection.dialect, "id")
    return int(run(connection, f"SELECT count(*) FROM webhook_delivery WHERE webhook_id = {mark}", {"id": name})[0][0])


def enlist(connection: Connection, events: Sequence[Mapping[str, Any]]) -> None:
    """Write down who must be called for events that have just got their positions; in the same transaction."""
    rows = [_webhook(row) for row in run(connection, f"SELECT {_COLUMNS} FROM webhook WHERE disabled_at IS NULL")]
    due = [
        {
            "webhook_id": webhook.id,
            "position": event["position"],
            "about": event["case_id"] or f"seller {event['seller_id']}",
            "attempts": 0,
            "next_at": AT_ONCE,
        }
        for webhook in rows
        for event in events
        if webhook.seller in (None, event["seller_id"]) and (webhook.types is None or event["type"] in webhook.types)
    ]
    if due:
        run_all(connection, insert_sql(connection.dialect, "webhook_delivery", due[0]), due)


def change(connection: Connection, name: str, **columns: Any) -> None:
    """Write columns of its row anew; moments as text."""
    assigned = ", ".join(f"{column} = {placeholder(connection.dialect, column)}" for column in columns)
    mark = placeholder(connection.dialect, "its_id")
    run(connection, f"UPDATE webhook SET {assigned} WHERE id = {mark}", columns | {"its_id": name})


def find(connection: Connection, name: str) -> Webhook | None:
    """A webhook by its id, whoever owns it."""
    mark = placeholder(connection.dialect, "id")
    rows = run(connection, f"SELECT {_COLUMNS} FROM webhook WHERE id = {mark}", {"id": name})
    return _webhook(rows[0]) if rows else None


def _owned(connection: Connection, owner: str | None) -> tuple[str, dict[str, Any]]:
    if owner is None:
        return "seller_id IS NULL", {}
    return f"seller_id = {placeholder(connection.dialect, 'owner')}", {"owner": owner}


def _webhook(row: Sequence[Any]) -> Webhook:
    known = dict(zip(Webhook.__struct_fields__, row, strict=True))
    known["id"], known["internal"] = str(known["id"]), bool(known["internal"])
    if isinstance(known["types"], str):
        known["types"] = json.loads(known["types"])
    for name in ("old_until", "created_at", "delivered_at", "failing_since", "retry_at", "disabled_at"):
        if isinstance(known[name], str):
            known[name] = datetime.fromisoformat(known[name])
    return Webhook(**known)

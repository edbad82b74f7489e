"""The policies that were ever in force, as they are kept, and as this process has them.

What was kept never changes: a case that was opened under a version finds it for as long as the case is kept.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date, datetime
from functools import cache
from typing import Any, NamedTuple

from cases.casefile import rules
from cases.clock import business_now, real_now
from cases.db import Connection, Database, insert_sql, moment_text, run
from cases.ids import new_id
from markets import calendars
from markets.policies import Policies, in_order
from markets.policy import Policy, PolicyError, parse_policy

ALWAYS = date.min
"""From when a policy without a day applies that is the first one."""


class Activation(NamedTuple):
    """A policy was put in force: from which day on, in which words, when that was decided, and by whom if known."""

    version: str
    applies_from: date
    text: str
    sha256: str
    activated_at: datetime
    activated_by: str


def use_files(policies: Sequence[Policy]) -> None:
    """The policies that the settings name, until the record has them. Raises PolicyError where a day off is none."""
    global _files  # noqa: PLW0603  # as in rules
    for policy in policies:
        calendars.check_holidays(policy)
    _files = tuple(policies)
    today = real_now().date()
    _use(in_order(_begun_by((), today, _files)), today)


_files: tuple[Policy, ...] = ()


def activations(connection: Connection) -> list[Activation]:
    """Every one, the first one first."""
    columns = "version, applies_from, text, sha256, activated_at, activated_by"
    rows = run(connection, f"SELECT {columns} FROM policy_version ORDER BY activated_at, id")
    return [
        Activation(version, date.fromisoformat(day), text, sha, _moment(at), by)
        for version, day, text, sha, at, by in rows
    ]


def enter_files(database: Database, now: datetime) -> int:
    """Keep the policies of the settings that are new; how many those are. Raises PolicyError."""
    entered = 0
    with database.write() as connection:
        for policy in _files:
            known = activations(connection)
            if not _is_known(policy, known, now.date()):
                _keep(connection, policy, _first_day(policy, known, now.date()), now, "")
                entered += 1
    return entered


def activate(database: Database, policy: Policy, applies_from: date, now: datetime, by: str) -> None:
    """Put a policy in force from a day on that has not begun. Raises PolicyError with one sentence."""
    if applies_from <= now.date():
        raise PolicyError(f"A policy is activated for a day to come, and {applies_from} is none.")
    with database.write() as connection:
        _refuse_another_text(policy, activations(connection))
        _keep(connection, policy, applies_from, now, by)


def apply_policies(database: Database) -> bool:
    """Let this process have the policies of the record and of its settings. Whether another one is in force by it."""
    with database.read() as connection:
        known = activations(connection)
    if not known and not _files:
        return False
    today = business_now(database).date()
    kept = [(one.applies_from, _parsed(one.text)) for one in known]
    fresh = [policy for policy in _files if not _is_known(policy, known, today)]
    return _use(in_order([*kept, *_begun_by(known, today, fresh)]), today)


def in_force_on(known: Sequence[Activation], day: date) -> Activation | None:
    """What the record has in force on a day."""
    begun = sorted((one for one in known if one.applies_from <= day), key=lambda one: one.applies_from)
    return begun[-1] if begun else None


def sha_of(policy: Policy) -> str:
    """The hash of its words, by which a changed text is told from the one that was kept."""
    return hashlib.sha256(policy.text.encode()).hexdigest()


def _use(policies: Policies, today: date) -> bool:
    in_force = policies.on(today)
    changes = rules.use_policies(rules.Known(policies, in_force))
    if changes:
        calendars.use_policy(in_force)
    return changes


def _begun_by(known: Sequence[Activation], today: date, policies: Sequence[Policy]) -> list[tuple[date, Policy]]:
    return [(_first_day(policy, known, today), policy) for policy in policies]


def _first_day(policy: Policy, known: Sequence[Activation], today: date) -> date:
    """Its own; without one the first policy applies always, and another from the day on which it is first used."""
    return policy.applies_from or (today if known else ALWAYS)


def _is_known(policy: Policy, known: Sequence[Activation], today: date) -> bool:
    """Whether the record has it: by its name and day, or without a day, that it is in force now."""
    _refuse_another_text(policy, known)
    if policy.applies_from is not None:
        return any((one.version, one.applies_from) == (policy.version, policy.applies_from) for one in known)
    now = in_force_on(known, today)
    return now is not None and now.sha256 == sha_of(policy)


def _refuse_another_text(policy: Policy, known: Sequence[Activation]) -> None:
    if any(one.version == policy.version and one.sha256 != sha_of(policy) for one in known):
        raise PolicyError(
            f"The policy {policy.version!r} was in force in other words; give what you changed a new version."
        )


def _keep(connection: Connection, policy: Policy, applies_from: date, now: datetime, by: str) -> None:
    row = {
        "id": new_id(),
        "version": policy.version,
        "applies_from": applies_from.isoformat(),
        "text": policy.text,
        "sha256": sha_of(policy),
        "activated_at": moment_text(now),
        "activated_by": by,
    }
    run(connection, insert_sql(connection.dialect, "policy_version", row), row)


@cache
def _parsed(text: str) -> Policy:
    return parse_policy(text)


def _moment(value: Any) -> datetime:
    return value if isinstance(value, datetime) else datetime.fromisoformat(value)

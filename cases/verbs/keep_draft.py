"""Keep what somebody begins to write, let it wait a little before it is sent, and take it back meanwhile.

What waits is a row, so it is sent after a crash too, and once: the message is written under a key of its own.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

import msgspec

from cases.casefile.asker import Asker
from cases.casefile.idempotency import Key
from cases.casefile.people import person_named
from cases.casefile.reading import case_of_team
from cases.casefile.refuse import record_refusal
from cases.db import Connection, Database
from cases.errors import Busy, NazorgError, code_of
from cases.team.unsent import Held, UnsentRow, drop, held_until, put_back, put_unsent, take, take_back, unsent_of
from cases.verbs.preview import preview_message
from cases.verbs.write_message import Message, write_message
from workflows.refusals import Refusal

log = logging.getLogger(__name__)
MESSAGE = "message"
"""Under which name a draft that waits holds the message that is to be written."""


def find_draft(connection: Connection, asker: Asker, case_id: str) -> UnsentRow | None:
    """The asker's own draft on a case."""
    return unsent_of(connection, case_id, asker.role, asker.sub)


def keep_draft(database: Database, asker: Asker, case_id: str, said: Mapping[str, Any], real_now: datetime) -> None:
    """Keep what was typed, but not over what waits to be sent: that was typed later than a page can keep by itself.

    Raises ``NotFound``, and ``Forbidden`` for whoever has no team here.
    """
    with database.write() as connection:
        case_of_team(connection, asker, case_id)
        before = find_draft(connection, asker, case_id)
        if before is not None and before.send_at is not None:
            return
        person = person_named(connection, asker.role, asker.sub, asker.lang)
        put_unsent(connection, case_id, person, said, real_now, None)


def drop_draft(database: Database, asker: Asker, case_id: str) -> None:
    """The asker's draft goes: it was sent, or is not wanted any more."""
    with database.write() as connection:
        kept = find_draft(connection, asker, case_id)
        if kept is not None:
            drop(connection, case_id, kept.person)


def hold_message(
    database: Database,
    asker: Asker,
    case_id: str,
    message: Message,
    said: Mapping[str, Any],
    now: datetime,
    real_now: datetime,
    *,
    seconds: int,
) -> None:
    """Let the message wait so many seconds in the draft. Raises, now already, what writing it would raise."""
    try:
        foreseen = preview_message(database, asker, case_id, message, now)
    except (Refusal, NazorgError) as error:
        record_refusal(database, asker, case_id, message.event or "", error, now)
        raise
    if any(finding["action"] == "refuse" for finding in foreseen["findings"]):
        # A preview only tells what its words would be refused for; writing it raises that, with an id to object to.
        write_message(database, asker, case_id, message, now)
        return
    with database.write() as connection:
        case_of_team(connection, asker, case_id)
        person = person_named(connection, asker.role, asker.sub, asker.lang)
        whole = {**said, MESSAGE: msgspec.to_builtins(asdict(message))}
        put_unsent(connection, case_id, person, whole, real_now, real_now + timedelta(seconds=seconds))


def undo_sending(database: Database, asker: Asker, case_id: str) -> bool:
    """Leave the message in the draft; False where it is too late."""
    with database.write() as connection:
        kept = find_draft(connection, asker, case_id)
        return kept is not None and kept.send_at is not None and take_back(connection, kept)


def send_held(database: Database, now: datetime, real_now: datetime) -> int:
    """Write every message whose seconds are over; how many. One that is refused meanwhile stays a draft."""
    with database.read() as connection:
        due = held_until(connection, real_now)
    return sum(_sent(database, held, now, real_now) for held in due)


def _sent(database: Database, held: Held, now: datetime, real_now: datetime) -> bool:
    draft = held.draft
    with database.write() as connection:
        if not take(connection, draft):
            return False
    asker = Asker(held.role, held.sub, held.seller, str(draft.said.get("lang", "")))
    message = Message(**draft.said[MESSAGE])
    assert draft.send_at is not None
    key = Key.of(
        sub=held.sub,
        role=held.role,
        method="HELD",
        path=draft.case,
        key=draft.send_at.isoformat(),
        body=msgspec.json.encode(draft.said[MESSAGE]),
        real_now=real_now,
    )
    try:
        write_message(database, asker, draft.case, message, now, key)
    except Busy:
        return False  # it is tried again, under the same key
    except (Refusal, NazorgError) as error:
        log.info("case %s: a message that waited is refused: %s", draft.case, type(error).__name__)
        with database.write() as connection:
            put_back(connection, draft, code_of(error))
        return False
    with database.write() as connection:
        drop(connection, draft.case, draft.person)
    return True

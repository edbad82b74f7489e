"""The events that the world hears of, as rows of the outbox."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

import msgspec

from cases.db import Connection, insert_sql, moment_text, run
from cases.ids import new_id


class Event(StrEnum):
    """Types of the feed; bodies hold ids and versions, never words."""

    CASE_OPENED = "case.opened"
    CASE_MOVED = "case.moved"
    CASE_CLOSED = "case.closed"
    MESSAGE_WRITTEN = "message.written"
    DEADLINE_WARNED = "deadline.warned"
    DEADLINE_MISSED = "deadline.missed"
    REFUND_DUE = "refund.due"
    WITHDRAWAL_ACKNOWLEDGED = "withdrawal.acknowledged"
    STANDING_CHANGED = "standing.changed"
    SELLING_CHANGED = "selling.changed"


def outbox_row(
    event: Event, case_id: str, seq: int, market: str, seller_id: str, at: datetime, **more: Any
) -> dict[str, Any]:
    """The first event of a case's version, to be written in the transaction that caused it."""
    return {
        "id": new_id(),
        "case_id": case_id,
        "seq": seq,
        "market": market,
        "seller_id": seller_id,
        "events": [{"type": str(event), **more}],
        "at": at,
    }


def tell_of_seller(connection: Connection, event: Event, seller_id: str, at: datetime, **more: Any) -> None:
    """The seller and the market place hear of something that is about no case; ``more`` holds ids and numbers."""
    events = msgspec.json.encode([{"type": str(event), **more}]).decode()
    row = {
        "id": new_id(),
        "case_id": None,
        "seq": None,
        "market": None,
        "seller_id": seller_id,
        "events": events,
        "at": moment_text(at),
    }
    run(connection, insert_sql(connection.dialect, "outbox", row), row)

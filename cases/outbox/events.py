"""The events that the world hears of, as rows of the outbox."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

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


def outbox_row(event: Event, case_id: str, seq: int, market: str, at: datetime, **more: Any) -> dict[str, Any]:
    """The first event of a case's version, to be written in the transaction that caused it."""
    return {
        "id": new_id(),
        "case_id": case_id,
        "seq": seq,
        "market": market,
        "events": [{"type": str(event), **more}],
        "at": at,
    }

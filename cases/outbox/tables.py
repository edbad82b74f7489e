"""What the world must hear, written in the transaction that caused it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlmodel import Field, SQLModel

from cases.db import Identifier, Json, Moment


class Outbox(SQLModel, table=True):
    """What happened to a case at one version of it, for the outside: types and ids, never words.

    One row holds all events of that version in their order. It stays until it is delivered, so the table is as small
    as what waits and needs no index but its key, which grows with time.
    """

    __tablename__ = "outbox"
    id: str = Field(sa_type=Identifier, primary_key=True)
    case_id: str = Field(sa_type=Identifier)
    seq: int
    market: str
    events: list[dict[str, Any]] = Field(sa_type=Json)
    at: datetime = Field(sa_type=Moment)

"""What the world must hear, written in the transaction that caused it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from cases.db import Identifier, Json, Moment


class Outbox(SQLModel, table=True):
    """An event for the outside: ids and versions, never words. It stays until it is delivered."""

    __tablename__ = "outbox"
    __table_args__ = (
        sa.Index(
            "outbox_waiting",
            "id",
            postgresql_where=sa.text("delivered_at IS NULL"),
            sqlite_where=sa.text("delivered_at IS NULL"),
        ),
    )
    id: str = Field(sa_type=Identifier, primary_key=True)
    type: str
    case_id: str | None = Field(sa_type=Identifier)
    seq: int | None
    market: str
    body: dict[str, Any] = Field(sa_type=Json)
    at: datetime = Field(sa_type=Moment)
    delivered_at: datetime | None = Field(sa_type=Moment)

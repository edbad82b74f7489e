"""What the world must hear, written in the transaction that caused it, and the feed in which it then stands."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from cases.db import Identifier, Json, Moment


class Outbox(SQLModel, table=True):
    """What happened to a case at one version of it, or to a seller, and has no position in the feed yet.

    One row holds all events of that version in their order. It stays until the feed has taken them, so the table is as
    small as what waits and needs no index but its key, which grows with time.
    """

    __tablename__ = "outbox"
    id: str = Field(sa_type=Identifier, primary_key=True)
    case_id: str | None = Field(sa_type=Identifier)
    seq: int | None
    market: str | None
    seller_id: str | None
    events: list[dict[str, Any]] = Field(sa_type=Json)
    at: datetime = Field(sa_type=Moment)


class FeedHead(SQLModel, table=True):
    """The one row that says which position was given last; whoever gives positions holds it meanwhile."""

    __tablename__ = "feed_head"
    id: int = Field(primary_key=True)
    position: int = Field(sa_type=sa.BigInteger)


class FeedEvent(SQLModel, table=True):
    """One event at its position: type and ids, never words. Whose it is stands beside it, so reading joins nothing.

    ``buyer_id`` is our random id of a person, so nothing here has to go when somebody is erased.
    """

    __tablename__ = "feed"
    __table_args__ = (
        sa.Index("feed_of_seller", "seller_id", "position"),
        sa.Index("feed_of_buyer", "buyer_id", "position"),
        sa.Index("feed_by_age", "at"),
    )
    position: int = Field(sa_type=sa.BigInteger, primary_key=True, sa_column_kwargs={"autoincrement": False})
    type: str
    case_id: str | None = Field(sa_type=Identifier)
    version: int | None
    market: str | None
    seller_id: str | None
    buyer_id: str | None = Field(sa_type=Identifier)
    more: dict[str, Any] = Field(sa_type=Json)
    at: datetime = Field(sa_type=Moment)


class Webhook(SQLModel, table=True):
    """An address that is called when something happens; of the whole market place where ``seller_id`` is null.

    ``secret`` is kept readable, because it signs; the one before signs as well until ``old_until``. ``internal`` says
    whether it may lie inside the operator's own network. ``failures`` counts since the last success, and until
    ``retry_at`` it is left alone. ``undelivered_from`` is the first position that it never got.
    """

    __tablename__ = "webhook"
    id: str = Field(sa_type=Identifier, primary_key=True)
    seller_id: str | None = Field(index=True)
    url: str
    types: list[str] | None = Field(sa_type=Json)
    secret: str
    old_secret: str | None
    old_until: datetime | None = Field(sa_type=Moment)
    internal: int
    created_at: datetime = Field(sa_type=Moment)
    delivered_at: datetime | None = Field(sa_type=Moment)
    failures: int
    failing_since: datetime | None = Field(sa_type=Moment)
    retry_at: datetime | None = Field(sa_type=Moment)
    last_error: str
    undelivered_from: int | None = Field(sa_type=sa.BigInteger)
    disabled_at: datetime | None = Field(sa_type=Moment)
    disabled_because: str


class WebhookDelivery(SQLModel, table=True):
    """An event that a webhook has not got yet; the row goes when it has. ``about`` is what it must stay in order with.

    ``next_at`` is when it is tried, also while somebody tries: should they never come back, another does then.
    """

    __tablename__ = "webhook_delivery"
    __table_args__ = (
        sa.Index("webhook_delivery_due", "webhook_id", "next_at"),
        sa.Index("webhook_delivery_about", "webhook_id", "about", "position"),
    )
    webhook_id: str = Field(sa_type=Identifier, primary_key=True, foreign_key="webhook.id")
    position: int = Field(sa_type=sa.BigInteger, primary_key=True, sa_column_kwargs={"autoincrement": False})
    about: str
    attempts: int
    next_at: datetime = Field(sa_type=Moment)

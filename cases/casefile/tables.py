"""Cases, orders and the people in them; answers kept for repeated requests; refusals."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from cases.db import Identifier, Json, Moment, Sum


class Person(SQLModel, table=True):
    """Who somebody is: the one place that ties a random id to the market place's id and a name.

    Of somebody who was erased it holds the random id and nothing else.
    """

    __tablename__ = "person"
    __table_args__ = (sa.UniqueConstraint("realm", "external_id"),)
    id: str = Field(sa_type=Identifier, primary_key=True)
    realm: str
    external_id: str | None
    name: str
    lang: str


class Order(SQLModel, table=True):
    """An order of the market place. ``version`` guards what is true of it across cases, ``refunded`` above all."""

    __tablename__ = "orders"
    id: str = Field(primary_key=True)
    market: str
    seller_id: str = Field(foreign_key="seller.id", index=True)
    buyer_id: str = Field(sa_type=Identifier, foreign_key="person.id", index=True)
    version: int
    revision: int
    refunded: Decimal = Field(sa_type=Sum)
    placed_at: datetime = Field(sa_type=Moment)


class OrderRevision(SQLModel, table=True):
    """One imported version of an order; a case keeps the one that it was opened under."""

    __tablename__ = "order_revision"
    order_id: str = Field(primary_key=True, foreign_key="orders.id")
    revision: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    terms: dict[str, Any] = Field(sa_type=Json)
    imported_at: datetime = Field(sa_type=Moment)


class Case(SQLModel, table=True):
    """The head of its log, and what is derived from it. Only a message moves ``version``, ``state`` and ``head``.

    No index holds a column that messages change, so that PostgreSQL moves a case without touching one (HOT updates).
    """

    __tablename__ = "cases"
    __table_args__ = (
        sa.ForeignKeyConstraint(["order_id", "order_revision"], ["order_revision.order_id", "order_revision.revision"]),
        sa.Index(
            "measure_of_seller",
            "seller_id",
            postgresql_where=sa.text("kind = 'sanction'"),
            sqlite_where=sa.text("kind = 'sanction'"),
        ),
        {"sqlite_with_rowid": False, "postgresql_with": {"fillfactor": "80"}},
    )
    id: str = Field(sa_type=Identifier, primary_key=True)
    number: str = Field(unique=True)
    kind: str
    workflow: str
    market: str
    lang: str
    order_id: str | None = Field(index=True)
    order_revision: int | None
    seller_id: str = Field(foreign_key="seller.id", index=True)
    buyer_id: str | None = Field(sa_type=Identifier, foreign_key="person.id", index=True)
    reason: str
    about: dict[str, Any] | None = Field(sa_type=Json)
    units: list[Any] = Field(sa_type=Json)
    opened_at: datetime = Field(sa_type=Moment)
    version: int
    state: str
    head: str
    updated_at: datetime = Field(sa_type=Moment)
    closed_at: datetime | None = Field(sa_type=Moment)
    outcome: str
    held_by: str | None = Field(sa_type=Identifier)
    reply_due_at: datetime | None = Field(sa_type=Moment)
    overdue: int
    progress: dict[str, Any] = Field(sa_type=Json)


class PolicyVersion(SQLModel, table=True):
    """A policy was put in force from a day on, in these words. Append-only, because cases keep what they began under.

    ``activated_by`` is empty where the settings of a process named it.
    """

    __tablename__ = "policy_version"
    id: str = Field(sa_type=Identifier, primary_key=True)
    version: str
    applies_from: str
    text: str
    sha256: str
    activated_at: datetime = Field(sa_type=Moment)
    activated_by: str


class Queue(SQLModel, table=True):
    """Where each case lies in its seller's queue. Derived, and apart from the case because it moves with messages."""

    __tablename__ = "queue"
    __table_args__ = (
        sa.Index("queue_in_order", "seller_id", "folder", "due_at", "case_id", "kind", "market"),
        {"sqlite_with_rowid": False},
    )
    case_id: str = Field(sa_type=Identifier, primary_key=True, foreign_key="cases.id")
    seller_id: str
    folder: str
    due_at: datetime = Field(sa_type=Moment)
    kind: str
    market: str


class Link(SQLModel, table=True):
    """Two cases that belong together, told from one side: ``case_id`` has ``other_id`` as its ``relation``."""

    __tablename__ = "link"
    case_id: str = Field(sa_type=Identifier, primary_key=True, foreign_key="cases.id")
    other_id: str = Field(sa_type=Identifier, primary_key=True, foreign_key="cases.id")
    relation: str
    at: datetime = Field(sa_type=Moment)


class Idempotency(SQLModel, table=True):
    """The answer that was given under a key, kept for repeated requests; ``at`` is on the real clock."""

    __tablename__ = "idempotency"
    __table_args__ = (sa.Index("idempotency_by_age", "at", postgresql_using="brin"),)
    scope: str = Field(primary_key=True)
    request: str
    status: int
    answer: str
    at: datetime = Field(sa_type=Moment)


class Refused(SQLModel, table=True):
    """An act that was refused: who, what, and why. Apart from any case's log; it holds no words."""

    __tablename__ = "refusal"
    id: str = Field(sa_type=Identifier, primary_key=True)
    at: datetime = Field(sa_type=Moment)
    role: str
    sub: str
    case_id: str | None = Field(sa_type=Identifier, index=True)
    event: str
    code: str
    guards: list[Any] = Field(sa_type=Json)


class Solved(SQLModel, table=True):
    """What the buyer of a closed case says: whether it was solved. One answer each time that it was closed."""

    __tablename__ = "solved"
    case_id: str = Field(sa_type=Identifier, primary_key=True, foreign_key="cases.id")
    closed_at: datetime = Field(sa_type=Moment, primary_key=True)
    solved: bool
    at: datetime = Field(sa_type=Moment)

"""Sellers, what they did in time and what they missed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from cases.db import Identifier, Json, Moment


class Seller(SQLModel, table=True):
    """A seller of the market place, known by the market place's own id, and what they say of themselves."""

    __tablename__ = "seller"
    id: str = Field(primary_key=True)
    name: str
    return_addresses: dict[str, Any] = Field(sa_type=Json, sa_column_kwargs={"server_default": "{}"})
    languages: list[Any] = Field(sa_type=Json, sa_column_kwargs={"server_default": "[]"})
    absences: list[Any] = Field(sa_type=Json, sa_column_kwargs={"server_default": "[]"})
    deputy: str | None = Field(sa_type=Identifier, foreign_key="person.id", index=True)
    deputy_name: str = Field(sa_column_kwargs={"server_default": ""})
    legal_person: bool = Field(sa_column_kwargs={"server_default": sa.false()})


class Breach(SQLModel, table=True):
    """What a seller missed or said against the rules, and whether it counts and why.

    There is one for each deadline that passed. Where words were refused no message, and maybe no case, came of it.
    """

    __tablename__ = "breach"
    __table_args__ = (
        sa.UniqueConstraint("case_id", "seq", "number"),
        sa.Index("breach_of_seller", "seller_id", "at"),
        sa.ForeignKeyConstraint(
            ["case_id", "by_seq"], ["message.case_id", "message.seq"], deferrable=True, initially="DEFERRED"
        ),
    )
    id: str = Field(sa_type=Identifier, primary_key=True)
    seller_id: str = Field(foreign_key="seller.id", index=True)
    market: str
    kind: str
    case_id: str | None = Field(sa_type=Identifier)
    seq: int | None
    number: int | None
    by_seq: int | None
    at: datetime = Field(sa_type=Moment)
    counts: int
    because: str
    refusal: str | None = Field(sa_type=Identifier, foreign_key="refusal.id", index=True)


class Merit(SQLModel, table=True):
    """What a seller did in time: an answer, a kept promise, a step, news; named by the deadline that it met.

    News that nobody had asked for is named by its message, with number 0. ``seconds`` is the working time it took.
    ``counts`` is 0 for an answer that turned out to be none.
    """

    __tablename__ = "merit"
    __table_args__ = (sa.Index("merit_of_seller", "seller_id", "at"),)
    case_id: str = Field(sa_type=Identifier, primary_key=True)
    seq: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    seller_id: str = Field(foreign_key="seller.id")
    market: str
    kind: str
    name: str
    at: datetime = Field(sa_type=Moment)
    seconds: int
    counts: int


class SellerStanding(SQLModel, table=True):
    """What the world was last told of a seller's standing, and up to when the seller was weighed."""

    __tablename__ = "seller_standing"
    seller_id: str = Field(primary_key=True, foreign_key="seller.id")
    score: float
    visibility: float
    told_at: datetime = Field(sa_type=Moment)
    weighed_at: datetime = Field(sa_type=Moment)


class StandingDay(SQLModel, table=True):
    """A seller's score and visibility as they were last on a day (of UTC), for the trend."""

    __tablename__ = "standing_day"
    seller_id: str = Field(primary_key=True, foreign_key="seller.id")
    day: str = Field(primary_key=True)
    score: float
    visibility: float

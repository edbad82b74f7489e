"""What stays inside a team: its notes on a case, and which of its people has the case. Apart from the case's log."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from cases.db import Identifier, Json, Moment


class Note(SQLModel, table=True):
    """An inside note of the case's seller (``team`` is ``seller``) or of the market place's admins (``platform``)."""

    __tablename__ = "note"
    __table_args__ = (sa.Index("note_by_case", "case_id", "team"),)
    id: str = Field(sa_type=Identifier, primary_key=True)
    case_id: str = Field(sa_type=Identifier, foreign_key="cases.id")
    team: str
    author: str = Field(sa_type=Identifier, foreign_key="person.id", index=True)
    body: str
    created_at: datetime = Field(sa_type=Moment)


class Assignment(SQLModel, table=True):
    """Who of a team has the case, from the message ``since`` on; nobody where ``assignee`` is null.

    Earlier ones stay, because an answer that is given again shows who had the case then.
    """

    __tablename__ = "assignment"
    case_id: str = Field(sa_type=Identifier, primary_key=True, foreign_key="cases.id")
    team: str = Field(primary_key=True)
    since: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    assignee: str | None = Field(sa_type=Identifier, foreign_key="person.id", index=True)
    at: datetime = Field(sa_type=Moment)


class Unsent(SQLModel, table=True):
    """What somebody has begun to write in a case. ``send_at`` is on the real clock; ``taken``: it is being sent."""

    __tablename__ = "unsent"
    case_id: str = Field(sa_type=Identifier, primary_key=True, foreign_key="cases.id")
    person: str = Field(sa_type=Identifier, primary_key=True, foreign_key="person.id", index=True)
    said: dict[str, Any] = Field(sa_type=Json)
    saved_at: datetime = Field(sa_type=Moment)
    send_at: datetime | None = Field(sa_type=Moment, index=True)
    taken: int
    failed: str


class SavedView(SQLModel, table=True):
    """A folder with filters that somebody comes back to, under a name of theirs."""

    __tablename__ = "saved_view"
    person: str = Field(sa_type=Identifier, primary_key=True, foreign_key="person.id")
    name: str = Field(primary_key=True)
    asked: str


class Presence(SQLModel, table=True):
    """Somebody of a team has the case open, until ``until`` on the real clock unless they are still there then.

    ``writing_until``: and writes. It is nothing that anybody has to know later, so it is changed and goes.
    """

    __tablename__ = "presence"
    case_id: str = Field(sa_type=Identifier, primary_key=True, foreign_key="cases.id")
    team: str = Field(primary_key=True)
    person: str = Field(sa_type=Identifier, primary_key=True, foreign_key="person.id", index=True)
    until: datetime = Field(sa_type=Moment, index=True)
    writing_until: datetime | None = Field(sa_type=Moment)

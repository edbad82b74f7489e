"""Deadlines: open ones in a small hot table, ended ones in history; the heartbeat; firings that were parked."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from cases.db import Identifier, Moment


class _DeadlineColumns(SQLModel):
    """What an open and an ended deadline have in common."""

    case_id: str = Field(sa_type=Identifier, primary_key=True)
    seq: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    kind: str
    name: str
    waits_on: str
    within: str
    started_at: datetime = Field(sa_type=Moment)
    due_at: datetime | None = Field(sa_type=Moment)
    used_seconds: int
    paused_at: datetime | None = Field(sa_type=Moment)
    calendar: str
    extended_from: datetime | None = Field(sa_type=Moment)


class OpenDeadline(_DeadlineColumns, table=True):
    """A deadline that runs or is paused. ``next_at`` walks its marks; the row is the only memory of what fired."""

    __tablename__ = "deadline"
    mark: int
    next_at: datetime | None = Field(sa_type=Moment, index=True)


class EndedDeadline(_DeadlineColumns, table=True):
    """A deadline that was met, missed, waived or cancelled, and by which message."""

    __tablename__ = "deadline_history"
    state: str
    ended_at: datetime = Field(sa_type=Moment)
    ended_seq: int


class OutageWindow(SQLModel, table=True):
    """A window in which the platform or a carrier failed, as an admin declared it; without a market in all."""

    __tablename__ = "outage"
    id: str = Field(sa_type=Identifier, primary_key=True)
    scope: str
    carrier: str | None
    market: str | None
    since: datetime = Field(sa_type=Moment)
    until: datetime = Field(sa_type=Moment)
    reason: str
    declared_at: datetime = Field(sa_type=Moment)
    declared_by: str = Field(sa_type=Identifier, foreign_key="person.id", index=True)


class OutageTakenOut(SQLModel, table=True):
    """A deadline from whose time a window was taken out, which happens once."""

    __tablename__ = "outage_taken_out"
    outage: str = Field(sa_type=Identifier, primary_key=True, foreign_key="outage.id")
    case_id: str = Field(sa_type=Identifier, primary_key=True)
    seq: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})


class ParkedFiring(SQLModel, table=True):
    """A case whose firing failed alone; it is tried again later and admins are alerted."""

    __tablename__ = "parked_firing"
    case_id: str = Field(sa_type=Identifier, primary_key=True)
    failures: int
    error: str
    parked_at: datetime = Field(sa_type=Moment)
    retry_at: datetime = Field(sa_type=Moment)


class Heartbeat(SQLModel, table=True):
    """When each scheduler last swept, on the real clock."""

    __tablename__ = "heartbeat"
    worker: str = Field(primary_key=True)
    at: datetime = Field(sa_type=Moment)


class CalendarOverride(SQLModel, table=True):
    """An admin set one day of a market, or took that back, and why. Append-only.

    ``holiday`` names the day off; empty it is a working day. ``withdraws`` is the one that is taken back.
    """

    __tablename__ = "calendar_override"
    __table_args__ = (
        sa.ForeignKeyConstraint(["withdraws"], ["calendar_override.id"], name="calendar_override_withdraws"),
        sa.UniqueConstraint("withdraws", name="calendar_override_withdrawn_once"),
    )
    id: str = Field(sa_type=Identifier, primary_key=True)
    market: str
    day: str
    holiday: str
    reason: str
    who: str = Field(sa_type=Identifier, foreign_key="person.id", index=True)
    at: datetime = Field(sa_type=Moment)
    withdraws: str | None = Field(sa_type=Identifier, default=None)

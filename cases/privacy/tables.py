"""What keeps a case from being emptied, and who is to be erased."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from cases.db import Identifier, Moment


class LegalHold(SQLModel, table=True):
    """A case whose words must not go, and why; apart from its log, because the parties are not to learn of it.

    Several may lie on one case. A lifted one stays as long as the case's words.
    """

    __tablename__ = "legal_hold"
    id: str = Field(sa_type=Identifier, primary_key=True)
    case_id: str = Field(sa_type=Identifier, foreign_key="cases.id", index=True)
    reason: str
    placed_at: datetime = Field(sa_type=Moment)
    lifted_at: datetime | None = Field(sa_type=Moment)


class Erasure(SQLModel, table=True):
    """Somebody asked to be erased; ``done_at`` is null while something of theirs must still stay."""

    __tablename__ = "erasure"
    __table_args__ = (
        sa.Index(
            "erasure_under_way",
            "asked_at",
            postgresql_where=sa.text("done_at IS NULL"),
            sqlite_where=sa.text("done_at IS NULL"),
        ),
    )
    person: str = Field(sa_type=Identifier, primary_key=True, foreign_key="person.id")
    asked_at: datetime = Field(sa_type=Moment)
    done_at: datetime | None = Field(sa_type=Moment)


class AdminView(SQLModel, table=True):
    """Somebody of the platform looked at a case, and why. Append-only, and apart from the case's log.

    ``sitting`` tells one sign-in from another: within one the reason is asked for once a case.
    """

    __tablename__ = "admin_view"
    __table_args__ = (sa.Index("admin_view_of_case", "case_id", "id"),)
    id: str = Field(sa_type=Identifier, primary_key=True)
    case_id: str = Field(sa_type=Identifier, foreign_key="cases.id")
    who: str = Field(sa_type=Identifier, foreign_key="person.id", index=True)
    sitting: str
    at: datetime = Field(sa_type=Moment)
    reason: str

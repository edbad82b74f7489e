"""Questions found in a buyer's words, and files that go along with messages."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from cases.db import Identifier, Moment


class Question(SQLModel, table=True):
    """One thing that a message asks, as a span of its words, so that no words are kept twice."""

    __tablename__ = "question"
    __table_args__ = (
        sa.ForeignKeyConstraint(
            ["case_id", "seq"], ["message.case_id", "message.seq"], deferrable=True, initially="DEFERRED"
        ),
    )
    case_id: str = Field(sa_type=Identifier, primary_key=True)
    seq: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    start: int
    stop: int
    state: str
    by_seq: int | None
    at: datetime = Field(sa_type=Moment)


class Review(SQLModel, table=True):
    """Something that a person of the platform must look at: why, which message, and how it was decided.

    What was refused led to no message and, where it would have opened a case, to no case.
    """

    __tablename__ = "review"
    id: str = Field(sa_type=Identifier, primary_key=True)
    case_id: str | None = Field(sa_type=Identifier, foreign_key="cases.id", index=True)
    seq: int | None
    kind: str
    opened_at: datetime = Field(sa_type=Moment)
    decision: str
    decided_at: datetime | None = Field(sa_type=Moment)
    decided_by: int | None


class Objection(SQLModel, table=True):
    """What somebody says against a verdict: a refusal, what was done with the review's message, or a breach.

    It holds words, so the row can be deleted; that a review was asked for, and how it was decided, stays.
    """

    __tablename__ = "objection"
    __table_args__ = (sa.Index("objection_to_breach", "breach", unique=True),)
    review: str = Field(sa_type=Identifier, primary_key=True, foreign_key="review.id")
    refusal: str | None = Field(sa_type=Identifier, foreign_key="refusal.id", unique=True)
    person: str = Field(sa_type=Identifier, foreign_key="person.id", index=True)
    body: str
    breach: str | None = Field(sa_type=Identifier, foreign_key="breach.id")


class FindingRow(SQLModel, table=True):
    """What a rule of conduct found: in which message or which refused one, where in which text, and what followed.

    It holds no words. One that ``stands`` no more was struck after an objection.
    """

    __tablename__ = "finding"
    id: str = Field(sa_type=Identifier, primary_key=True)
    case_id: str | None = Field(sa_type=Identifier, index=True)
    seq: int | None
    refusal: str | None = Field(sa_type=Identifier, foreign_key="refusal.id", index=True)
    seller_id: str = Field(foreign_key="seller.id", index=True)
    role: str
    at: datetime = Field(sa_type=Moment)
    pointer: str
    label: str
    rule: str
    start: int
    stop: int
    action: str
    stands: int


class RefusedMessage(SQLModel, table=True):
    """What somebody wanted to say and a rule of conduct refused, kept so that a won objection can write it.

    Its ``request`` holds words, so the row can be deleted; what was refused, and why, stays on record without it.
    """

    __tablename__ = "refused_message"
    refusal: str = Field(sa_type=Identifier, primary_key=True, foreign_key="refusal.id")
    case_id: str | None = Field(sa_type=Identifier, index=True)
    person: str = Field(sa_type=Identifier, foreign_key="person.id", index=True)
    at: datetime = Field(sa_type=Moment)
    object_until: datetime = Field(sa_type=Moment)
    request: str


class Attachment(SQLModel, table=True):
    """A file, stored by its hash outside the database. Once it was destroyed there is no name and no bytes."""

    __tablename__ = "attachment"
    id: str = Field(primary_key=True)
    sha256: str = Field(index=True)
    content_type: str
    size: int
    document: str
    name: str
    person: str = Field(sa_type=Identifier, index=True)
    uploaded_at: datetime = Field(sa_type=Moment)
    text: str
    destroyed_at: datetime | None = Field(sa_type=Moment, default=None)


class AttachmentUse(SQLModel, table=True):
    """A message that names a file: whoever may read the one may have the other."""

    __tablename__ = "attachment_use"
    __table_args__ = (
        sa.ForeignKeyConstraint(["case_id", "seq"], ["message.case_id", "message.seq"]),
        {"sqlite_with_rowid": False},
    )
    attachment: str = Field(primary_key=True, foreign_key="attachment.id")
    case_id: str = Field(sa_type=Identifier, primary_key=True, index=True)
    seq: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})

"""The log: messages, their words beside them, and what was redacted. Append-only; see ``cases/triggers.py``."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from cases.db import Identifier, Moment


class Message(SQLModel, table=True):
    """One entry of a case's log. A transition is a message with an event; the others leave the state as it is."""

    __tablename__ = "message"
    __table_args__ = (
        sa.UniqueConstraint("case_id", "seq", "to_state"),
        sa.CheckConstraint(
            "(seq = 1 AND prev_seq IS NULL AND from_state IS NULL AND event <> '')"
            " OR (seq > 1 AND prev_seq = seq - 1 AND from_state IS NOT NULL"
            " AND (event <> '' OR from_state = to_state))",
            name="message_follows_its_predecessor",
        ),
        sa.ForeignKeyConstraint(
            ["case_id", "prev_seq", "from_state"], ["message.case_id", "message.seq", "message.to_state"]
        ),
        {"sqlite_with_rowid": False},
    )
    case_id: str = Field(sa_type=Identifier, primary_key=True)
    seq: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    prev_seq: int | None
    event: str
    from_state: str | None
    to_state: str
    role: str
    author: str | None = Field(sa_type=Identifier)
    at: datetime = Field(sa_type=Moment)
    kind: str
    lang: str
    prev_hash: str
    hash: str
    canonical: str


class Content(SQLModel, table=True):
    """The words of a message and the fields that its event carried, salted, so that they can be destroyed."""

    __tablename__ = "content"
    __table_args__ = ({"sqlite_with_rowid": False},)
    case_id: str = Field(sa_type=Identifier, primary_key=True)
    seq: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    part: str = Field(primary_key=True)
    salt: str
    body: str
    fields: str


class HeldEvent(SQLModel, table=True):
    """What a held message asked for beside its words: the event that it does not take yet, empty for a plain one."""

    __tablename__ = "held_event"
    __table_args__ = (
        sa.ForeignKeyConstraint(
            ["case_id", "seq"], ["message.case_id", "message.seq"], deferrable=True, initially="DEFERRED"
        ),
        {"sqlite_with_rowid": False},
    )
    case_id: str = Field(sa_type=Identifier, primary_key=True)
    seq: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    event: str
    role: str
    reply_expected: int


class Release(SQLModel, table=True):
    """What was written is free to be read by everybody from message ``by_seq`` on, which tells so."""

    __tablename__ = "released"
    __table_args__ = (
        sa.ForeignKeyConstraint(["case_id", "seq"], ["message.case_id", "message.seq"]),
        sa.ForeignKeyConstraint(
            ["case_id", "by_seq"], ["message.case_id", "message.seq"], deferrable=True, initially="DEFERRED"
        ),
        sa.CheckConstraint("by_seq > seq", name="release_comes_after_its_words"),
        {"sqlite_with_rowid": False},
    )
    case_id: str = Field(sa_type=Identifier, primary_key=True)
    seq: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    by_seq: int


class Redaction(SQLModel, table=True):
    """A recorded destruction of words: which part, and the system message that carries it."""

    __tablename__ = "redaction"
    __table_args__ = (
        sa.ForeignKeyConstraint(["case_id", "seq"], ["message.case_id", "message.seq"]),
        sa.ForeignKeyConstraint(
            ["case_id", "by_seq"], ["message.case_id", "message.seq"], deferrable=True, initially="DEFERRED"
        ),
        sa.CheckConstraint("by_seq > seq", name="redaction_comes_after_its_words"),
        {"sqlite_with_rowid": False},
    )
    case_id: str = Field(sa_type=Identifier, primary_key=True)
    seq: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    part: str = Field(primary_key=True)
    by_seq: int


class TreeLeaf(SQLModel, table=True):
    """A message's place in the Merkle tree over all cases, in the order of the feed, and the hash of the message."""

    __tablename__ = "tree_leaf"
    __table_args__ = (sa.UniqueConstraint("case_id", "seq", name="tree_leaf_of_message"),)
    place: int = Field(sa_type=sa.BigInteger, primary_key=True, sa_column_kwargs={"autoincrement": False})
    case_id: str = Field(sa_type=Identifier)
    seq: int
    hash: str


class TreeNode(SQLModel, table=True):
    """The hash of a full subtree of the tree, of every eighth level alone: a 256th of what the leaves take."""

    __tablename__ = "tree_node"
    level: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    place: int = Field(sa_type=sa.BigInteger, primary_key=True, sa_column_kwargs={"autoincrement": False})
    hash: str


class Checkpoint(SQLModel, table=True):
    """The tree over its first ``size`` leaves, signed: the note as it was signed, and the public key beside it."""

    __tablename__ = "checkpoint"
    size: int = Field(sa_type=sa.BigInteger, primary_key=True, sa_column_kwargs={"autoincrement": False})
    signed_by: str = Field(primary_key=True)
    note: str
    at: datetime = Field(sa_type=Moment)

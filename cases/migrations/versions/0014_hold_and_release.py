"""Hold a message until a person has looked at it: what it asked for, and that it was set free."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from cases.db import Identifier
from cases.db.triggers import install

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables of held events and of releases; both only grow."""
    without_rowid = {"sqlite_with_rowid": False}
    of_message = ["message.case_id", "message.seq"]
    op.create_table(
        "held_event",
        sa.Column("case_id", Identifier, nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("event", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("reply_expected", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["case_id", "seq"], of_message, initially="DEFERRED", deferrable=True),
        sa.PrimaryKeyConstraint("case_id", "seq"),
        **without_rowid,
    )
    op.create_table(
        "released",
        sa.Column("case_id", Identifier, nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("by_seq", sa.Integer(), nullable=False),
        sa.CheckConstraint("by_seq > seq", name="release_comes_after_its_words"),
        sa.ForeignKeyConstraint(["case_id", "seq"], of_message),
        sa.ForeignKeyConstraint(["case_id", "by_seq"], of_message, initially="DEFERRED", deferrable=True),
        sa.PrimaryKeyConstraint("case_id", "seq"),
        **without_rowid,
    )
    install(op.get_bind())

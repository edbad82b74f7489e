"""Keep what a team keeps inside: its notes, and who of it has a case."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from cases.db import Identifier, Moment
from cases.db.triggers import install

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make two tables."""
    op.create_table(
        "note",
        sa.Column("id", Identifier, nullable=False),
        sa.Column("case_id", Identifier, nullable=False),
        sa.Column("team", sa.String(), nullable=False),
        sa.Column("author", Identifier, nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["author"], ["person.id"]),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("note_by_case", "note", ["case_id", "team"], unique=False)
    op.create_index(op.f("ix_note_author"), "note", ["author"], unique=False)
    op.create_table(
        "assignment",
        sa.Column("case_id", Identifier, nullable=False),
        sa.Column("team", sa.String(), nullable=False),
        sa.Column("since", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("assignee", Identifier, nullable=True),
        sa.Column("at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["assignee"], ["person.id"]),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"]),
        sa.PrimaryKeyConstraint("case_id", "team", "since"),
    )
    op.create_index(op.f("ix_assignment_assignee"), "assignment", ["assignee"], unique=False)
    install(op.get_bind())

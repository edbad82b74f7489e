"""Know who of a team has a case open."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from cases.db import Identifier, Moment
from cases.db.triggers import install

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "presence",
        sa.Column("case_id", Identifier, nullable=False),
        sa.Column("team", sa.String(), nullable=False),
        sa.Column("person", Identifier, nullable=False),
        sa.Column("until", Moment(), nullable=False),
        sa.Column("writing_until", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"]),
        sa.ForeignKeyConstraint(["person"], ["person.id"]),
        sa.PrimaryKeyConstraint("case_id", "team", "person"),
    )
    op.create_index(op.f("ix_presence_person"), "presence", ["person"], unique=False)
    op.create_index(op.f("ix_presence_until"), "presence", ["until"], unique=False)
    install(op.get_bind())

"""Object to a verdict: what was said against it, and reviews of what led to no message."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from cases.db import Identifier
from cases.db.triggers import install

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Let a review be without message and case, and make the table of objections."""
    with op.batch_alter_table("review") as table:  # no trigger stands on it
        table.alter_column("case_id", existing_type=Identifier, nullable=True)
        table.alter_column("seq", existing_type=sa.Integer(), nullable=True)
    op.create_table(
        "objection",
        sa.Column("review", Identifier, nullable=False),
        sa.Column("refusal", Identifier, nullable=True),
        sa.Column("person", Identifier, nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["person.id"]),
        sa.ForeignKeyConstraint(["refusal"], ["refusal.id"]),
        sa.ForeignKeyConstraint(["review"], ["review.id"]),
        sa.PrimaryKeyConstraint("review"),
        sa.UniqueConstraint("refusal"),
    )
    op.create_index(op.f("ix_objection_person"), "objection", ["person"], unique=False)
    install(op.get_bind())

"""Remember who of the platform looked at a case, and why."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from cases.db import Identifier, Moment
from cases.db.triggers import install

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table; its triggers keep it from being changed."""
    op.create_table(
        "admin_view",
        sa.Column("id", Identifier, nullable=False),
        sa.Column("case_id", Identifier, nullable=False),
        sa.Column("who", Identifier, nullable=False),
        sa.Column("sitting", sa.String(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"]),
        sa.ForeignKeyConstraint(["who"], ["person.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("admin_view_of_case", "admin_view", ["case_id", "id"], unique=False)
    op.create_index(op.f("ix_admin_view_who"), "admin_view", ["who"], unique=False)
    install(op.get_bind())

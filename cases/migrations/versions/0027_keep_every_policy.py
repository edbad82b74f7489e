"""Keep every policy that was ever in force, so that a case finds the one that it was opened under."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from cases.db import Identifier, Moment
from cases.db.triggers import install

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table; its triggers keep it from being changed."""
    op.create_table(
        "policy_version",
        sa.Column("id", Identifier, nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("applies_from", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("activated_at", Moment(), nullable=False),
        sa.Column("activated_by", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    install(op.get_bind())

"""Remember what the world was told of a seller's standing, and what it was on each day."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from cases.db import Moment
from cases.db.triggers import install

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make both tables; the clock fills them."""
    op.create_table(
        "seller_standing",
        sa.Column("seller_id", sa.String(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("visibility", sa.Float(), nullable=False),
        sa.Column("told_at", Moment(), nullable=False),
        sa.Column("weighed_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["seller_id"], ["seller.id"]),
        sa.PrimaryKeyConstraint("seller_id"),
    )
    op.create_table(
        "standing_day",
        sa.Column("seller_id", sa.String(), nullable=False),
        sa.Column("day", sa.String(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("visibility", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(["seller_id"], ["seller.id"]),
        sa.PrimaryKeyConstraint("seller_id", "day"),
    )
    install(op.get_bind())

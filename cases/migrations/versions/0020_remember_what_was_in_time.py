"""Remember what a seller did in time, and in which market a breach was."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from cases.db import Identifier, Moment
from cases.db.triggers import install

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table, and name the market of every breach: its case's, or the one of its seller's first order."""
    op.create_table(
        "merit",
        sa.Column("case_id", Identifier, nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("seller_id", sa.String(), nullable=False),
        sa.Column("market", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.Column("counts", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["seller_id"], ["seller.id"]),
        sa.PrimaryKeyConstraint("case_id", "seq", "number"),
    )
    op.create_index("merit_of_seller", "merit", ["seller_id", "at"], unique=False)
    op.create_index(
        "measure_of_seller",
        "cases",
        ["seller_id"],
        unique=False,
        postgresql_where=sa.text("kind = 'sanction'"),
        sqlite_where=sa.text("kind = 'sanction'"),
    )
    op.add_column("breach", sa.Column("market", sa.String(), nullable=False, server_default=""))
    op.create_index("breach_of_seller", "breach", ["seller_id", "at"], unique=False)
    op.execute(
        "UPDATE breach SET market = coalesce((SELECT c.market FROM cases c WHERE c.id = breach.case_id),"
        " (SELECT o.market FROM orders o WHERE o.seller_id = breach.seller_id ORDER BY o.id LIMIT 1), '')"
    )
    install(op.get_bind())

"""Remember the windows in which the platform or a carrier failed, and the deadlines they were taken out of."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from cases.db import Identifier, Moment
from cases.db.triggers import install

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make both tables; triggers keep the windows from being changed."""
    op.create_table(
        "outage",
        sa.Column("id", Identifier, nullable=False),
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("carrier", sa.String(), nullable=True),
        sa.Column("market", sa.String(), nullable=True),
        sa.Column("since", Moment(), nullable=False),
        sa.Column("until", Moment(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("declared_at", Moment(), nullable=False),
        sa.Column("declared_by", Identifier, nullable=False),
        sa.ForeignKeyConstraint(["declared_by"], ["person.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_outage_declared_by"), "outage", ["declared_by"], unique=False)
    op.create_table(
        "outage_taken_out",
        sa.Column("outage", Identifier, nullable=False),
        sa.Column("case_id", Identifier, nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["outage"], ["outage.id"]),
        sa.PrimaryKeyConstraint("outage", "case_id", "seq", "number"),
    )
    install(op.get_bind())

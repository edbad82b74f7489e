"""Ask whether it was solved: what the buyer of a closed case says, once for each time that it was closed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from cases.db import Identifier, Moment
from cases.db.triggers import install

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table; what stands in it never changes."""
    op.create_table(
        "solved",
        sa.Column("case_id", Identifier, nullable=False),
        sa.Column("closed_at", Moment(), nullable=False),
        sa.Column("solved", sa.Boolean(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"]),
        sa.PrimaryKeyConstraint("case_id", "closed_at"),
    )
    install(op.get_bind())

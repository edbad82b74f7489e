"""Let admins set a day of a market: a holiday that was decreed, or one that was taken away."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from cases.db import Identifier, Moment
from cases.db.triggers import install

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table; its triggers keep it from being changed."""
    op.create_table(
        "calendar_override",
        sa.Column("id", Identifier, nullable=False),
        sa.Column("market", sa.String(), nullable=False),
        sa.Column("day", sa.String(), nullable=False),
        sa.Column("holiday", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("who", Identifier, nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("withdraws", Identifier, nullable=True),
        sa.ForeignKeyConstraint(["who"], ["person.id"]),
        sa.ForeignKeyConstraint(["withdraws"], ["calendar_override.id"], name="calendar_override_withdraws"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("withdraws", name="calendar_override_withdrawn_once"),
    )
    op.create_index(op.f("ix_calendar_override_who"), "calendar_override", ["who"], unique=False)
    install(op.get_bind())

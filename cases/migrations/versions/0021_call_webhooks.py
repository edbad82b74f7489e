"""Call webhooks when something happens."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from cases.db import Identifier, Json, Moment
from cases.db.triggers import install

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "webhook",
        sa.Column("id", Identifier, nullable=False),
        sa.Column("seller_id", sa.String(), nullable=True),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("types", Json, nullable=True),
        sa.Column("secret", sa.String(), nullable=False),
        sa.Column("old_secret", sa.String(), nullable=True),
        sa.Column("old_until", Moment(), nullable=True),
        sa.Column("internal", sa.Integer(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("delivered_at", Moment(), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("failing_since", Moment(), nullable=True),
        sa.Column("retry_at", Moment(), nullable=True),
        sa.Column("last_error", sa.String(), nullable=False),
        sa.Column("undelivered_from", sa.BigInteger(), nullable=True),
        sa.Column("disabled_at", Moment(), nullable=True),
        sa.Column("disabled_because", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_webhook_seller_id"), "webhook", ["seller_id"], unique=False)
    op.create_table(
        "webhook_delivery",
        sa.Column("webhook_id", Identifier, nullable=False),
        sa.Column("position", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["webhook_id"], ["webhook.id"]),
        sa.PrimaryKeyConstraint("webhook_id", "position"),
    )
    op.create_index("webhook_delivery_due", "webhook_delivery", ["webhook_id", "next_at"], unique=False)
    op.create_index("webhook_delivery_about", "webhook_delivery", ["webhook_id", "about", "position"], unique=False)
    install(op.get_bind())

"""Give what happened a position in a feed, and let the world hear of sellers too."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from cases.db import Identifier, Json, Moment
from cases.db.triggers import install

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the feed and its head, and the outbox anew with room for what is about no case."""
    op.create_table(
        "feed_head",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "feed",
        sa.Column("position", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("case_id", Identifier, nullable=True),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.Column("market", sa.String(), nullable=True),
        sa.Column("seller_id", sa.String(), nullable=True),
        sa.Column("buyer_id", Identifier, nullable=True),
        sa.Column("more", Json, nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("position"),
    )
    op.create_index("feed_of_seller", "feed", ["seller_id", "position"], unique=False)
    op.create_index("feed_of_buyer", "feed", ["buyer_id", "position"], unique=False)
    op.create_index("feed_by_age", "feed", ["at"], unique=False)
    _outbox()
    install(op.get_bind())


def _outbox() -> None:
    op.rename_table("outbox", "outbox_before")
    op.create_table(
        "outbox",
        sa.Column("id", Identifier, nullable=False),
        sa.Column("case_id", Identifier, nullable=True),
        sa.Column("seq", sa.Integer(), nullable=True),
        sa.Column("market", sa.String(), nullable=True),
        sa.Column("seller_id", sa.String(), nullable=True),
        sa.Column("events", Json, nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="outbox_of_all_key"),
    )
    op.execute(
        "INSERT INTO outbox SELECT o.id, o.case_id, o.seq, o.market, c.seller_id, o.events, o.at"
        " FROM outbox_before o JOIN cases c ON c.id = o.case_id"
    )
    op.drop_table("outbox_before")

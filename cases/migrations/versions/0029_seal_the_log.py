"""Seal the log: each message has its place in a Merkle tree, and signed checkpoints say what the tree was."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from cases.db import Identifier, Moment
from cases.db.triggers import install

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables; what was told to the world already gets its place, by its moment and its case."""
    op.create_table(
        "tree_leaf",
        sa.Column("place", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("case_id", Identifier, nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("place"),
        sa.UniqueConstraint("case_id", "seq", name="tree_leaf_of_message"),
    )
    op.create_table(
        "tree_node",
        sa.Column("level", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("place", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("level", "place"),
    )
    op.create_table(
        "checkpoint",
        sa.Column("size", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("signed_by", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("size", "signed_by"),
    )
    op.execute(
        "INSERT INTO tree_leaf (place, case_id, seq, hash)"
        " SELECT row_number() OVER (ORDER BY m.at, m.case_id, m.seq) - 1, m.case_id, m.seq, m.hash FROM message m"
        " WHERE NOT EXISTS (SELECT 1 FROM outbox o WHERE o.case_id = m.case_id AND o.seq = m.seq)"
    )
    install(op.get_bind())

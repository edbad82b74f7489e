"""Cases that belong together: measures against sellers have no buyer, and the platform has reviews."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from cases.db import Identifier, Moment
from cases.db.triggers import install

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Let a case be without a buyer, and make the table of reviews."""
    _let_a_case_be_without_buyer()
    op.create_table(
        "review",
        sa.Column("id", Identifier, nullable=False),
        sa.Column("case_id", Identifier, nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("opened_at", Moment(), nullable=False),
        sa.Column("decision", sa.String(), nullable=False),
        sa.Column("decided_at", Moment(), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_review_case_id"), "review", ["case_id"], unique=False)
    install(op.get_bind())


def _let_a_case_be_without_buyer() -> None:
    """SQLite cannot drop NOT NULL, and making the table anew would pass by every trigger on it.

    Its stored text is changed instead, which is how SQLite's documentation has it for changes that touch no row.
    """
    if op.get_bind().dialect.name != "sqlite":
        op.alter_column("cases", "buyer_id", existing_type=Identifier, nullable=True)
        return
    version = op.get_bind().exec_driver_sql("PRAGMA schema_version").scalar_one()
    op.execute("PRAGMA writable_schema = ON")
    op.execute(
        "UPDATE sqlite_master SET sql = replace(sql, 'buyer_id VARCHAR(36) NOT NULL', 'buyer_id VARCHAR(36)')"
        " WHERE type = 'table' AND name = 'cases'"
    )
    op.execute(f"PRAGMA schema_version = {version + 1}")
    op.execute("PRAGMA writable_schema = OFF")

"""Keep what the rules of conduct found, and what they refused until it can no longer be objected to."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from cases.db import Identifier, Moment
from cases.db.triggers import install

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables of findings and of refused messages, and let a breach be without message and deadline."""
    op.create_table(
        "finding",
        sa.Column("id", Identifier, nullable=False),
        sa.Column("case_id", Identifier, nullable=True),
        sa.Column("seq", sa.Integer(), nullable=True),
        sa.Column("refusal", Identifier, nullable=True),
        sa.Column("seller_id", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("pointer", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("stop", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("stands", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["refusal"], ["refusal.id"]),
        sa.ForeignKeyConstraint(["seller_id"], ["seller.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    for column in ("case_id", "refusal", "seller_id"):
        op.create_index(op.f(f"ix_finding_{column}"), "finding", [column], unique=False)
    op.create_table(
        "refused_message",
        sa.Column("refusal", Identifier, nullable=False),
        sa.Column("case_id", Identifier, nullable=True),
        sa.Column("person", Identifier, nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("object_until", Moment(), nullable=False),
        sa.Column("request", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["person.id"]),
        sa.ForeignKeyConstraint(["refusal"], ["refusal.id"]),
        sa.PrimaryKeyConstraint("refusal"),
    )
    for column in ("case_id", "person"):
        op.create_index(op.f(f"ix_refused_message_{column}"), "refused_message", [column], unique=False)
    _let_a_breach_be_of_words()
    install(op.get_bind())


def _let_a_breach_be_of_words() -> None:
    """No trigger stands on this table, so SQLite may make it anew."""
    with op.batch_alter_table("breach") as table:
        table.add_column(sa.Column("refusal", Identifier, nullable=True))
        table.create_foreign_key("breach_of_a_refusal", "refusal", ["refusal"], ["id"])
        table.alter_column("case_id", existing_type=Identifier, nullable=True)
        for column in ("seq", "number", "by_seq"):
            table.alter_column(column, existing_type=sa.Integer(), nullable=True)
    op.create_index(op.f("ix_breach_refusal"), "breach", ["refusal"], unique=False)

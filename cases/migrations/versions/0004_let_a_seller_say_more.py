"""Let a seller say where goods go back to, in which languages they answer, when they are away and who stands in."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from cases.db import Identifier, Json
from cases.db.triggers import install

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Give every seller an empty profile."""
    for name, kind, empty in (
        ("return_addresses", Json, "{}"),
        ("languages", Json, "[]"),
        ("absences", Json, "[]"),
        ("deputy_name", sa.String(), ""),
    ):
        op.add_column("seller", sa.Column(name, kind, nullable=False, server_default=empty))
    deputy = sa.Column("deputy", Identifier, sa.ForeignKey("person.id"), nullable=True)
    op.add_column("seller", deputy, inline_references=True)  # because SQLite adds no constraint afterwards
    op.create_index(op.f("ix_seller_deputy"), "seller", ["deputy"], unique=False)
    install(op.get_bind())

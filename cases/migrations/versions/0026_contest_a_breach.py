"""Let an objection be about a breach."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from cases.db import Identifier
from cases.db.triggers import install

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; each breach is contested once."""
    breach = sa.Column("breach", Identifier, sa.ForeignKey("breach.id"), nullable=True)
    op.add_column("objection", breach, inline_references=True)  # because SQLite adds no constraint afterwards
    op.create_index("objection_to_breach", "objection", ["breach"], unique=True)
    install(op.get_bind())

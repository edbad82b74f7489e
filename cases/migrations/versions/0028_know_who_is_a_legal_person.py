"""Know which sellers are legal persons: only they can be restricted by a rule, without a person."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from cases.db.triggers import install

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; nobody is one until an admin says so."""
    op.add_column("seller", sa.Column("legal_person", sa.Boolean(), nullable=False, server_default=sa.false()))
    install(op.get_bind())

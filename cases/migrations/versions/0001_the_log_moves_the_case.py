"""The log moves the case."""

from __future__ import annotations

from alembic import op

from cases.db.triggers import install
from cases.tables import METADATA

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make every table and every trigger."""
    METADATA.create_all(op.get_bind())
    install(op.get_bind())

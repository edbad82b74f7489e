"""Let people be erased: somebody without a name, legal holds, and erasures that wait."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from cases.db import Identifier, Moment
from cases.db.triggers import install

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Let a person be without an id of the market place, know which files are gone, and make two tables."""
    _let_a_person_be_nobody()
    op.add_column("attachment", sa.Column("destroyed_at", Moment(), nullable=True))
    op.create_index(op.f("ix_attachment_person"), "attachment", ["person"], unique=False)
    op.create_table(
        "legal_hold",
        sa.Column("id", Identifier, nullable=False),
        sa.Column("case_id", Identifier, nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("placed_at", Moment(), nullable=False),
        sa.Column("lifted_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_legal_hold_case_id"), "legal_hold", ["case_id"], unique=False)
    op.create_table(
        "erasure",
        sa.Column("person", Identifier, nullable=False),
        sa.Column("asked_at", Moment(), nullable=False),
        sa.Column("done_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["person"], ["person.id"]),
        sa.PrimaryKeyConstraint("person"),
    )
    under_way = sa.text("done_at IS NULL")
    op.create_index("erasure_under_way", "erasure", ["asked_at"], postgresql_where=under_way, sqlite_where=under_way)
    install(op.get_bind())


def _let_a_person_be_nobody() -> None:
    """SQLite cannot drop NOT NULL, and making the table anew would pass by every trigger on it.

    Its stored text is changed instead, as the migration before this one does and says.
    """
    if op.get_bind().dialect.name != "sqlite":
        op.alter_column("person", "external_id", existing_type=sa.String(), nullable=True)
        return
    version = op.get_bind().exec_driver_sql("PRAGMA schema_version").scalar_one()
    op.execute("PRAGMA writable_schema = ON")
    op.execute(
        "UPDATE sqlite_master SET sql = replace(sql, 'external_id VARCHAR NOT NULL', 'external_id VARCHAR')"
        " WHERE type = 'table' AND name = 'person'"
    )
    op.execute(f"PRAGMA schema_version = {version + 1}")
    op.execute("PRAGMA writable_schema = OFF")

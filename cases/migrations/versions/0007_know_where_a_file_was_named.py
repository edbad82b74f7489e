"""Know in which messages a file was named, and the words that are in it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from cases.db import Identifier
from cases.db.triggers import install

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_NAMED = (
    "SELECT DISTINCT a.id, m.case_id, m.seq FROM attachment a JOIN message m ON m.canonical LIKE '%\"' || a.id || '\"%'"
    " UNION SELECT a.id, t.case_id, t.seq FROM attachment a JOIN content t ON t.fields LIKE '%\"' || a.id || '\"%'"
)


def upgrade() -> None:
    """Add both, then what the log knows of the files that are there, then the triggers as every migration does."""
    op.add_column("attachment", sa.Column("text", sa.String(), nullable=False, server_default=""))
    op.create_table(
        "attachment_use",
        sa.Column("attachment", sa.String(), nullable=False),
        sa.Column("case_id", Identifier, nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["attachment"], ["attachment.id"]),
        sa.ForeignKeyConstraint(["case_id", "seq"], ["message.case_id", "message.seq"]),
        sa.PrimaryKeyConstraint("attachment", "case_id", "seq"),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_attachment_use_case_id"), "attachment_use", ["case_id"], unique=False)
    op.execute(f"INSERT INTO attachment_use (attachment, case_id, seq) {_NAMED}")  # our own names
    install(op.get_bind())

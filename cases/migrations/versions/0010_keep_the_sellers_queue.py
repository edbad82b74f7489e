"""Keep the seller's queue: one row a case says where it lies, and the index has the rows in their order."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from cases.db import Identifier, Moment
from cases.db.triggers import install

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table, and find from the running deadlines where each case lies now."""
    op.create_table(
        "queue",
        sa.Column("case_id", Identifier, nullable=False),
        sa.Column("seller_id", sa.String(), nullable=False),
        sa.Column("folder", sa.String(), nullable=False),
        sa.Column("due_at", Moment(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("market", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"]),
        sa.PrimaryKeyConstraint("case_id"),
        sqlite_with_rowid=False,
    )
    order = ["seller_id", "folder", "due_at", "case_id", "kind", "market"]
    op.create_index("queue_in_order", "queue", order, unique=False)
    op.execute(_FILLED)
    install(op.get_bind())


_NEVER = "9999-12-31T00:00:00+00:00"
_RUNNING = "FROM deadline d WHERE d.case_id = c.id AND d.paused_at IS NULL"
_OWED = f"EXISTS (SELECT 1 {_RUNNING} AND d.waits_on = 'seller' AND d.kind <> 'statutory')"
_WITH_PLATFORM = f"(c.held_by IS NOT NULL OR EXISTS (SELECT 1 {_RUNNING} AND d.waits_on = 'platform'))"
_FILLED = f"""
INSERT INTO queue (case_id, seller_id, folder, due_at, kind, market)
SELECT x.id, x.seller_id, x.folder,
  CASE x.folder
    WHEN 'closed' THEN coalesce(x.closed_at, x.updated_at)
    WHEN 'owed' THEN coalesce(x.mine, '{_NEVER}')
    ELSE coalesce(x.theirs, '{_NEVER}')
  END,
  x.kind, x.market
FROM (
  SELECT c.*,
    CASE
      WHEN c.state = 'closed' THEN 'closed'
      WHEN {_OWED} THEN 'owed'
      WHEN {_WITH_PLATFORM} THEN 'platform'
      ELSE 'waiting'
    END AS folder,
    (SELECT min(d.due_at) {_RUNNING} AND d.waits_on = 'seller') AS mine,
    (SELECT min(d.due_at) {_RUNNING} AND d.waits_on <> 'seller') AS theirs
  FROM cases c
) x
"""

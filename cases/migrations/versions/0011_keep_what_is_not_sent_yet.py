"""Keep what somebody of a team has begun to write, and the views of the queue that they saved."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from cases.db import Identifier, Json, Moment
from cases.db.triggers import install

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make both tables."""
    op.create_table(
        "unsent",
        sa.Column("case_id", Identifier, nullable=False),
        sa.Column("person", Identifier, nullable=False),
        sa.Column("said", Json, nullable=False),
        sa.Column("saved_at", Moment(), nullable=False),
        sa.Column("send_at", Moment(), nullable=True),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.Column("failed", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"]),
        sa.ForeignKeyConstraint(["person"], ["person.id"]),
        sa.PrimaryKeyConstraint("case_id", "person"),
    )
    op.create_index(op.f("ix_unsent_person"), "unsent", ["person"], unique=False)
    op.create_index(op.f("ix_unsent_send_at"), "unsent", ["send_at"], unique=False)
    op.create_table(
        "saved_view",
        sa.Column("person", Identifier, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("asked", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["person.id"]),
        sa.PrimaryKeyConstraint("person", "name"),
    )
    op.execute(_OWED[op.get_bind().dialect.name])
    install(op.get_bind())


# A reply that was missed runs no more, and is owed all the same.
_OWED = {
    "sqlite": """
UPDATE queue SET folder = 'owed', due_at = min(
  CASE folder WHEN 'owed' THEN due_at ELSE '9999-12-31T00:00:00+00:00' END,
  (SELECT min(replace(json_extract(o.value, '$.due_at'), 'Z', '+00:00'))
   FROM cases c, json_each(c.progress, '$.owed') o WHERE c.id = queue.case_id))
WHERE folder <> 'closed'
  AND EXISTS (SELECT 1 FROM cases c WHERE c.id = queue.case_id AND json_array_length(c.progress, '$.owed') > 0)
""",
    "postgresql": """
UPDATE queue SET folder = 'owed', due_at = least(
  CASE folder WHEN 'owed' THEN due_at END,
  (SELECT min((o.value ->> 'due_at')::timestamptz)
   FROM cases c, jsonb_array_elements(c.progress -> 'owed') o WHERE c.id = queue.case_id))
WHERE folder <> 'closed'
  AND EXISTS (SELECT 1 FROM cases c WHERE c.id = queue.case_id AND jsonb_array_length(c.progress -> 'owed') > 0)
""",
}

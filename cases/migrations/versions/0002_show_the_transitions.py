"""Show the transitions: the messages that carry an event, as a view for people with SQL."""

from __future__ import annotations

from alembic import op

from cases.db.triggers import install

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the view, then the triggers again, which every migration ends with."""
    op.execute(
        "CREATE VIEW transition AS SELECT case_id, seq, event, from_state, to_state, role, author, at, prev_hash, hash"
        " FROM message WHERE event <> ''"
    )
    install(op.get_bind())

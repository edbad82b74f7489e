"""Tell the world in one row for each version of a case; what was told before stays as it is, a row an event."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from cases.db import Identifier, Json, Moment
from cases.db.triggers import install

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the new table beside the old one and take over what nobody has been told yet."""
    op.drop_index("outbox_waiting", "outbox")
    op.rename_table("outbox", "outbox_before")
    op.create_table(
        "outbox",
        sa.Column("id", Identifier, nullable=False),
        sa.Column("case_id", Identifier, nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("market", sa.String(), nullable=False),
        sa.Column("events", Json, nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="outbox_key"),
    )
    sqlite = op.get_bind().dialect.name == "sqlite"
    events = "json_array(json_remove(json_set(body, '$.type', type), '$.case', '$.version'))" if sqlite else _EVENTS
    op.execute(
        f"INSERT INTO outbox SELECT id, case_id, seq, market, {events}, at FROM outbox_before"
        " WHERE delivered_at IS NULL"
    )
    op.drop_table("outbox_before")
    op.execute("DELETE FROM idempotency WHERE status = 201")  # they were kept in another form
    install(op.get_bind())


_EVENTS = "jsonb_build_array(body - 'case' - 'version' || jsonb_build_object('type', type))"
